package io.bellhop.connect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.AuditRecord;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
import io.bellhop.account.Account;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.connect.ConnectFailure.Kind;
import io.bellhop.crypto.Sha256;
import io.bellhop.provider.client.ConnectSettings;
import io.bellhop.store.Database;
import io.bellhop.store.StoredTime;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The attempts of browsers to connect an account by a {@link ConnectLinks link}. Thread-safe. */
public final class AccountConnections {
  /**
   * A new attempt.
   *
   * @param cookie for the browser
   * @param location the provider's page; null to show a form
   */
  public record Begun(ConnectAttempt attempt, String cookie, String location) {}

  /** Codes of providers are valid as long, and a person needs less. */
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(10);

  private final SecretBox secrets;
  private final ConnectServices services;
  private final Clock clock;
  private final ConnectLinkTable table;
  private final AccountOnboarding steps;
  private final AuthorizationCodeFlow pages;
  private final ConnectLinks links;

  /**
   * @param publicUrl the public address of the hub; known after its start
   */
  public AccountConnections(
      Database database,
      SecretBox secrets,
      Options options,
      ConnectServices services,
      Supplier<String> publicUrl,
      Clock clock) {
    this.secrets = secrets;
    this.services = services;
    this.clock = clock;
    this.table = new ConnectLinkTable(database);
    this.steps = new AccountOnboarding(services, table);
    this.pages = new AuthorizationCodeFlow(services.apis(), options, publicUrl);
    this.links = new ConnectLinks(table, pages, services.apis(), publicUrl, clock);
  }

  public ConnectLinks links() {
    return links;
  }

  /** Begins an attempt and invalidates all earlier ones, of any browser. */
  public Begun begin(ConnectLink link) throws SQLException {
    ConnectSettings settings = links.settings(link.provider());
    ConnectAttempt attempt = ConnectAttempt.begin(link.id(), clock.instant().plus(LONGEST_ATTEMPT));
    table.begin(link.id(), Sha256.hex(attempt.state()));
    if (!pages.isUsed(settings)) {
      return new Begun(attempt, attempt.sealed(secrets), null);
    }
    return new Begun(attempt, attempt.sealed(secrets), pages.location(settings, attempt));
  }

  /** The attempt in a browser's cookie; null if there is none. */
  public ConnectAttempt attempt(String cookie) {
    return ConnectAttempt.open(cookie, secrets);
  }

  /**
   * The link of a browser's attempt, in any state.
   *
   * @param attempt null if the browser has none
   */
  public ConnectLink link(ConnectAttempt attempt, String provider) throws SQLException {
    return (attempt == null ? Optional.<ConnectLink>empty() : table.find(attempt.link()))
        .filter(one -> one.provider().equals(provider))
        .orElseThrow(
            () ->
                new ConnectFailure(
                    Kind.WRONG_STATE, "Open the link again, in this browser, and allow cookies"));
  }

  /**
   * Handles the browser's return from the provider's page.
   *
   * @param answer the query parameters
   * @param address of the browser
   */
  public void authorized(
      String provider, ConnectAttempt attempt, Map<String, String> answer, String address)
      throws SQLException {
    connect(
        provider, attempt, answer, address, settings -> pages.fields(settings, attempt, answer));
  }

  /**
   * Handles a form.
   *
   * @param form its fields, and the state
   */
  public void submitted(
      String provider, ConnectAttempt attempt, Map<String, String> form, String address)
      throws SQLException {
    connect(provider, attempt, form, address, settings -> fields(settings, form));
  }

  private static ObjectNode fields(ConnectSettings settings, Map<String, String> form) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (String field : settings.fields().keySet()) {
      String value = form.getOrDefault(field, "");
      String[] place = field.split("\\.", 2);
      if (!value.isEmpty()) {
        (place.length == 1 ? fields : fields.withObject(place[0]))
            .put(place[place.length - 1], value);
      }
    }
    return fields;
  }

  /**
   * Creates the account. If that fails, the link shows the reason to its creator.
   *
   * @param given the browser's values, with the state
   * @param fields converts them to the account's fields
   */
  private void connect(
      String provider,
      ConnectAttempt attempt,
      Map<String, String> given,
      String address,
      Function<ConnectSettings, ObjectNode> fields)
      throws SQLException {
    ConnectLink link = link(attempt, provider);
    try {
      use(link, attempt, given.get("state"));
      ConnectSettings settings = links.settings(provider);
      make(link, settings, fields.apply(settings), address);
    } catch (ConnectFailure e) {
      table.fail(
          link.id(), new ConnectLink.Failure(e.kind(), e.getMessage(), StoredTime.now(clock)));
      throw e;
    }
  }

  /** Runs the remaining steps for a link's account. */
  public void resume(ConnectLink link) throws SQLException {
    if (link.accountId() != null) {
      steps.resume(link);
    }
  }

  private void use(ConnectLink link, ConnectAttempt attempt, String state) throws SQLException {
    if (!attempt.hasState(state)) {
      throw new ConnectFailure(
          Kind.WRONG_STATE, "Nothing was connected. Start again, in one browser window");
    }
    Instant now = clock.instant();
    if (!now.isBefore(attempt.until()) || !table.use(link.id(), Sha256.hex(state), now)) {
      throw new ConnectFailure(
          Kind.ATTEMPT_EXPIRED, "It works once, within ten minutes. Open the link again");
    }
  }

  private void make(ConnectLink link, ConnectSettings settings, ObjectNode fields, String address)
      throws SQLException {
    Caller caller = new Caller(null, "connect link " + link.id(), link.workspaceId(), Role.ADMIN);
    UUID record =
        services
            .audit()
            .begin(new AuditRecord(caller, address, "POST connect/" + link.provider(), null, ""));
    try {
      Account account = steps.make(link, settings, fields);
      services.audit().done(record, account.id().toString(), link.workspaceId());
    } catch (ConnectFailure e) {
      services.audit().refused(record);
      throw e;
    }
  }
}

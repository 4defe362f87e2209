package io.bellhop.connect;

import io.bellhop.connect.ConnectFailure.Kind;
import io.bellhop.crypto.Sha256;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.client.ConnectSettings;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.StoredTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The links for customers to connect accounts, and what providers require. Thread-safe. */
public final class ConnectLinks {
  /**
   * @param url shown once: Bellhop stores only a hash of its secret
   */
  public record Made(ConnectLink link, String url) {}

  /** Bellhop keeps expired links as long as audit records. */
  public static final ExpiredRows OLD =
      ExpiredRows.byId(
          "links to connect accounts",
          "delete from connect_link where id in"
              + " (select id from connect_link where id < ? order by id limit ?)");

  public static final String BASE = "/connect";

  private final ConnectLinkTable table;
  private final AuthorizationCodeFlow pages;
  private final ApiClients apis;
  private final Supplier<String> publicUrl;
  private final Clock clock;

  ConnectLinks(
      ConnectLinkTable table,
      AuthorizationCodeFlow pages,
      ApiClients apis,
      Supplier<String> publicUrl,
      Clock clock) {
    this.table = table;
    this.pages = pages;
    this.apis = apis;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /**
   * Creates a link for a customer.
   *
   * @param name of the new account; null to take it from the provider
   * @throws ConnectFailure if customers cannot connect accounts of the provider
   */
  public Made create(String provider, String workspace, String name, Duration life)
      throws SQLException {
    settings(provider);
    String token = ConnectAttempt.token();
    Instant now = StoredTime.now(clock);
    ConnectLink link =
        new ConnectLink(null, provider, workspace, name, now.plus(life), null, null, Map.of(), now);
    UUID id = table.insert(link, Sha256.hex(token));
    String query = "?workspace=" + URLEncoder.encode(workspace, StandardCharsets.UTF_8);
    String url = publicUrl.get() + BASE + "/" + provider + query + "&link=" + token;
    return new Made(table.find(id).orElseThrow(), url);
  }

  public Optional<ConnectLink> find(UUID id) throws SQLException {
    return table.find(id);
  }

  /** How customers connect accounts of a provider. It fails if they cannot. */
  public ConnectSettings settings(String provider) {
    ConnectSettings settings =
        apis.connection(provider)
            .orElseThrow(
                () ->
                    new ConnectFailure(
                        Kind.NOT_SET_UP,
                        "The provider's folder does not say how to connect an account"));
    if (pages.lacksAddress(settings)) {
      throw new ConnectFailure(
          Kind.NOT_SET_UP,
          "The operator of Bellhop has set the option %1$s.client-id, and no address of the page on"
                  .formatted("bellhop." + provider)
              + " which customers install the app: set %1$s.authorization-url too, or leave both"
                  .formatted("bellhop." + provider)
              + " empty, and customers are asked for keys");
    }
    if (!pages.isUsed(settings) && settings.fields().isEmpty()) {
      throw new ConnectFailure(
          Kind.NOT_SET_UP,
          "The operator of Bellhop has to set the options %1$s.client-id and %1$s.client-secret"
              .formatted("bellhop." + provider));
    }
    return settings;
  }

  /**
   * The link of a browser's request.
   *
   * @param token null if there is none
   */
  public ConnectLink open(String provider, String workspace, String token) throws SQLException {
    ConnectLink link =
        (token == null ? Optional.<ConnectLink>empty() : table.byToken(Sha256.hex(token)))
            .filter(one -> one.provider().equals(provider))
            .filter(one -> one.workspaceId().equals(workspace))
            .orElseThrow(
                () -> new ConnectFailure(Kind.NO_LINK, "Copy it again, or ask for a new one"));
    if (link.accountId() != null) {
      throw new ConnectFailure(
          Kind.LINK_USED, "It connects one account. Ask for a new link to connect another");
    }
    if (!clock.instant().isBefore(link.expiresAt())) {
      throw new ConnectFailure(Kind.LINK_EXPIRED, "Ask for a new one");
    }
    return link;
  }
}

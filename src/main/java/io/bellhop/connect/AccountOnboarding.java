package io.bellhop.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountCheck;
import io.bellhop.account.AccountForm;
import io.bellhop.connect.ConnectFailure.Kind;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.provider.client.ConnectSettings;
import io.bellhop.provider.client.Passthrough;
import io.bellhop.provider.registration.RegistrationException;
import io.bellhop.provider.registration.RegistrationOutcome;
import io.bellhop.validation.InvalidFieldsException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs the steps after a customer has entered credentials: it creates the account, tries the
 * credentials, registers the webhook and starts the first load. Bellhop does not keep an account
 * whose credentials do not work. Thread-safe.
 */
final class AccountOnboarding {
  private static final String DONE = "done";
  private static final String BASE_URL = "base_url";

  private final ConnectServices services;
  private final ConnectLinkTable table;

  AccountOnboarding(ConnectServices services, ConnectLinkTable table) {
    this.services = services;
    this.table = table;
  }

  /**
   * Creates the account and runs the immediate steps.
   *
   * @param fields external_id, name, api and webhook, if known
   * @throws ConnectFailure if it created no account
   */
  Account make(ConnectLink link, ConnectSettings settings, ObjectNode fields) throws SQLException {
    fields.put("provider", link.provider()).put("workspace_id", link.workspaceId());
    if (link.name() != null) {
      fields.put("name", link.name());
    } else if (!fields.path("name").isTextual()) {
      fields.put("name", link.provider());
    }
    Account account;
    try {
      account = services.accounts().create(new AccountForm(fields, services.rules()).create());
    } catch (InvalidFieldsException e) {
      throw new ConnectFailure(Kind.INVALID, "Correct them and send the form again", e.faults());
    }
    try {
      account = identified(link, settings, account);
      requireNew(account);
      Map<String, String> steps = new LinkedHashMap<>();
      steps.put(ConnectLink.CREDENTIALS, tried(account));
      table.write(link.id(), account.id(), steps);
    } catch (RuntimeException | SQLException e) {
      services.accounts().delete(account.id());
      throw e;
    }
    resume(table.find(link.id()).orElseThrow());
    return account;
  }

  /** Runs the remaining steps of an account. */
  void resume(ConnectLink link) throws SQLException {
    Optional<Account> account = services.accounts().current(link.accountId());
    if (account.isEmpty()) {
      return;
    }
    Map<String, String> steps = new LinkedHashMap<>(link.steps());
    if (!link.state(ConnectLink.WEBHOOK).equals(DONE)) {
      steps.put(ConnectLink.WEBHOOK, registered(account.get()));
      table.write(link.id(), link.accountId(), steps);
    }
    if (!link.state(ConnectLink.FIRST_LOAD).equals(DONE)) {
      steps.put(ConnectLink.FIRST_LOAD, loading(link.accountId()));
      table.write(link.id(), link.accountId(), steps);
    }
  }

  /** Asks the provider to identify the account, if its folder defines a call for that. */
  private Account identified(ConnectLink link, ConnectSettings settings, Account account)
      throws SQLException {
    if (settings.identityPath().isEmpty()) {
      return account;
    }
    JsonNode said = read(account, settings.identityPath());
    JsonNode identity = said == null ? null : ConnectSettings.map(settings.identity(), said);
    if (identity == null && !settings.hasPage()) {
      return account;
    }
    if (identity == null) {
      throw new ConnectFailure(
          Kind.PROVIDER_DOWN, "It did not say whose account this is. Try again later");
    }
    String id = identity.path("external_id").asText("");
    String name = link.name() == null ? identity.path("name").asText("") : "";
    return services
        .accounts()
        .change(
            account.id(),
            latest ->
                latest.toBuilder()
                    .externalId(id.isEmpty() || id.length() > 200 ? latest.externalId() : id)
                    .name(name.isBlank() || name.length() > 200 ? latest.name() : name)
                    .build())
        .orElseThrow();
  }

  private JsonNode read(Account account, String path) {
    try {
      Optional<Passthrough.Reply> reply =
          services.apis().passthrough(account.provider()).orElseThrow().read(account, path);
      if (reply.isPresent()
          && (reply.get().meantStatus() == 401 || reply.get().meantStatus() == 403)) {
        throw new ConnectFailure(
            Kind.CREDENTIALS_REFUSED, "Its API answered " + reply.get().meantStatus());
      }
      return reply.isPresent() && reply.get().meantStatus() / 100 == 2
          ? services.mapper().readTree(reply.get().body())
          : null;
    } catch (CredentialsException e) {
      throw new ConnectFailure(Kind.CREDENTIALS_REFUSED, e.getMessage());
    } catch (RetryableException | IOException e) {
      return null;
    }
  }

  private void requireNew(Account account) {
    for (Account other : services.accounts().all()) {
      boolean isSame =
          other.provider().equals(account.provider())
              && other.workspaceId().equals(account.workspaceId())
              && !other.id().equals(account.id())
              && (account.externalId() != null
                      && Objects.equals(other.externalId(), account.externalId())
                  || sameCredentials(other, account));
      if (isSame) {
        throw new ConnectFailure(
            Kind.EXISTS,
            "Nothing was changed."
                + (other.revoked()
                    ? " Its authorization was withdrawn: delete the old account, then start again"
                    : " To connect it again, delete the old account first"));
      }
    }
  }

  private static boolean sameCredentials(Account one, Account other) {
    Map<String, String> ones = new HashMap<>(one.api());
    Map<String, String> others = new HashMap<>(other.api());
    ones.remove(BASE_URL);
    others.remove(BASE_URL);
    return !ones.isEmpty() && ones.equals(others);
  }

  private String tried(Account account) {
    AccountCheck check = services.rules().check(account);
    return switch (check.state()) {
      case OK -> DONE + ": " + check.detail();
      case NOT_CHECKED -> "not_checked: " + check.detail();
      case FAILED -> {
        throw check.isRefusal()
            ? new ConnectFailure(Kind.CREDENTIALS_REFUSED, check.detail())
            : new ConnectFailure(Kind.PROVIDER_DOWN, check.detail() + ". Try again later");
      }
    };
  }

  private String registered(Account account) throws SQLException {
    if (services.registrar().manualSteps(account).isPresent()) {
      return "by_hand";
    }
    try {
      RegistrationOutcome outcome = services.registrar().register(account);
      return DONE + (outcome.notes().isEmpty() ? "" : ": " + String.join("; ", outcome.notes()));
    } catch (RegistrationException e) {
      return "failed: " + e.getMessage();
    }
  }

  private String loading(UUID id) throws SQLException {
    Account account = services.accounts().current(id).orElseThrow();
    if (!services.syncs().supports(account.provider())) {
      return "not_supported";
    }
    services.syncs().request(account, false);
    return DONE;
  }
}

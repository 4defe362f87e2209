package io.bellhop.provider.registration;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.crypto.Secrets;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.ingest.Listeners;
import io.bellhop.ingest.verify.StandardWebhooks;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;

/**
 * Stores the credentials that prove an account's webhooks, made here or given by the provider. They
 * are stored like those that a user sets by PUT: encrypted, and never shown. Thread-safe.
 */
public final class CredentialStore {
  private static final int BYTES = 32;

  private static final int NAME_BYTES = 9;

  private final Accounts accounts;
  private final Listeners listeners;
  private final Clock clock;

  /**
   * @param listeners know what a provider's verifier reads
   */
  public CredentialStore(Accounts accounts, Listeners listeners, Clock clock) {
    this.accounts = accounts;
    this.listeners = listeners;
    this.clock = clock;
  }

  /**
   * Gives the account a secret header if it has none. Bellhop stores it before the provider gets
   * it, so that it accepts the first webhook too.
   */
  void header(RegistrationContext registering, String name) throws SQLException {
    if (registering.account().webhook().containsKey("value")) {
      return;
    }
    String value = Secrets.urlText(BYTES);
    store(
        registering,
        // An operator may have set one meanwhile: that one counts.
        stored -> stored.containsKey("value") ? stored : Map.of("header", name, "value", value));
  }

  /**
   * Gives the account what the provider will get and the verifier reads: a user name and a
   * password, or a token. It makes nothing that the route does not write, since no provider would
   * send it.
   *
   * @param places what the route writes
   */
  void written(RegistrationContext registering, List<String> places) throws SQLException {
    Map<String, String> made = new HashMap<>();
    if (needs(registering, places, "username") && needs(registering, places, "password")) {
      // The name is random too: a common word could occur elsewhere in an answer.
      made.put("username", "bellhop-" + Secrets.urlText(NAME_BYTES));
      made.put("password", Secrets.urlText(BYTES));
    }
    // A bearer's token may stand in value as well.
    if (needs(registering, places, "token")
        && !registering.account().webhook().containsKey("value")) {
      made.put("token", Secrets.urlText(BYTES));
    }
    if (!made.isEmpty()) {
      store(
          registering,
          stored -> {
            Map<String, String> next = new HashMap<>(stored);
            boolean meanwhile = made.keySet().stream().anyMatch(stored::containsKey);
            if (!meanwhile) {
              next.putAll(made);
            }
            return Map.copyOf(next);
          });
    }
  }

  private boolean needs(RegistrationContext registering, List<String> places, String field) {
    return places.contains("webhook." + field)
        && listeners.verifierFields(registering.account().provider()).contains(field)
        && !registering.account().webhook().containsKey(field);
  }

  /** Stores the signing secret in the variable {@code secret}, which the provider has given. */
  public void keepSecret(Exchange exchange) throws SQLException {
    RegistrationContext registering = RegistrationContext.required(exchange);
    String secret = exchange.getVariable("secret", String.class);
    exchange.removeVariable("secret");
    if (secret == null || secret.isEmpty()) {
      throw new RetryableException(
          "the webhook exists, but the provider does not give its secret yet: until it"
              + " does, Bellhop refuses webhooks, and the provider repeats them. Call this"
              + " again in a moment; if that does not help for minutes, make it again by DELETE"
              + " and POST",
          null,
          true);
    }
    if (secret.equals(WebhookPlaceholders.SECRET)) {
      return; // the one that the account has
    }
    if (!StandardWebhooks.isSecret(secret)) {
      throw new PermanentFailureException("the provider gave a secret that cannot sign anything");
    }
    store(
        registering,
        stored -> {
          Map<String, String> next = new HashMap<>(stored);
          next.put("secret", secret);
          return Map.copyOf(next);
        });
  }

  private void store(RegistrationContext registering, UnaryOperator<Map<String, String>> change)
      throws SQLException {
    Optional<Account> stored =
        accounts.change(
            registering.account().id(),
            a ->
                a.toBuilder()
                    .webhook(change.apply(a.webhook()))
                    .updatedAt(clock.instant())
                    .build());
    registering.account(
        stored.orElseThrow(
            () -> new PermanentFailureException("the account has been deleted meanwhile")));
  }
}

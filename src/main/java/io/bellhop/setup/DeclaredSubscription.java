package io.bellhop.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.config.ConfigException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A subscription, optionally with an account, that is declared elsewhere than in a file.
 *
 * @param place the declaring place, as a text for an operator
 * @param account the account with the fields of the API; null for none
 * @param subscription the subscription with the fields of the API
 * @param names maps a field to the name that the declaration uses, such as {@code
 *     account.api.base_url}
 */
public record DeclaredSubscription(
    String place, ObjectNode account, ObjectNode subscription, UnaryOperator<String> names)
    implements SetupFaults {
  @Override
  public ConfigException fault(String field, String what) {
    return new ConfigException(place + ": " + names.apply(field) + " " + what);
  }

  /** Whether this is the declared account. */
  boolean isAccount(Account stored) {
    return account != null
        && stored.name().equals(account.path("name").asText())
        && stored.provider().equals(account.path("provider").asText());
  }

  List<SetupEntry> accounts() {
    return account == null ? List.of() : List.of(new SetupEntry(this, "account", account));
  }

  List<SetupEntry> subscriptions() {
    return List.of(new SetupEntry(this, "webhook", subscription));
  }
}

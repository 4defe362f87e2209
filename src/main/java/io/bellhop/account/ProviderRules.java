package io.bellhop.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that the folders of the loaded providers define for their accounts. Thread-safe. */
public interface ProviderRules {
  /** The providers that have a listener or a list, sorted. */
  Set<String> providers();

  /** The names that an account may have under {@code webhook}; empty if no verifier uses any. */
  Set<String> webhookFields(String provider);

  /**
   * A value under {@code webhook} in its stored form: as the provider issued it, however a user
   * pasted it.
   *
   * @throws IllegalArgumentException with the rule, and never with the value
   */
  String webhookField(String provider, String field, String value);

  /** Whether webhooks of the provider name their customer by the external id. */
  boolean namesCustomer(String provider);

  /** The names that an account may have under {@code api}; empty if the provider has no API. */
  Optional<Set<String>> apiFields(String provider);

  /**
   * Why Bellhop must not call the provider's API at this origin; null if it may. May block while it
   * looks up a name.
   *
   * @param origin scheme, host and port
   */
  String baseUrlFault(String origin);

  /** Tests an account's credentials by one harmless call to its provider's API. May block. */
  AccountCheck check(Account account);

  /** The missing settings of an account, as sentences for the operator; empty if there are none. */
  List<String> notes(Account account);
}

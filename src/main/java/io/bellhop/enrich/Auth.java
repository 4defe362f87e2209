package io.bellhop.enrich;

import io.bellhop.account.Account;
import java.util.Collection;

/** One way to prove to a provider's API who calls. Thread-safe. */
interface Auth {
  /** Whether the account has what this needs. */
  boolean fits(Account account);

  /** All names that it looks for in the account's {@code api}. */
  Collection<String> fields();

  /** The account's fields that this needs, for whoever must set them. */
  String needs();

  /**
   * The header Authorization.
   *
   * @param refused what the provider no longer takes; null if nothing was tried
   * @return null if the proof is in other headers
   */
  String authorization(Account account, String refused);

  /** Whether something else can be had when the provider no longer takes what it was given. */
  default boolean renews() {
    return false;
  }
}

package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Collection;
import java.util.Map;

/** One way to authenticate at a provider's API. Thread-safe. */
interface Auth {
  /** Whether the account has what this needs. */
  boolean fits(Account account);

  /** All names that it looks for in the account's {@code api}. */
  Collection<String> fields();

  /** The account's fields that this needs, for the operator who must set them. */
  String needs();

  /**
   * The header Authorization.
   *
   * @return null if the credentials are in other headers
   */
  String authorization(Account account);

  /** Headers that prove this very call: made anew each time that it is sent. */
  default Map<String, String> signature(Account account, ApiCall call) {
    return Map.of();
  }

  /**
   * Another one in place of what the provider no longer takes.
   *
   * @return null if there is none to be had, or not yet
   */
  default String renewed(Account account, String refused) {
    return null;
  }

  /** What was sent has worked. */
  default void proved(Account account) {}

  /** Whether something else can be had when the provider no longer takes what it was given. */
  default boolean renews() {
    return false;
  }
}

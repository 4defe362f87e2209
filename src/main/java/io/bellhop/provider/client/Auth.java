package io.bellhop.provider.client;

import io.bellhop.account.Account;
import java.util.Collection;
import java.util.Map;

/** One way to authenticate at a provider's API. Thread-safe. */
interface Auth {
  /** Whether the account has the fields that it needs. */
  boolean fits(Account account);

  /** All fields of the account's {@code api} that this way reads. */
  Collection<String> fields();

  /** The account's missing fields, for the operator who must set them. */
  String needs();

  /**
   * The header Authorization.
   *
   * @return null if the credentials are in other headers
   */
  String authorization(Account account);

  /** Headers that authenticate this one call; each attempt has new ones. */
  default Map<String, String> signature(Account account, ApiCall call) {
    return Map.of();
  }

  /**
   * Replaces credentials that the provider no longer accepts.
   *
   * @return null if there are no others, or none yet
   */
  default String renewed(Account account, String refused) {
    return null;
  }

  /** Records that the credentials worked. */
  default void proved(Account account) {}

  /** Whether it can get other credentials when the provider no longer accepts the present ones. */
  default boolean renews() {
    return false;
  }
}

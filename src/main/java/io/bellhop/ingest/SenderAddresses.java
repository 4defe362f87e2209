package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Credentials;
import io.bellhop.net.AddressSet;
import java.util.List;

/** Checks the address of a sender against the account's allowed addresses, if it has any. */
final class SenderAddresses {
  private SenderAddresses() {}

  /**
   * @param address empty if unknown, which no account allows
   */
  static boolean allow(Account account, String address) {
    String allowed = account.webhook().get(Credentials.ALLOWED_ADDRESSES);
    return allowed == null || AddressSet.of(List.of(allowed.split(", *"))).contains(address);
  }
}

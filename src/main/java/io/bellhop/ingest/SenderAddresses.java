package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Credentials;
import io.bellhop.net.AddressSet;
import java.util.List;

/** Restricts the addresses from which an account's webhooks may come, if the account names some. */
final class SenderAddresses {
  private SenderAddresses() {}

  /**
   * @param address empty if unknown: then it is none of those that the account names
   */
  static boolean allow(Account account, String address) {
    String allowed = account.webhook().get(Credentials.ALLOWED_ADDRESSES);
    return allowed == null || AddressSet.of(List.of(allowed.split(", *"))).contains(address);
  }
}

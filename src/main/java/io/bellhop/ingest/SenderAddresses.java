package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Credentials;
import io.bellhop.net.AddressSet;
import java.util.List;

/** From where an account's webhooks may come, if it says so. */
final class SenderAddresses {
  private SenderAddresses() {}

  /**
   * @param address empty if it is not known: then it is none of those that an account names
   */
  static boolean allow(Account account, String address) {
    String allowed = account.webhook().get(Credentials.ALLOWED_ADDRESSES);
    return allowed == null || AddressSet.of(List.of(allowed.split(", *"))).contains(address);
  }
}

package io.bellhop.provider;

import io.bellhop.account.Account;
import org.apache.camel.Exchange;

/** The account whose delivery an exchange on a provider's route stands for. */
public final class CurrentAccount {
  private CurrentAccount() {}

  /**
   * @throws IllegalStateException if the exchange does not come from the inbox
   */
  public static Account of(Exchange exchange) {
    return Current.of(exchange).account();
  }
}

package io.bellhop.provider;

import io.bellhop.account.Account;
import org.apache.camel.Exchange;

/** The account that an exchange on a provider's route works for. */
public final class CurrentAccount {
  private CurrentAccount() {}

  /**
   * @throws IllegalStateException if the exchange comes neither from the inbox nor from a call that
   *     makes a webhook
   */
  public static Account of(Exchange exchange) {
    Registering registering = Registering.of(exchange);
    return registering == null ? Current.of(exchange).account() : registering.account();
  }
}

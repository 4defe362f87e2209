package io.bellhop.account;

import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * The account of an exchange on a provider's route. It is an exchange property, so neither headers
 * nor variables of a payload can reach it.
 */
public final class AccountContext {
  private static final String PROPERTY = "bellhop.account";

  private AccountContext() {}

  /**
   * @throws IllegalStateException if the exchange comes neither from the inbox nor from a call that
   *     creates a webhook
   */
  public static Account of(Exchange exchange) {
    Supplier<?> account = exchange.getProperty(PROPERTY, Supplier.class);
    if (account == null) {
      throw new IllegalStateException(
          "this exchange does not come from the inbox: a provider's route starts at"
              + " direct:bellhop-<provider>");
    }
    return (Account) account.get();
  }

  /**
   * Sets the account of the exchange.
   *
   * @param account returns the present account at each call, because a step may store a change of
   *     it
   */
  public static void set(Exchange exchange, Supplier<Account> account) {
    exchange.setProperty(PROPERTY, account);
  }
}

package io.bellhop.provider;

import io.bellhop.account.Account;
import io.bellhop.inbox.Delivery;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * What an exchange on a provider's route stands for: one delivery, or several that were merged.
 * Carried as an exchange property, so neither headers nor variables of a payload can reach it.
 */
record Current(Work work, Account account, List<Delivery> deliveries) {
  private static final String PROPERTY = "bellhop.current";

  static Current of(Exchange exchange) {
    Current current = exchange.getProperty(PROPERTY, Current.class);
    if (current == null) {
      throw new IllegalStateException(
          "this exchange does not come from the inbox: a provider's route starts at"
              + " direct:bellhop-<provider>");
    }
    return current;
  }

  void on(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
    CurrentAccount.set(exchange, this::account);
  }

  Delivery first() {
    return deliveries.get(0);
  }
}

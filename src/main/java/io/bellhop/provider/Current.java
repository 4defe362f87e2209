package io.bellhop.provider;

import io.bellhop.account.Account;
import io.bellhop.inbox.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
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

  /**
   * The same with another idempotency key of its first message; what was merged into that goes with
   * it. What Bellhop has made itself, such as an entry of a list, keeps the key that says which.
   *
   * @param owners finds the message that has used a key
   */
  Current keyedBy(String key, Function<Delivery, UUID> owners) {
    if (key.equals(first().idempotencyKey()) || first().isSync() || first().isFollowUp()) {
      return this;
    }
    Delivery keyed = first().keyedBy(key);
    keyed = keyed.ownedBy(owners.apply(keyed));
    work.keyed(keyed);
    List<Delivery> all = new ArrayList<>(deliveries);
    all.set(0, keyed);
    return new Current(work, account, List.copyOf(all));
  }

  Delivery first() {
    return deliveries.get(0);
  }
}

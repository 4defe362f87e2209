package io.bellhop.pipeline;

import io.bellhop.account.Account;
import io.bellhop.account.AccountContext;
import io.bellhop.inbox.InboxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * The message that an exchange on a provider's route carries, or several that were merged. It is an
 * exchange property, so headers and variables from a payload cannot change it.
 */
record ExchangeContext(ClaimResult result, Account account, List<InboxMessage> messages) {
  private static final String PROPERTY = "bellhop.current";

  static ExchangeContext of(Exchange exchange) {
    return find(exchange)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this exchange does not come from the inbox: a provider's route starts at"
                        + " direct:bellhop-<provider>"));
  }

  /** Empty if the exchange has no message, as in a registration. */
  static Optional<ExchangeContext> find(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty(PROPERTY, ExchangeContext.class));
  }

  void on(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
    AccountContext.set(exchange, this::account);
  }

  /**
   * A copy with another idempotency key for the first message and all messages merged into it. A
   * message that Bellhop made keeps its key: with the key of the record's webhook, an entry of a
   * list would be a repeat and would never be compared with the snapshot.
   *
   * @param owners returns the message that has used a key
   */
  ExchangeContext keyedBy(String key, Function<InboxMessage, UUID> owners) {
    if (key.equals(first().idempotencyKey())
        || first().isSync()
        || first().isFollowUp()
        || first().isReadAgain()) {
      return this;
    }
    InboxMessage keyed = first().keyedBy(key);
    keyed = keyed.ownedBy(owners.apply(keyed));
    result.keyed(keyed);
    List<InboxMessage> all = new ArrayList<>(messages);
    all.set(0, keyed);
    return new ExchangeContext(result, account, List.copyOf(all));
  }

  InboxMessage first() {
    return messages.get(0);
  }
}

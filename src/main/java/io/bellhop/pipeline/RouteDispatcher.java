package io.bellhop.pipeline;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.event.ClaimOutcome;
import io.bellhop.event.EventPublisher;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.inbox.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the messages of a claim through their provider's route, in order, each on a fresh exchange,
 * and publishes the results. Adjacent messages that may be merged form a batch, and the route knows
 * its size. After a failure the rest of the key waits. Thread-safe.
 */
public final class RouteDispatcher implements Function<Claim, CompletableFuture<Void>> {
  private static final Logger LOG = LoggerFactory.getLogger(RouteDispatcher.class);

  /** Longer than the completion timeout of any aggregator in a provider's route (5 s). */
  private static final long MERGE_TIMEOUT_MILLIS = 15_000;

  private final MessageExchanges exchanges;
  private final Accounts accounts;
  private final RetryPolicy retries;
  private final EventPublisher publisher;
  private final IdempotencyWindow keyWindow;
  private final BiFunction<Account, InboxMessage, List<NewMessage>> reader;
  private final ProducerTemplate template;

  /**
   * @param reader parses a dead letter again, as its listener would
   */
  public RouteDispatcher(
      MessageExchanges exchanges,
      Accounts accounts,
      RetryPolicy retries,
      EventPublisher publisher,
      IdempotencyWindow keyWindow,
      BiFunction<Account, InboxMessage, List<NewMessage>> reader) {
    this.exchanges = exchanges;
    this.accounts = accounts;
    this.retries = retries;
    this.publisher = publisher;
    this.keyWindow = keyWindow;
    this.reader = reader;
    this.template = exchanges.context().createProducerTemplate();
  }

  @Override
  public CompletableFuture<Void> apply(Claim claim) {
    return publisher.publish(run(claim));
  }

  ClaimOutcome run(Claim claim) {
    ClaimResult result = new ClaimResult(claim, keyWindow);
    for (List<InboxMessage> batch : batches(claim.messages())) {
      if (result.mustWait()) {
        break;
      }
      send(result, batch);
    }
    return result.finished();
  }

  /** Groups adjacent messages that may be merged; every other message is a group of its own. */
  private static List<List<InboxMessage>> batches(List<InboxMessage> messages) {
    List<List<InboxMessage>> batches = new ArrayList<>();
    InboxMessage before = null;
    for (InboxMessage message : messages) {
      if (before != null && before.mergeable() && message.mergeable()) {
        batches.get(batches.size() - 1).add(message);
      } else {
        batches.add(new ArrayList<>(List.of(message)));
      }
      before = message;
    }
    return batches;
  }

  private void send(ClaimResult result, List<InboxMessage> batch) {
    Optional<Account> account = accounts.find(batch.get(0).accountId());
    if (account.isEmpty() || !account.get().active()) {
      String why = account.isEmpty() ? "the account was deleted" : "the account is not active";
      result.end(batch, MessageStatus.IGNORED, why);
      return;
    }
    if (batch.get(0).isUnread()) {
      batch.forEach(letter -> readAgain(result, account.get(), letter));
      return;
    }
    if (batch.get(0).isReadLater()) {
      batch.forEach(message -> RereadScheduler.begin(result, message));
      return;
    }
    List<Exchange> sent = new ArrayList<>();
    for (InboxMessage message : batch) {
      ExchangeContext current = new ExchangeContext(result, account.get(), List.of(message));
      exchanges.make(current).ifPresent(sent::add);
    }
    // Only messages that reach the route; otherwise the aggregator would wait in vain.
    long mergeCount =
        sent.stream().filter(e -> result.ownsIdempotencyKey(ExchangeContext.of(e).first())).count();
    for (Exchange exchange : sent) {
      ExchangeContext current = ExchangeContext.of(exchange);
      exchange.setVariable("mergeCount", (int) mergeCount);
      try (MessageScope scope = exchanges.scope(exchange)) {
        template.send(MessageExchanges.entry(current.first()), exchange);
        if (exchange.getException() != null) {
          scope.fail(exchange.getException());
          retries.fail(current, exchange.getException());
        }
      }
    }
    completeMerge(result, batch);
    finish(result, account.get(), batch);
  }

  /**
   * Completes a group that is still open after its whole batch was sent: the route has dropped a
   * message for which the aggregator waits.
   */
  private void completeMerge(ClaimResult result, List<InboxMessage> batch) {
    boolean isOpen =
        batch.get(0).mergeable() && batch.stream().anyMatch(message -> !result.isSettled(message));
    if (isOpen) {
      exchanges.context().getRoutes().stream()
          .flatMap(route -> route.filter("*").stream())
          .filter(AggregateProcessor.class::isInstance)
          .map(AggregateProcessor.class::cast)
          .forEach(aggregator -> aggregator.forceCompletionOfGroup(batch.get(0).orderKey()));
    }
  }

  /** Parses a dead letter that a user has replayed. */
  private void readAgain(ClaimResult result, Account account, InboxMessage letter) {
    List<NewMessage> messages = reader.apply(account, letter);
    if (messages.isEmpty() || messages.stream().anyMatch(NewMessage::isDeadLetter)) {
      String fault = messages.isEmpty() ? "its provider has no listener" : faultOf(messages);
      result.end(List.of(letter), MessageStatus.DEAD, fault);
      return;
    }
    messages.forEach(message -> result.followUp(List.of(letter), message.message()));
    result.end(
        List.of(letter),
        MessageStatus.MERGED,
        "Bellhop read it again, and it became another message");
  }

  private static String faultOf(List<NewMessage> messages) {
    return messages.stream()
        .filter(NewMessage::isDeadLetter)
        .map(NewMessage::fault)
        .findFirst()
        .orElseThrow();
  }

  private void finish(ClaimResult result, Account account, List<InboxMessage> batch) {
    try {
      List<InboxMessage> open = batch.stream().filter(d -> !result.isSettled(d)).toList();
      if (!open.isEmpty()
          && !(open.get(0).mergeable() && result.await(batch, MERGE_TIMEOUT_MILLIS))) {
        LOG.warn("the route of {} ended without an outcome", open.get(0));
        retries.fail(
            new ExchangeContext(
                result, account, batch.stream().filter(d -> !result.isSettled(d)).toList()),
            new IllegalStateException(
                "the route ended without an outcome: let it end in bellhop-publish,"
                    + " bellhop-announce or bellhop-ignore"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

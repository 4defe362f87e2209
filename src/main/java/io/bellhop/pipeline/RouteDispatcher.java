package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.event.ClaimOutcome;
import io.bellhop.event.EventPublisher;
import io.bellhop.event.SyncEntry;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.KeyWindow;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.inbox.NewMessage;
import io.bellhop.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the messages of a claim through their provider's route, in order, each on a fresh exchange,
 * and publishes what the route says. Deliveries that may be merged and stand together form a run,
 * and the route knows its size. After a failure the rest of the key waits. Thread-safe.
 */
public final class RouteDispatcher implements Function<Claim, CompletableFuture<Void>> {
  private static final Logger LOG = LoggerFactory.getLogger(RouteDispatcher.class);

  /** Longer than the safety net of any aggregator in a provider's route (5 s). */
  private static final long MERGE_PATIENCE_MILLIS = 15_000;

  private final CamelContext context;
  private final Accounts accounts;
  private final ObjectMapper mapper;
  private final Retries retries;
  private final EventPublisher publisher;
  private final KeyWindow keyWindow;
  private final BiPredicate<Account, JsonNode> otherTenant;
  private final BiFunction<Account, InboxMessage, List<NewMessage>> again;
  private final ProducerTemplate template;

  /**
   * @param again what a dead letter comes to when it is read once more
   * @param otherTenant whether a body speaks of another customer than its account's
   */
  public RouteDispatcher(
      CamelContext context,
      Accounts accounts,
      ObjectMapper mapper,
      Retries retries,
      EventPublisher publisher,
      KeyWindow keyWindow,
      BiPredicate<Account, JsonNode> otherTenant,
      BiFunction<Account, InboxMessage, List<NewMessage>> again) {
    this.context = context;
    this.accounts = accounts;
    this.mapper = mapper;
    this.retries = retries;
    this.publisher = publisher;
    this.keyWindow = keyWindow;
    this.otherTenant = otherTenant;
    this.again = again;
    this.template = context.createProducerTemplate();
  }

  @Override
  public CompletableFuture<Void> apply(Claim claim) {
    return publisher.publish(run(claim));
  }

  ClaimOutcome run(Claim claim) {
    ClaimResult result = new ClaimResult(claim, keyWindow);
    for (List<InboxMessage> run : runs(claim.messages())) {
      if (result.mustWait()) {
        break;
      }
      send(result, run);
    }
    return result.finished();
  }

  /** Neighbours that may be merged stay together; everything else is alone. */
  private static List<List<InboxMessage>> runs(List<InboxMessage> messages) {
    List<List<InboxMessage>> runs = new ArrayList<>();
    InboxMessage before = null;
    for (InboxMessage message : messages) {
      if (before != null && before.mergeable() && message.mergeable()) {
        runs.get(runs.size() - 1).add(message);
      } else {
        runs.add(new ArrayList<>(List.of(message)));
      }
      before = message;
    }
    return runs;
  }

  private void send(ClaimResult result, List<InboxMessage> run) {
    Optional<Account> account = accounts.find(run.get(0).accountId());
    if (account.isEmpty() || !account.get().active()) {
      String why = account.isEmpty() ? "the account was deleted" : "the account is not active";
      result.end(run, MessageStatus.IGNORED, why);
      return;
    }
    if (run.get(0).isUnread()) {
      run.forEach(letter -> readAgain(result, account.get(), letter));
      return;
    }
    List<Exchange> exchanges = new ArrayList<>();
    for (InboxMessage message : run) {
      Exchange exchange = exchange(new ExchangeContext(result, account.get(), List.of(message)));
      if (exchange != null) {
        exchanges.add(exchange);
      }
    }
    // Of what is handed over only: an aggregator would wait for one that never comes.
    long mergeCount =
        exchanges.stream()
            .filter(e -> result.ownsIdempotencyKey(ExchangeContext.of(e).first()))
            .count();
    for (Exchange exchange : exchanges) {
      ExchangeContext current = ExchangeContext.of(exchange);
      exchange.setVariable("mergeCount", (int) mergeCount);
      template.send(entry(current.first()), exchange);
      if (exchange.getException() != null) {
        retries.fail(current, exchange.getException());
      }
    }
    completeMerge(result, run);
    finish(result, account.get(), run);
  }

  /**
   * All that may be merged has been handed over, so a group that is still open gets no more: its
   * route has dropped what it counted on.
   */
  private void completeMerge(ClaimResult result, List<InboxMessage> run) {
    boolean isOpen =
        run.get(0).mergeable() && run.stream().anyMatch(message -> !result.isSettled(message));
    if (isOpen) {
      context.getRoutes().stream()
          .flatMap(route -> route.filter("*").stream())
          .filter(AggregateProcessor.class::isInstance)
          .map(AggregateProcessor.class::cast)
          .forEach(aggregator -> aggregator.forceCompletionOfGroup(run.get(0).orderKey()));
    }
  }

  /** What nothing could be made of when it came, and somebody has replayed since. */
  private void readAgain(ClaimResult result, Account account, InboxMessage letter) {
    List<NewMessage> messages = again.apply(account, letter);
    if (messages.isEmpty() || messages.stream().anyMatch(NewMessage::isDeadLetter)) {
      String fault = messages.isEmpty() ? "its provider has no listener" : faultOf(messages);
      result.end(List.of(letter), MessageStatus.DEAD, fault);
      return;
    }
    messages.forEach(message -> result.followUp(List.of(letter), message.message()));
    result.end(
        List.of(letter),
        MessageStatus.MERGED,
        "it was read again, and became a message that can be");
  }

  private static String faultOf(List<NewMessage> messages) {
    return messages.stream()
        .filter(NewMessage::isDeadLetter)
        .map(NewMessage::fault)
        .findFirst()
        .orElseThrow();
  }

  private static String entry(InboxMessage message) {
    String entry = "direct:bellhop-" + message.provider();
    // By default a worker would wait half a minute for routes that are being replaced, or are gone.
    String part =
        message.isFollowUp() ? "-" + InboxMessage.FOLLOW_UP : message.isSyncPage() ? "-sync" : "";
    return entry + part + "?block=false";
  }

  private Exchange exchange(ExchangeContext current) {
    InboxMessage message = current.first();
    JsonNode body;
    try {
      body = Json.read(mapper, message.body());
    } catch (IOException | RuntimeException e) {
      current
          .result()
          .end(List.of(message), MessageStatus.DEAD, "its body cannot be read any more");
      return null;
    }
    if (message.isFollowUp() && !current.result().ownsIdempotencyKey(message)) {
      current.result().end(List.of(message), MessageStatus.DUPLICATE, null);
      return null;
    }
    boolean fromProvider = !message.isFollowUp() && !message.isSync();
    if (fromProvider && otherTenant.test(current.account(), body)) {
      current
          .result()
          .end(
              List.of(message),
              MessageStatus.IGNORED,
              "it belongs to another tenant than the account's external_id; set that right and"
                  + " replay it, or leave it");
      return null;
    }
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
    current.on(exchange);
    // Enrichment works on a copy of the exchange, which shares what is there before it.
    ReadAnswers.of(exchange);
    Warnings.of(exchange);
    exchange.setVariable("provider", message.provider());
    exchange.setVariable("origin", message.origin());
    exchange.setVariable("firstSight", SyncEntry.isFirst(message));
    exchange.setVariable("event", message.nativeEvent());
    exchange.setVariable("idempotencyKey", message.idempotencyKey());
    exchange.setVariable("orderKey", message.orderKey());
    if (message.attempts() > 0 && !message.isReplay()) {
      // Its body has aged meanwhile: a route that can read the record had better do so. A replay is
      // of the body, also where the account has no API to read: an older state is stale by itself.
      exchange.setVariable("readAgain", "true");
    }
    // Their names only: a route may choose by what an account can do, never read a secret.
    exchange.setVariable("apiFields", String.join(",", current.account().api().keySet()));
    exchange.getIn().setBody(body);
    return exchange;
  }

  private void finish(ClaimResult result, Account account, List<InboxMessage> run) {
    try {
      List<InboxMessage> open = run.stream().filter(d -> !result.isSettled(d)).toList();
      if (!open.isEmpty()
          && !(open.get(0).mergeable() && result.await(run, MERGE_PATIENCE_MILLIS))) {
        LOG.warn("the route of {} ended without an outcome", open.get(0));
        retries.fail(
            new ExchangeContext(
                result, account, run.stream().filter(d -> !result.isSettled(d)).toList()),
            new IllegalStateException(
                "the route ended without an outcome: let it end in bellhop-publish,"
                    + " bellhop-announce or bellhop-ignore"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

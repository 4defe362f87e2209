package io.bellhop.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.KeyWindow;
import io.bellhop.inbox.NewMessage;
import io.bellhop.inbox.Status;
import io.bellhop.json.Json;
import io.bellhop.publish.Finished;
import io.bellhop.publish.Listing;
import io.bellhop.publish.Publisher;
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
 * Sends the deliveries of a claim through their provider's route, in order, each on a fresh
 * exchange, and publishes what the route says. Deliveries that may be merged and stand together
 * form a run, and the route knows its size. After a failure the rest of the key waits. Thread-safe.
 */
public final class DeliveryRunner implements Function<Claim, CompletableFuture<Void>> {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryRunner.class);

  /** Longer than the safety net of any aggregator in a provider's route (5 s). */
  private static final long MERGE_PATIENCE_MILLIS = 15_000;

  private final CamelContext context;
  private final Accounts accounts;
  private final ObjectMapper mapper;
  private final Retries retries;
  private final Publisher publisher;
  private final KeyWindow keyWindow;
  private final BiPredicate<Account, JsonNode> otherTenant;
  private final BiFunction<Account, Delivery, List<NewMessage>> again;
  private final ProducerTemplate template;

  /**
   * @param again what a dead letter comes to when it is read once more
   * @param otherTenant whether a body speaks of another customer than its account's
   */
  public DeliveryRunner(
      CamelContext context,
      Accounts accounts,
      ObjectMapper mapper,
      Retries retries,
      Publisher publisher,
      KeyWindow keyWindow,
      BiPredicate<Account, JsonNode> otherTenant,
      BiFunction<Account, Delivery, List<NewMessage>> again) {
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

  Finished run(Claim claim) {
    Work work = new Work(claim, keyWindow);
    for (List<Delivery> run : runs(claim.deliveries())) {
      if (work.mustWait()) {
        break;
      }
      send(work, run);
    }
    return work.finished();
  }

  /** Neighbours that may be merged stay together; everything else is alone. */
  private static List<List<Delivery>> runs(List<Delivery> deliveries) {
    List<List<Delivery>> runs = new ArrayList<>();
    Delivery before = null;
    for (Delivery delivery : deliveries) {
      if (before != null && before.mergeable() && delivery.mergeable()) {
        runs.get(runs.size() - 1).add(delivery);
      } else {
        runs.add(new ArrayList<>(List.of(delivery)));
      }
      before = delivery;
    }
    return runs;
  }

  private void send(Work work, List<Delivery> run) {
    Optional<Account> account = accounts.find(run.get(0).accountId());
    if (account.isEmpty() || !account.get().active()) {
      String why = account.isEmpty() ? "the account was deleted" : "the account is not active";
      work.end(run, Status.IGNORED, why);
      return;
    }
    if (run.get(0).isUnread()) {
      run.forEach(letter -> readAgain(work, account.get(), letter));
      return;
    }
    List<Exchange> exchanges = new ArrayList<>();
    for (Delivery delivery : run) {
      Exchange exchange = exchange(new Current(work, account.get(), List.of(delivery)));
      if (exchange != null) {
        exchanges.add(exchange);
      }
    }
    // Of what is handed over only: an aggregator would wait for one that never comes.
    long mergeCount = exchanges.stream().filter(e -> work.mayUseKey(Current.of(e).first())).count();
    for (Exchange exchange : exchanges) {
      Current current = Current.of(exchange);
      exchange.setVariable("mergeCount", (int) mergeCount);
      template.send(entry(current.first()), exchange);
      if (exchange.getException() != null) {
        retries.fail(current, exchange.getException());
      }
    }
    completeMerge(work, run);
    finish(work, account.get(), run);
  }

  /**
   * All that may be merged has been handed over, so a group that is still open gets no more: its
   * route has dropped what it counted on.
   */
  private void completeMerge(Work work, List<Delivery> run) {
    boolean isOpen =
        run.get(0).mergeable() && run.stream().anyMatch(delivery -> !work.spokenFor(delivery));
    if (isOpen) {
      context.getRoutes().stream()
          .flatMap(route -> route.filter("*").stream())
          .filter(AggregateProcessor.class::isInstance)
          .map(AggregateProcessor.class::cast)
          .forEach(aggregator -> aggregator.forceCompletionOfGroup(run.get(0).orderKey()));
    }
  }

  /** What nothing could be made of when it came, and somebody has replayed since. */
  private void readAgain(Work work, Account account, Delivery letter) {
    List<NewMessage> messages = again.apply(account, letter);
    if (messages.isEmpty() || messages.stream().anyMatch(NewMessage::isDeadLetter)) {
      String fault = messages.isEmpty() ? "its provider has no listener" : faultOf(messages);
      work.end(List.of(letter), Status.DEAD, fault);
      return;
    }
    messages.forEach(message -> work.followUp(List.of(letter), message.delivery()));
    work.end(List.of(letter), Status.MERGED, "it was read again, and became a message that can be");
  }

  private static String faultOf(List<NewMessage> messages) {
    return messages.stream()
        .filter(NewMessage::isDeadLetter)
        .map(NewMessage::fault)
        .findFirst()
        .orElseThrow();
  }

  private static String entry(Delivery delivery) {
    String entry = "direct:bellhop-" + delivery.provider();
    // By default a worker would wait half a minute for routes that are being replaced, or are gone.
    String part =
        delivery.isFollowUp() ? "-" + Delivery.FOLLOW_UP : delivery.isSyncPage() ? "-sync" : "";
    return entry + part + "?block=false";
  }

  private Exchange exchange(Current current) {
    Delivery delivery = current.first();
    JsonNode body;
    try {
      body = Json.read(mapper, delivery.body());
    } catch (IOException | RuntimeException e) {
      current.work().end(List.of(delivery), Status.DEAD, "its body cannot be read any more");
      return null;
    }
    if (delivery.isFollowUp() && !current.work().mayUseKey(delivery)) {
      current.work().end(List.of(delivery), Status.DUPLICATE, null);
      return null;
    }
    boolean fromProvider = !delivery.isFollowUp() && !delivery.isSync();
    if (fromProvider && otherTenant.test(current.account(), body)) {
      current
          .work()
          .end(
              List.of(delivery),
              Status.IGNORED,
              "it belongs to another tenant than the account's external_id; set that right and"
                  + " replay it, or leave it");
      return null;
    }
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
    current.on(exchange);
    // Enrichment works on a copy of the exchange, which shares what is there before it.
    ReadAnswers.of(exchange);
    Warnings.of(exchange);
    exchange.setVariable("provider", delivery.provider());
    exchange.setVariable("origin", delivery.origin());
    exchange.setVariable("firstSight", Listing.isFirst(delivery));
    exchange.setVariable("event", delivery.nativeEvent());
    exchange.setVariable("idempotencyKey", delivery.idempotencyKey());
    exchange.setVariable("orderKey", delivery.orderKey());
    if (delivery.attempts() > 0 && !delivery.isReplay()) {
      // Its body has aged meanwhile: a route that can read the record had better do so. A replay is
      // of the body, also where the account has no API to read: an older state is stale by itself.
      exchange.setVariable("readAgain", "true");
    }
    // Their names only: a route may choose by what an account can do, never read a secret.
    exchange.setVariable("apiFields", String.join(",", current.account().api().keySet()));
    exchange.getIn().setBody(body);
    return exchange;
  }

  private void finish(Work work, Account account, List<Delivery> run) {
    try {
      List<Delivery> open = run.stream().filter(d -> !work.spokenFor(d)).toList();
      if (!open.isEmpty() && !(open.get(0).mergeable() && work.await(run, MERGE_PATIENCE_MILLIS))) {
        LOG.warn("the route of {} ended without an outcome", open.get(0));
        retries.fail(
            new Current(work, account, run.stream().filter(d -> !work.spokenFor(d)).toList()),
            new IllegalStateException(
                "the route ended without an outcome: let it end in bellhop-publish,"
                    + " bellhop-announce or bellhop-ignore"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

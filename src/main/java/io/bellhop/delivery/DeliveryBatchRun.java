package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.delivery.DeliveryTable.Settled;
import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.delivery.http.EventSender;
import io.bellhop.delivery.http.FailureReason;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.net.RetryAfter;
import io.bellhop.subscription.OnRefusal;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends the deliveries of a batch one after the other; the first that fails ends it, since what
 * follows must not overtake. No thread waits meanwhile. For one batch.
 */
final class DeliveryBatchRun {
  static final String DELIVERED = "delivered";
  static final String DEAD = "dead";

  /** One may be a mistake of the receiver's that is mended in minutes. */
  private static final int MOST_REFUSALS = 3;

  /** What all runs of a node share. */
  record Means(
      Subscriptions subscriptions,
      EventSender sender,
      RetryPlan plan,
      Clock clock,
      Executor hands) {}

  private final Means means;
  private final Lane lane;
  private final DeliveryProgress progress;
  private final BooleanSupplier mayGoOn;
  private final CompletableFuture<Void> stopping;
  private int index;

  /**
   * @param mayGoOn false once the batch is not ours any more, or what became of it cannot be
   *     written: nothing more is sent then
   * @param stopping completes when no new post is to be begun
   */
  DeliveryBatchRun(
      Means means,
      Lane lane,
      DeliveryProgress progress,
      BooleanSupplier mayGoOn,
      CompletableFuture<Void> stopping) {
    this.means = means;
    this.lane = lane;
    this.progress = progress;
    this.mayGoOn = mayGoOn;
    this.stopping = stopping;
  }

  /** Never fails, unless the node has progress. */
  CompletableFuture<DeliveryProgress> start() {
    if (receiver().isEmpty()) {
      return done();
    }
    long pause = lane.pace(receiver().map(Subscription::ratePerSecond).orElse(null));
    if (pause == 0) {
      return send();
    }
    CompletableFuture<Void> turn =
        new CompletableFuture<Void>().completeOnTimeout(null, pause, TimeUnit.NANOSECONDS);
    return CompletableFuture.anyOf(turn, stopping)
        .thenComposeAsync(waited -> send(), means.hands());
  }

  /** Who gets the next one, as it stands now; empty if nobody may. */
  private Optional<Subscription> receiver() {
    if (index == progress.batch.deliveries().size()
        || stopping.isDone()
        || !mayGoOn.getAsBoolean()) {
      return Optional.empty();
    }
    return means
        .subscriptions()
        .known(progress.batch.subscriptionId())
        .filter(Subscription::active);
  }

  private CompletableFuture<DeliveryProgress> done() {
    return CompletableFuture.completedFuture(progress);
  }

  private CompletableFuture<DeliveryProgress> send() {
    Optional<Subscription> subscription = receiver();
    if (subscription.isEmpty()) {
      return done();
    }
    OutboundEvent delivery = progress.batch.deliveries().get(index);
    Instant started = means.clock().instant();
    long began = System.nanoTime();
    CompletableFuture<HttpReply> reply;
    try {
      reply = means.sender().send(subscription.get(), delivery, started);
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    return reply
        // A sender has promised that it never fails; a batch that hung would be leased for ever.
        .exceptionally(e -> HttpReply.failed(FailureReason.of(e)))
        .thenCompose(
            came -> {
              Duration took = Duration.ofNanos(System.nanoTime() - began);
              boolean goOn = note(subscription.get(), delivery, started, took, came);
              index++;
              return goOn ? start() : done();
            });
  }

  /**
   * @return whether what follows may be sent
   */
  private boolean note(
      Subscription subscription,
      OutboundEvent delivery,
      Instant started,
      Duration took,
      HttpReply reply) {
    int number = delivery.attempts() + 1;
    progress.attempts.add(new DeliveryAttempt(delivery.id(), number, started, took, reply));
    if (reply.isSuccess()) {
      progress.settled.add(new Settled(delivery, DELIVERED, number));
      return true;
    }
    if (reply.isGone()) {
      progress.gone = true;
      progress.settled.add(new Settled(delivery, DEAD, number));
      return false;
    }
    boolean skips = reply.isRefusal() && subscription.onRefusal() == OnRefusal.SKIP;
    int refusals = delivery.refusals() + (reply.isRefusal() ? 1 : 0);
    Instant again =
        skips && refusals >= MOST_REFUSALS
            ? null
            : again(delivery, number, skips ? refusals : 0, reply);
    if (again == null) {
      progress.settled.add(new Settled(delivery, DEAD, number));
      return true;
    }
    progress.postponed = new Postponed(delivery, number, refusals, again);
    return false;
  }

  /**
   * @param refusals have pauses of their own, from the first one on: however often it has failed
   *     otherwise, who refuses an event holds up those behind it for minutes and not for hours
   * @return null if this was the last attempt
   */
  private Instant again(OutboundEvent delivery, int number, int refusals, HttpReply reply) {
    Instant now = means.clock().instant();
    Instant wish = RetryAfter.at(reply.retryAfter(), now, Duration.ZERO);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Instant planned = means.plan().next(number - delivery.attemptOffset(), now, wish, random);
    return planned == null || refusals == 0
        ? planned
        : means.plan().next(refusals, now, wish, random);
  }
}

package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.delivery.DeliveryTable.Settled;
import io.bellhop.delivery.EventShaper.Shaped;
import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.delivery.http.EventSender;
import io.bellhop.delivery.http.FailureReason;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.net.RetryAfter;
import io.bellhop.subscription.OnRefusal;
import io.bellhop.subscription.Shape;
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
 * Sends the deliveries of a batch one after the other. The first failure ends the run, because
 * later events must not overtake the failed one. No thread blocks during a post. For one batch.
 */
final class DeliveryBatchRun {
  static final String DELIVERED = "delivered";
  static final String DEAD = "dead";
  static final String FILTERED = "filtered";

  /** The first refusals may be a mistake of the receiver that its owner fixes in minutes. */
  private static final int MAX_REFUSALS = 3;

  /** The parts that all runs of a node share. */
  record Shared(
      Subscriptions subscriptions,
      EventShaper shaper,
      EventSender sender,
      RetrySchedule plan,
      DeliveryShares shares,
      Clock clock,
      Executor workers) {}

  private final Shared shared;
  private final Lane lane;
  private final DeliveryProgress progress;
  private final BooleanSupplier maySend;
  private final CompletableFuture<Void> stopping;
  private int index;

  /**
   * The current delivery after the filter and the transform of its subscription; null if the filter
   * leaves it out.
   */
  private Shaped shaped;

  /**
   * @param maySend false once this node has lost the lease or cannot write outcomes; the run then
   *     sends no more
   * @param stopping completes when the node may begin no new post
   */
  DeliveryBatchRun(
      Shared shared,
      Lane lane,
      DeliveryProgress progress,
      BooleanSupplier maySend,
      CompletableFuture<Void> stopping) {
    this.shared = shared;
    this.lane = lane;
    this.progress = progress;
    this.maySend = maySend;
    this.stopping = stopping;
  }

  /** Runs the batch. The returned future never fails. */
  CompletableFuture<DeliveryProgress> start() {
    Optional<Subscription> receiver = receiver();
    if (receiver.isEmpty()) {
      return done();
    }
    if (receiver.get().shape().isNone()) {
      shaped = null;
      return paced(receiver.get());
    }
    OutboundEvent delivery = progress.batch.deliveries().get(index);
    Instant started = shared.clock().instant();
    return shared
        .shaper()
        .shape(receiver.get(), delivery.event().envelope())
        .thenCompose(
            came -> {
              shaped = came;
              return came.body() == null ? leaveOut(delivery, started) : paced(receiver.get());
            });
  }

  /** Runs before the delivery waits for its slot in the rate, so that it uses none if left out. */
  private CompletableFuture<DeliveryProgress> leaveOut(OutboundEvent delivery, Instant started) {
    int attempts = delivery.failures().attempts();
    if (shaped.error() == null) {
      progress.settled.add(new Settled(delivery, FILTERED, attempts, null));
    } else {
      Duration took = Duration.between(started, shared.clock().instant());
      HttpReply failed = HttpReply.failed(shaped.error());
      progress.unsent.add(
          new DeliveryAttempt(
              delivery.id(), delivery.account(), attempts + 1, started, took, failed));
      // A retry would evaluate the same expression and fail the same way.
      progress.settled.add(new Settled(delivery, DEAD, attempts + 1, null));
    }
    index++;
    return start();
  }

  private CompletableFuture<DeliveryProgress> paced(Subscription receiver) {
    long alone = lane.pace(receiver.ratePerSecond());
    if (!shared.shares().sharePace(receiver)) {
      return after(alone);
    }
    // The next call queries the database, which the thread that receives answers must not do.
    return CompletableFuture.completedFuture(receiver)
        .thenApplyAsync(to -> shared.shares().pace(to, alone), shared.workers())
        .thenCompose(this::after);
  }

  private CompletableFuture<DeliveryProgress> after(long pause) {
    if (pause == 0) {
      return send();
    }
    CompletableFuture<Void> slot =
        new CompletableFuture<Void>().completeOnTimeout(null, pause, TimeUnit.NANOSECONDS);
    return CompletableFuture.anyOf(slot, stopping)
        .thenComposeAsync(waited -> send(), shared.workers());
  }

  /** The subscription in its present state; empty if this node may not send to it. */
  private Optional<Subscription> receiver() {
    if (index == progress.batch.deliveries().size()
        || stopping.isDone()
        || !maySend.getAsBoolean()) {
      return Optional.empty();
    }
    return shared
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
    Shape shape = shaped == null ? Shape.NONE : shaped.shape();
    if (!subscription.get().shape().equals(shape)) {
      return start(); // the subscription changed while the delivery waited
    }
    OutboundEvent delivery = progress.batch.deliveries().get(index);
    Instant started = shared.clock().instant();
    long began = System.nanoTime();
    CompletableFuture<HttpReply> reply;
    try {
      reply =
          shaped == null
              ? shared.sender().send(subscription.get(), delivery, started)
              : shared
                  .sender()
                  .send(whole(subscription.get()), delivery.with(shaped.body()), started);
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    return reply
        // By contract senders never fail; if one did, the node would keep the lease forever.
        .exceptionally(e -> HttpReply.failed(FailureReason.of(e)))
        .thenCompose(
            came -> {
              Duration took = Duration.ofNanos(System.nanoTime() - began);
              boolean goOn = note(subscription.get(), delivery, started, took, came);
              index++;
              return goOn ? start() : done();
            });
  }

  /** The event already has its final form, so that send_data has nothing left to remove. */
  private static Subscription whole(Subscription subscription) {
    return subscription.toBuilder().sendData(true).build();
  }

  /**
   * @return whether the next delivery may be sent
   */
  private boolean note(
      Subscription subscription,
      OutboundEvent delivery,
      Instant started,
      Duration took,
      HttpReply reply) {
    int number = delivery.nextAttempt();
    DeliveryAttempt attempt =
        new DeliveryAttempt(delivery.id(), delivery.account(), number, started, took, reply);
    progress.attempts.add(attempt);
    if (reply.isSuccess()) {
      progress.settled.add(new Settled(delivery, DELIVERED, number, attempt));
      return true;
    }
    if (reply.isGone()) {
      progress.gone = true;
      progress.settled.add(new Settled(delivery, DEAD, number, null));
      return false;
    }
    boolean skips = reply.isRefusal() && subscription.onRefusal() == OnRefusal.SKIP;
    int refusals = delivery.failures().refusals() + (reply.isRefusal() ? 1 : 0);
    Instant again =
        skips && refusals >= MAX_REFUSALS
            ? null
            : again(delivery, number, skips ? refusals : 0, reply);
    if (again == null) {
      progress.settled.add(new Settled(delivery, DEAD, number, null));
      return true;
    }
    progress.postponed = new Postponed(delivery, number, refusals, again);
    return false;
  }

  /**
   * @param refusals refusals have their own schedule of pauses, so that a refused event delays the
   *     events behind it for minutes and not for hours, however often it has failed for other
   *     reasons
   * @return null if this was the last attempt
   */
  private Instant again(OutboundEvent delivery, int number, int refusals, HttpReply reply) {
    Instant now = shared.clock().instant();
    Instant wish = RetryAfter.at(reply.retryAfter(), now, Duration.ZERO);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Instant planned =
        shared.plan().next(number - delivery.failures().attemptOffset(), now, wish, random);
    return planned == null || refusals == 0
        ? planned
        : shared.plan().next(refusals, now, wish, random);
  }
}

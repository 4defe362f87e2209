package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.delivery.DeliveryTable.Settled;
import io.bellhop.enrich.RetryAfter;
import io.bellhop.webhook.Webhook;
import io.bellhop.webhook.Webhooks;
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
final class Run {
  static final String DELIVERED = "delivered";
  static final String DEAD = "dead";

  /** What all runs of a node share. */
  record Means(Webhooks webhooks, Sender sender, RetryPlan plan, Clock clock, Executor hands) {}

  private final Means means;
  private final Lane lane;
  private final Ended ended;
  private final BooleanSupplier mayGoOn;
  private final CompletableFuture<Void> stopping;
  private int index;

  /**
   * @param mayGoOn false once the batch is not ours any more: nothing more is sent then
   * @param stopping completes when no new post is to be begun
   */
  Run(
      Means means,
      Lane lane,
      Batch batch,
      BooleanSupplier mayGoOn,
      CompletableFuture<Void> stopping) {
    this.means = means;
    this.lane = lane;
    this.ended = new Ended(batch);
    this.mayGoOn = mayGoOn;
    this.stopping = stopping;
  }

  /** Never fails, unless the node has ended. */
  CompletableFuture<Ended> start() {
    if (receiver().isEmpty()) {
      return done();
    }
    long pause = lane.pace(receiver().map(Webhook::ratePerSecond).orElse(null));
    if (pause == 0) {
      return send();
    }
    CompletableFuture<Void> turn =
        new CompletableFuture<Void>().completeOnTimeout(null, pause, TimeUnit.NANOSECONDS);
    return CompletableFuture.anyOf(turn, stopping)
        .thenComposeAsync(waited -> send(), means.hands());
  }

  /** Who gets the next one, as it stands now; empty if nobody may. */
  private Optional<Webhook> receiver() {
    if (index == ended.batch.deliveries().size() || stopping.isDone() || !mayGoOn.getAsBoolean()) {
      return Optional.empty();
    }
    return means.webhooks().known(ended.batch.webhookId()).filter(Webhook::active);
  }

  private CompletableFuture<Ended> done() {
    return CompletableFuture.completedFuture(ended);
  }

  private CompletableFuture<Ended> send() {
    Optional<Webhook> webhook = receiver();
    if (webhook.isEmpty()) {
      return done();
    }
    Outbound delivery = ended.batch.deliveries().get(index);
    Instant started = means.clock().instant();
    long began = System.nanoTime();
    CompletableFuture<Reply> reply;
    try {
      reply = means.sender().send(webhook.get(), delivery, started);
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    return reply
        // A sender has promised that it never fails; a batch that hung would be leased for ever.
        .exceptionally(e -> Reply.failed(Reason.of(e)))
        .thenCompose(
            came -> {
              Duration took = Duration.ofNanos(System.nanoTime() - began);
              boolean goOn = note(delivery, started, took, came);
              index++;
              return goOn ? start() : done();
            });
  }

  /**
   * @return whether what follows may be sent
   */
  private boolean note(Outbound delivery, Instant started, Duration took, Reply reply) {
    int number = delivery.attempts() + 1;
    ended.attempts.add(new Attempt(delivery.id(), number, started, took, reply));
    if (reply.isSuccess()) {
      ended.settled.add(new Settled(delivery, DELIVERED, number));
      return true;
    }
    if (reply.isGone()) {
      ended.gone = true;
      ended.settled.add(new Settled(delivery, DEAD, number));
      return false;
    }
    Instant now = means.clock().instant();
    Instant again =
        means
            .plan()
            .next(
                number - delivery.earlierAttempts(),
                now,
                RetryAfter.at(reply.retryAfter(), now, Duration.ZERO),
                ThreadLocalRandom.current());
    if (again == null) {
      ended.settled.add(new Settled(delivery, DEAD, number));
      return true;
    }
    ended.postponed = new Postponed(delivery, number, again);
    return false;
  }
}

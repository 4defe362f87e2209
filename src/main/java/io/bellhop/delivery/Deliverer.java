package io.bellhop.delivery;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.delivery.http.EventSender;
import io.bellhop.event.AppendedEvent;
import io.bellhop.event.EventSubscribers;
import io.bellhop.queue.Leases;
import io.bellhop.queue.OrderKeyTable.Leased;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events in order for each record, with a lane for each subscription, so that none delays
 * another. A node claims due deliveries, sends and settles them. The transaction that writes new
 * events also leases their deliveries, so that the node need not read them again. Thread-safe.
 */
final class Deliverer implements EventSubscribers {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  /** The threads that prepare requests; no thread waits for an answer. */
  private static final int WORKER_THREADS = 2;

  /** The stages that an event passes before it leaves. */
  record Outgoing(EventShaper shaper, EventSender sender) {}

  private final Database database;
  private final Subscriptions subscriptions;
  private final Predicate<Subscription> getsDeliveries; // false if a relay sends its events
  private final DeliveryTable table;
  private final DeliveryClaims claims;
  private final DeliveryBatchRun.Shared shared;
  private final Clock clock;
  private final DeliverySettings settings;
  private final LeasedBatches batches;
  private final Lanes lanes;
  private final WakeUpSignal signal = new WakeUpSignal();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKER_THREADS, DaemonThreads.named("bellhop-deliver-worker"));
  private final DeliveryShares shares;
  private final DeliveryLoop loop;
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();
  private AttemptOutcomes outcomes;

  Deliverer(
      Database database,
      Subscriptions subscriptions,
      Predicate<Subscription> getsDeliveries,
      Outgoing outgoing,
      DeliverySettings settings,
      Clock clock) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.getsDeliveries = getsDeliveries;
    this.table = new DeliveryTable(database);
    this.claims = new DeliveryClaims(database, table, clock, settings.lease());
    this.shares =
        new DeliveryShares(
            new DeliveryShareTable(database), clock, settings.lease(), System::nanoTime);
    this.shared =
        new DeliveryBatchRun.Shared(
            subscriptions,
            outgoing.shaper(),
            outgoing.sender(),
            new RetrySchedule(settings.retryScale()),
            shares,
            clock,
            workers);
    this.clock = clock;
    this.settings = settings;
    this.batches =
        new LeasedBatches(
            new Leases("bellhop-delivery-lease", database, table.keys(), settings.lease(), clock));
    this.lanes = new Lanes(subscriptions, shares);
    this.loop =
        new DeliveryLoop(
            signal,
            settings.pollInterval(),
            new DeliveryLoop.Due(subscriptions, claims, lanes, shares),
            () -> outcomes.areWritten(),
            this::begin,
            this::work);
  }

  /** Must be called before the start: a switch-off emits an event, which this class fans out. */
  void switchOffBy(SubscriptionSwitchOff switchOff) {
    outcomes =
        new AttemptOutcomes(
            database,
            new DeliverySettlement(table),
            new SubscriptionHealth(subscriptions, settings.disableAfter()),
            switchOff,
            clock,
            workers);
  }

  void start() throws SQLException {
    claims.releaseOrphans();
    outcomes.start();
    batches.start();
    loop.start();
  }

  @Override
  public Runnable fanOut(Connection connection, List<AppendedEvent> events, Instant now)
      throws SQLException {
    UUID lease = UUID.randomUUID();
    Instant until = now.plus(settings.lease());
    var receivers = subscriptions.in(connection).stream().filter(getsDeliveries).toList();
    FanOut fanOut = new FanOut(events, receivers, this::room, lease, now, until);
    if (fanOut.isEmpty()) {
      return () -> {};
    }
    Set<String> ours = fanOut.write(connection, table, lease);
    return () -> {
      ours.forEach(
          key -> begin(new DeliveryBatch(new Leased(key, lease, 1), until, fanOut.of(key), true)));
      if (!fanOut.full().isEmpty()) {
        fanOut.full().forEach(subscription -> lanes.of(subscription).more());
        // The lanes may have emptied since the fan-out read their room.
        signal.wake();
      }
    };
  }

  /** Claims at once instead of after the poll interval. */
  void wake() {
    signal.wake();
  }

  private int room(Subscription subscription) {
    return stopping.isDone() ? 0 : lanes.room(subscription);
  }

  private void begin(DeliveryBatch batch) {
    DeliveryProgress progress = batches.add(batch);
    if (progress == null) {
      return;
    }
    UUID subscription = batch.subscriptionId();
    Lane lane = lanes.of(subscription);
    if (lane.enter(progress, lanes.maxInFlight(subscription))) {
      work(progress);
    } else if (stopping.isDone()) {
      lane.drainWaiting().forEach(this::finish);
    } else if (lanes.mayGetPlaces(subscription)) {
      signal.wake();
    }
  }

  private void work(DeliveryProgress progress) {
    DeliveryBatchRun run =
        new DeliveryBatchRun(
            shared,
            lanes.of(progress.batch.subscriptionId()),
            progress,
            () -> batches.has(progress) && outcomes.areWritten(),
            stopping);
    try {
      workers.execute(() -> run.start().thenAccept(this::ended));
    } catch (RejectedExecutionException e) {
      batches.remove(progress); // the node stops; the lease expires
    }
  }

  private void ended(DeliveryProgress progress) {
    UUID subscription = progress.batch.subscriptionId();
    Lane lane = lanes.of(subscription);
    progress.attempts.forEach(attempt -> lane.note(attempt.reply()));
    lane.leave(lanes.maxInFlight(subscription)).forEach(this::work);
    if (lane.needsRefill(lanes.maxInFlight(subscription))) {
      signal.wake();
    }
    finish(progress);
  }

  private void finish(DeliveryProgress progress) {
    outcomes
        .write(progress)
        .whenComplete(
            (done, error) -> {
              batches.remove(progress);
              if (error != null && !(error instanceof CancellationException)) {
                // This node no longer renews the lease, so that a node claims the key when the
                // lease expires.
                LOG.warn(
                    "outcomes of deliveries cannot be written; Bellhop sends these events again: {}",
                    DatabaseErrors.describe(error));
              }
              if (progress.released || stopping.isDone()) {
                signal.wake();
              }
            });
  }

  /**
   * Begins no new post, releases deliveries that have not begun, and waits for posts in progress.
   *
   * @return false if some did not end in time; their leases expire, and nothing is lost
   */
  boolean stop(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    stopping.complete(null);
    loop.stop(limit);
    lanes.all().forEach(lane -> lane.drainWaiting().forEach(this::finish));
    while (!batches.isEmpty() && System.nanoTime() < until) {
      signal.await(Duration.ofMillis(100));
    }
    batches.stop();
    shares.release();
    return batches.isEmpty();
  }

  /** Commits the outcomes. Must be called when no post is in progress. */
  void close() throws InterruptedException {
    stopping.complete(null);
    batches.stop();
    outcomes.close();
    workers.shutdownNow();
    workers.awaitTermination(1, TimeUnit.SECONDS);
  }
}

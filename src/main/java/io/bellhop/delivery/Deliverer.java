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
import io.bellhop.store.Outage;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to subscriptions: in order for each record, each subscription in a lane of its
 * own, so that none stands in another's way. What is due is leased, sent and settled; new events
 * are leased by the transaction that writes them and sent without being read again. Thread-safe.
 */
final class Deliverer implements EventSubscribers {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  private static final Duration MOMENT = Duration.ofMillis(20);

  /** Threads that make messages ready; who waits for an answer has none. */
  private static final int WORKER_THREADS = 2;

  private final Database database;
  private final Subscriptions subscriptions;
  private final DeliveryTable table;
  private final DeliveryClaims claims;
  private final DeliveryBatchRun.Means means;
  private final Clock clock;
  private final DeliverySettings settings;
  private final Leases leases;
  private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();

  /** By order key. */
  private final Map<String, DeliveryProgress> underWay = new ConcurrentHashMap<>();

  private final WakeUpSignal alarm = new WakeUpSignal();
  private final Outage outage = new Outage(LOG, "what is due for subscribers cannot be read");
  private final ExecutorService hands =
      Executors.newFixedThreadPool(WORKER_THREADS, DaemonThreads.named("bellhop-deliver-hand"));
  private final Thread loop = DaemonThreads.create(this::loop, "bellhop-deliver");
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();
  private AttemptOutcomes outcomes;

  Deliverer(
      Database database,
      Subscriptions subscriptions,
      EventSender sender,
      DeliverySettings settings,
      Clock clock) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.table = new DeliveryTable(database.dialect());
    this.claims = new DeliveryClaims(database, table, clock, settings.lease());
    this.means =
        new DeliveryBatchRun.Means(
            subscriptions, sender, new RetryPlan(settings.retryScale()), clock, hands);
    this.clock = clock;
    this.settings = settings;
    this.leases =
        new Leases("bellhop-delivery-lease", database, table.keys(), settings.lease(), clock);
  }

  /** To be called before it starts: who switches subscriptions off tells the others through us. */
  void switchOffBy(SubscriptionSwitchOff switchOff) {
    outcomes =
        new AttemptOutcomes(
            database,
            new DeliverySettlement(table),
            new SubscriptionHealth(subscriptions, settings.patience()),
            switchOff,
            clock,
            hands);
  }

  void start() throws SQLException {
    if (database.dialect().name().equals("h2")) {
      // H2's file is ours alone, so whoever held these is gone; on PostgreSQL they run out.
      database.transact(connection -> table.keys().releaseAll(connection, clock.instant()));
    }
    outcomes.start();
    leases.start();
    loop.start();
  }

  @Override
  public Runnable fanOut(Connection connection, List<AppendedEvent> events, Instant now)
      throws SQLException {
    UUID lease = UUID.randomUUID();
    Instant until = now.plus(settings.lease());
    FanOut fanOut = new FanOut(events, subscriptions.in(connection), this::room, lease, now, until);
    if (fanOut.isEmpty()) {
      return () -> {};
    }
    table.insert(connection, fanOut.deliveries());
    table.keys().enqueue(connection, fanOut.keys());
    // A key that was there before is somebody else's, or has to wait.
    Set<String> ours =
        fanOut.wanted().isEmpty()
            ? Set.of()
            : table.keys().leased(connection, lease, fanOut.wanted());
    return () -> {
      ours.forEach(
          key -> begin(new DeliveryBatch(new Leased(key, lease, 1), until, fanOut.of(key), true)));
      if (!fanOut.full().isEmpty()) {
        fanOut.full().forEach(subscription -> lane(subscription).more());
        // The lanes may have emptied since they were looked at.
        alarm.wake();
      }
    };
  }

  /** There is work that was not there before. */
  void wake() {
    alarm.wake();
  }

  private int room(Subscription subscription) {
    Lane lane = lane(subscription.id());
    return stopping.isDone() ? 0 : lane.room(lane.most(subscription.maxInFlight()));
  }

  private Lane lane(UUID subscription) {
    return lanes.computeIfAbsent(subscription, id -> new Lane(System::nanoTime));
  }

  private void begin(DeliveryBatch batch) {
    DeliveryProgress fresh = new DeliveryProgress(batch);
    DeliveryProgress progress =
        underWay.compute(
            batch.leased().orderKey(),
            (key, before) -> before != null && goesOn(before, batch) ? before : fresh);
    if (progress != fresh) {
      return;
    }
    leases.add(batch.leased(), batch.until());
    Lane lane = lane(batch.subscriptionId());
    if (lane.enter(progress, mostInFlight(batch.subscriptionId()))) {
      work(progress);
    } else if (stopping.isDone()) {
      giveBack(lane);
    }
  }

  /** Its lease ran out while it was under way or could not be written, and came back to us. */
  private boolean goesOn(DeliveryProgress before, DeliveryBatch batch) {
    Leased old = before.leased();
    if (!before.goOnAs(batch)) {
      return false;
    }
    leases.add(before.leased(), batch.until());
    leases.remove(old);
    return true;
  }

  private void giveBack(Lane lane) {
    lane.giveBack().forEach(this::finish);
  }

  private int mostInFlight(UUID subscription) {
    return lane(subscription)
        .most(subscriptions.known(subscription).map(Subscription::maxInFlight).orElse(1));
  }

  private void work(DeliveryProgress progress) {
    DeliveryBatchRun run =
        new DeliveryBatchRun(
            means,
            lane(progress.batch.subscriptionId()),
            progress,
            () -> leases.has(progress.leased()) && outcomes.areWritten(),
            stopping);
    try {
      hands.execute(() -> run.start().thenAccept(this::ended));
    } catch (RejectedExecutionException e) {
      forget(progress); // stopping: its lease runs out
    }
  }

  private void ended(DeliveryProgress progress) {
    UUID subscription = progress.batch.subscriptionId();
    Lane lane = lane(subscription);
    progress.attempts.forEach(attempt -> lane.note(attempt.reply().isSuccess()));
    lane.leave(mostInFlight(subscription)).forEach(this::work);
    if (lane.needsRefill(mostInFlight(subscription))) {
      alarm.wake();
    }
    finish(progress);
  }

  private void finish(DeliveryProgress progress) {
    outcomes
        .write(progress)
        .whenComplete(
            (done, error) -> {
              forget(progress);
              if (error != null && !(error instanceof CancellationException)) {
                // The lease is not renewed any more, so it comes back, here or on another node.
                LOG.warn("deliveries could not be settled: {}", Database.describe(error));
              }
              if (progress.released || stopping.isDone()) {
                alarm.wake();
              }
            });
  }

  private void forget(DeliveryProgress progress) {
    underWay.remove(progress.batch.leased().orderKey(), progress);
    leases.remove(progress.leased());
  }

  private void loop() {
    try {
      while (!stopping.isDone()) {
        Duration pause = settings.idle();
        try {
          pause = look();
        } catch (SQLException | RuntimeException e) {
          outage.failed(e);
        }
        alarm.await(pause);
      }
    } catch (InterruptedException e) {
      LOG.warn("nothing is claimed any more: interrupted");
    }
  }

  /**
   * Takes what is due of every subscription.
   *
   * @return how long there is nothing more to do
   */
  private Duration look() throws SQLException {
    if (!outcomes.areWritten()) {
      // What was sent is written first: claimed now, it would be sent again, or only be let go.
      return AttemptOutcomes.RETRY;
    }
    Map<UUID, Integer> room = new LinkedHashMap<>();
    for (Subscription subscription : subscriptions.all()) {
      Lane lane = lane(subscription.id());
      int free = subscription.active() ? lane.capacity(lane.most(subscription.maxInFlight())) : 0;
      if (free > 0) {
        room.put(subscription.id(), free);
      }
    }
    Instant now = clock.instant();
    Duration pause = settings.idle();
    for (Map.Entry<UUID, Instant> due : claims.due(room.keySet()).entrySet()) {
      Duration wait = Duration.between(now, due.getValue());
      if (wait.isZero() || wait.isNegative()) {
        List<DeliveryBatch> batches = claims.take(due.getKey(), room.get(due.getKey()));
        batches.forEach(this::begin);
        // What is due but was not to be had is locked for a moment: by another node that takes it,
        // or by an event that comes to it, which does not call us.
        wait = batches.isEmpty() ? MOMENT : Duration.ZERO;
      }
      pause = wait.compareTo(pause) < 0 ? wait : pause;
    }
    outage.worked();
    return pause;
  }

  /**
   * Begins nothing new, gives back what has not begun, and waits for what is under way.
   *
   * @return false if not all of it ended in time; its leases run out, nothing is lost
   */
  boolean stop(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    stopping.complete(null);
    wake();
    loop.join(Math.max(1, most.toMillis()));
    lanes.values().forEach(this::giveBack);
    while (!leases.isEmpty() && System.nanoTime() < until) {
      alarm.await(Duration.ofMillis(100));
    }
    leases.stop();
    return leases.isEmpty();
  }

  /** Commits what has ended; call it when nothing is sent any more. */
  void close() throws InterruptedException {
    stopping.complete(null);
    leases.stop();
    outcomes.close();
    hands.shutdownNow();
    hands.awaitTermination(1, TimeUnit.SECONDS);
  }
}

package io.bellhop.delivery;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.OutageLog;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims due deliveries of all subscriptions, as far as this node may send them. */
final class DeliveryLoop {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

  /** The due deliveries, and the number that this node may take. */
  record Due(
      Subscriptions subscriptions, DeliveryClaims claims, Lanes lanes, DeliveryShares shares) {}

  private final WakeUpSignal signal;
  private final Duration pollInterval;
  private final Due due;
  private final BooleanSupplier mayClaim;
  private final Consumer<DeliveryBatch> begin;
  private final Consumer<DeliveryProgress> resume;
  private final OutageLog outage =
      new OutageLog(LOG, "Bellhop cannot read which deliveries are due");
  private final Thread thread = DaemonThreads.create(this::run, "bellhop-deliver");
  private volatile boolean stopping;

  /**
   * @param mayClaim whether outcomes can be written; if not, a claim could send the same deliveries
   *     again
   * @param begin receives claimed batches
   * @param resume receives batches that have waited for a place
   */
  DeliveryLoop(
      WakeUpSignal signal,
      Duration pollInterval,
      Due due,
      BooleanSupplier mayClaim,
      Consumer<DeliveryBatch> begin,
      Consumer<DeliveryProgress> resume) {
    this.signal = signal;
    this.pollInterval = pollInterval;
    this.due = due;
    this.mayClaim = mayClaim;
    this.begin = begin;
    this.resume = resume;
  }

  void start() {
    thread.start();
  }

  void stop(Duration limit) throws InterruptedException {
    stopping = true;
    signal.wake();
    thread.join(Math.max(1, limit.toMillis()));
  }

  private void run() {
    try {
      while (!stopping) {
        Duration pause = pollInterval;
        try {
          pause = claimDue();
        } catch (SQLException | RuntimeException e) {
          outage.failed(e);
        }
        signal.await(pause);
      }
    } catch (InterruptedException e) {
      LOG.warn("the delivery loop was interrupted; this node claims no more deliveries");
    }
  }

  /**
   * Claims due deliveries of all subscriptions.
   *
   * @return the pause until the next claim
   */
  private Duration claimDue() throws SQLException {
    if (!mayClaim.getAsBoolean()) {
      return AttemptOutcomes.RETRY;
    }
    List<Subscription> all = due.subscriptions().all();
    Duration longest = due.shares().areShared() ? share(all) : pollInterval;
    if (stopping) {
      // Other nodes take the keys that became due meanwhile, even if this node is sending to the
      // subscription.
      return pollInterval;
    }
    Duration pause = due.claims().takeDue(due.lanes().capacities(all), longest, begin);
    outage.worked();
    return pause;
  }

  /**
   * Takes the places that this node needs for its batches and for due deliveries.
   *
   * @return the pause until it should look again
   */
  private Duration share(List<Subscription> all) throws SQLException {
    Map<UUID, Integer> lacking = new LinkedHashMap<>();
    all.stream()
        .filter(one -> one.active() && isShort(one))
        .forEach(one -> lacking.put(one.id(), one.maxInFlight()));
    Map<UUID, Integer> counts = due.claims().countDue(lacking);
    due.shares().keep(all.stream().map(Subscription::id).toList());
    Duration pause = pollInterval;
    for (Subscription one : all) {
      Lane lane = due.lanes().of(one.id());
      int needed = Math.min(one.maxInFlight(), lane.takePeak() + counts.getOrDefault(one.id(), 0));
      due.shares().adjust(one, needed, lane::running);
      lane.fill(due.lanes().maxInFlight(one.id())).forEach(resume);
      if (due.shares().isDenied(one.id(), needed) && pause.compareTo(DeliveryShares.DENIED) > 0) {
        pause = DeliveryShares.DENIED;
      }
    }
    return pause;
  }

  private boolean isShort(Subscription subscription) {
    int allowed = subscription.maxInFlight();
    return due.shares().places(subscription.id(), allowed) < allowed;
  }
}

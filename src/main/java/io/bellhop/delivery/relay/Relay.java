package io.bellhop.delivery.relay;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.delivery.sink.BatchReply;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.OutageLog;
import io.bellhop.subscription.Subscription;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of one subscription in the order of the log, batch after batch, on its own
 * thread, so that a receiver that hangs delays no other. It sends the next batch when the receiver
 * has acknowledged this one and the database has stored that.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final UUID id;
  private final RelayServices services;
  private final RelayOutcomes outcomes;
  private final Duration poll;
  private final Duration lease;
  private final WakeUpSignal signal = new WakeUpSignal();
  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot read the events for a sink");
  private final Thread thread;
  private volatile boolean stopping;

  /** A result that is not yet in the database. */
  private RelayOutcomes.Result unwritten;

  private boolean claimed;
  private Instant notBefore = Instant.MIN;

  Relay(UUID id, RelayServices services, RelayOutcomes outcomes, Duration poll, Duration lease) {
    this.id = id;
    this.services = services;
    this.outcomes = outcomes;
    this.poll = poll;
    this.lease = lease;
    this.thread = DaemonThreads.create(this::run, "bellhop-relay-" + id);
  }

  Relay start() {
    thread.start();
    return this;
  }

  void wake() {
    signal.wake();
  }

  /** Stops the relay before its next batch. */
  void stop() {
    stopping = true;
    signal.wake();
  }

  /**
   * @return false if a batch is still in progress; this node or another will send it again
   */
  boolean join(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    return !thread.isAlive();
  }

  private void run() {
    try {
      while (!stopping) {
        Duration pause = poll;
        try {
          pause = step();
          outage.worked();
        } catch (SQLException | RuntimeException e) {
          outage.failed(e);
        }
        if (!pause.isZero() && !stopping) {
          signal.await(pause);
        }
      }
      release();
    } catch (InterruptedException e) {
      LOG.warn("the relay of the webhook {} was interrupted; this node sends no more to it", id);
    }
  }

  /**
   * @return the pause until the next step
   */
  private Duration step() throws SQLException {
    if (unwritten != null) {
      outcomes.write(id, unwritten);
      unwritten = null;
    }
    Optional<Subscription> subscription = services.receiver(id);
    if (subscription.isEmpty()) {
      release();
      return poll;
    }
    Instant now = services.clock().instant();
    if (now.isBefore(notBefore)) {
      return shorter(Duration.between(now, notBefore));
    }
    return step(subscription.get(), now);
  }

  private Duration step(Subscription subscription, Instant now) throws SQLException {
    Duration[] wait = {poll};
    RelayBatch batch =
        services
            .database()
            .transact(
                connection -> {
                  Optional<RelayTable.State> state =
                      services.table().claim(connection, id, services.node(), now, now.plus(lease));
                  claimed = state.isPresent();
                  if (state.isEmpty()) {
                    return null;
                  }
                  Instant due = state.get().dueAt();
                  if (due != null && due.isAfter(now)) {
                    wait[0] = shorter(Duration.between(now, due));
                    return null;
                  }
                  return services
                      .log()
                      .next(
                          connection,
                          subscription,
                          state.get(),
                          services.durable().end(),
                          limit(subscription, state.get()));
                });
    if (batch == null) {
      return wait[0];
    }
    if (batch.to() == batch.from()) {
      return services.durable().grows() ? Duration.ZERO : poll;
    }
    send(subscription, batch, now);
    return Duration.ZERO;
  }

  /** After a failure, a single event tests whether the receiver is reachable again. */
  private static int limit(Subscription subscription, RelayTable.State state) {
    if (state.failures() > 0) {
      return 1;
    }
    Integer rate = subscription.ratePerSecond();
    return rate == null ? RelayReader.LARGEST_BATCH : Math.min(rate, RelayReader.LARGEST_BATCH);
  }

  private void send(Subscription subscription, RelayBatch batch, Instant started)
      throws SQLException {
    BatchReply reply = reply(subscription, batch, started);
    if (subscription.ratePerSecond() != null) {
      notBefore =
          started.plusNanos(
              batch.events().size()
                  * Duration.ofSeconds(1).toNanos()
                  / subscription.ratePerSecond());
    }
    unwritten = new RelayOutcomes.Result(batch, reply, started, services.clock().instant());
    outcomes.write(id, unwritten);
    unwritten = null;
  }

  private BatchReply reply(Subscription subscription, RelayBatch batch, Instant started) {
    if (batch.events().isEmpty()) {
      return BatchReply.TAKEN;
    }
    try {
      return services.sinks().sendAll(subscription, batch.events(), started);
    } catch (RuntimeException e) {
      LOG.error("Bellhop cannot make messages of the events for the webhook {}", id, e);
      return BatchReply.failed(e.getClass().getSimpleName());
    }
  }

  private Duration shorter(Duration wait) {
    return wait.compareTo(poll) < 0 ? wait : poll;
  }

  private void release() {
    if (!claimed) {
      return;
    }
    try {
      services
          .database()
          .transact(
              connection -> {
                services.table().release(connection, id, services.node());
                return null;
              });
      claimed = false;
    } catch (SQLException e) {
      LOG.debug(
          "this node cannot release a relay, whose lease ends by itself: {}",
          DatabaseErrors.describe(e));
    }
  }
}

package io.bellhop.queue;

import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.queue.OrderKeyTable.Leased;
import io.bellhop.store.Database;
import io.bellhop.store.OutageLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order keys that this node has leased, and the heartbeat that renews their leases. If a key is
 * released without being settled, it is due again when its lease ends. Thread-safe.
 */
public final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final Database database;
  private final OrderKeyTable keys;
  private final Clock clock;
  private final Duration time;

  /** The keys, each with the end of its lease. */
  private final Map<Leased, Instant> held = new ConcurrentHashMap<>();

  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot renew leases");
  private final PeriodicTask heartbeat;

  /**
   * @param time how long a key belongs to a node that does not renew it
   */
  public Leases(String name, Database database, OrderKeyTable keys, Duration time, Clock clock) {
    this.database = database;
    this.keys = keys;
    this.time = time;
    this.clock = clock;
    this.heartbeat = new PeriodicTask(name, this::beat, outage::failed);
  }

  public void start() {
    Duration pause = time.dividedBy(3);
    heartbeat.start(pause, pause);
  }

  /** Adds a lease that has just begun. */
  public void add(Leased leased) {
    add(leased, clock.instant().plus(time));
  }

  /**
   * @param until when the lease ends unless it is renewed
   */
  public void add(Leased leased, Instant until) {
    held.put(leased, until);
  }

  public void remove(Leased leased) {
    held.remove(leased);
  }

  /** Whether this node renewed the lease in time, so that no other node can have it. */
  public boolean has(Leased leased) {
    Instant until = held.get(leased);
    return until != null && clock.instant().isBefore(until);
  }

  public int size() {
    return held.size();
  }

  public boolean isEmpty() {
    return held.isEmpty();
  }

  /** Renews the leases. Runs periodically after {@link #start}. */
  public void renew() throws SQLException {
    // In the order in which every transaction locks keys; another order could deadlock.
    List<Leased> sorted =
        held.keySet().stream().sorted(Comparator.comparing(Leased::orderKey)).toList();
    if (!sorted.isEmpty()) {
      Instant until = clock.instant().plus(time);
      database
          .transact(connection -> keys.renew(connection, sorted, until))
          .forEach(leased -> held.computeIfPresent(leased, (same, before) -> until));
    }
  }

  private void beat() throws SQLException {
    renew();
    if (!held.isEmpty()) {
      outage.worked();
    }
  }

  public void stop() {
    heartbeat.stop();
  }
}

package io.bellhop.retention;

import io.bellhop.access.AuditLog;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.connect.ConnectLinks;
import io.bellhop.delivery.ExpiredDeliveries;
import io.bellhop.delivery.relay.ExpiredRelays;
import io.bellhop.event.ExpiredEvents;
import io.bellhop.event.OrphanSnapshots;
import io.bellhop.event.StayPairs;
import io.bellhop.inbox.ExpiredMessages;
import io.bellhop.message.GuestMessages;
import io.bellhop.privacy.Erasures;
import io.bellhop.replay.Replays;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.ExpiredRows;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are older than their retention, periodically and by the code of the packages
 * that own them. Thread-safe.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** The start has more urgent work. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  private record Kept(ExpiredRows rows, Duration age) {}

  private final Database database;
  private final Clock clock;
  private final Duration interval;
  private final List<Kept> all = new ArrayList<>();
  private final PeriodicTask timer;
  private volatile boolean closed;

  public Retention(Database database, Options options, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.interval = options.time("bellhop.retention.purge-interval");
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigException("bellhop.retention.purge-interval must be at least 1s");
    }
    keep(ExpiredMessages.MESSAGES, options.time("bellhop.retention.inbox"));
    keep(List.of(Replays.OLD), options.time("bellhop.retention.inbox"));
    keep(List.of(ExpiredEvents.EVENTS, StayPairs.ENDED), options.time("bellhop.retention.events"));
    // After the events, because their deletion also deletes deliveries.
    keep(ExpiredDeliveries.DELIVERIES, options.time("bellhop.retention.events"));
    keep(ExpiredRelays.RELAYS, options.time("bellhop.retention.events"));
    keep(
        List.of(ExpiredMessages.KEYS, GuestMessages.OLD),
        options.time("bellhop.retention.idempotency-keys"));
    keep(
        List.of(AuditLog.OLD, Erasures.OLD, ConnectLinks.OLD),
        options.time("bellhop.retention.audit"));
    keep(List.of(OrphanSnapshots.SNAPSHOTS), Duration.ZERO);
    this.timer = new PeriodicTask("bellhop-retention", this::purge, this::purgeFailed);
  }

  private void keep(List<ExpiredRows> rows, Duration age) {
    rows.forEach(one -> all.add(new Kept(one, age)));
  }

  public void start() {
    timer.start(interval.compareTo(FIRST) < 0 ? interval : FIRST, interval);
  }

  /** Deletes all expired rows; the timer calls it after {@link #start}. */
  public void purge() throws SQLException {
    for (Kept kept : all) {
      long deleted = purge(kept);
      if (deleted > 0) {
        LOG.info(
            "Bellhop deleted {} rows of {} that were older than {}",
            deleted,
            kept.rows().name(),
            kept.age());
      }
    }
  }

  private long purge(Kept kept) throws SQLException {
    Instant before = clock.instant().minus(kept.age());
    long deleted = 0;
    int portion = ExpiredRows.PORTION;
    // A stop does not wait until all expired rows are deleted.
    while (portion >= ExpiredRows.PORTION && !closed) {
      portion = kept.rows().delete(database, before);
      deleted += portion;
    }
    return deleted;
  }

  private void purgeFailed(Exception e) {
    LOG.warn(
        "Bellhop cannot delete old rows and retries in {}: {}",
        interval,
        DatabaseErrors.describe(e));
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    timer.close();
  }
}

package io.bellhop.provider.sync;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.Database;
import io.bellhop.store.OutageLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs each account when it is due. Nodes need no coordination, because the second one finds that
 * the account is no longer due.
 */
final class SyncSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);

  /**
   * The maximum delay before the schedule notices new accounts and the work of other nodes. It may
   * be long, because syncs are hours apart.
   */
  private static final Duration POLL_INTERVAL = Duration.ofMinutes(5);

  private static final int AT_ONCE = 100;

  /** The pause before the next check of an account that syncs only on request. */
  private static final Duration OFF = Duration.ofDays(1);

  private final Database database;
  private final SyncTable table;
  private final Accounts accounts;
  private final Syncs syncs;
  private final Clock clock;
  private final WakeUpSignal wakeUp = new WakeUpSignal();
  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot schedule syncs");
  private final Thread loop;
  private volatile boolean closed;

  SyncSchedule(Database database, SyncTable table, Accounts accounts, Syncs syncs, Clock clock) {
    this.database = database;
    this.table = table;
    this.accounts = accounts;
    this.syncs = syncs;
    this.clock = clock;
    this.loop = DaemonThreads.create(this::run, "bellhop-sync");
  }

  void start() {
    loop.start();
  }

  void stop() throws InterruptedException {
    closed = true;
    wakeUp.wake();
    loop.join(1_000);
  }

  private void run() {
    while (!closed) {
      Duration wait = syncs.longestWait(POLL_INTERVAL);
      try {
        startDue();
        wait = untilNext(wait);
        outage.worked();
      } catch (SQLException | RuntimeException e) {
        outage.failed(e);
      }
      try {
        wakeUp.await(wait);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  void startDue() throws SQLException {
    Instant now = clock.instant();
    for (UUID id : database.transact(table::withoutRow)) {
      Optional<Account> account = accounts.find(id).filter(syncs::mayRead);
      Optional<SyncInterval> interval = account.map(a -> syncs.intervalOf(a.provider()));
      if (interval.filter(i -> !i.off()).isPresent()) {
        database.transact(
            connection -> {
              table.createIfAbsent(connection, id, interval.get().first(now));
              return null;
            });
      }
    }
    List<UUID> due =
        database.transact(
            connection -> {
              table.deleteOrphans(connection);
              return table.due(connection, now, AT_ONCE);
            });
    for (UUID id : due) {
      Optional<Account> account = accounts.find(id);
      SyncInterval interval = syncs.intervalOf(account.map(Account::provider).orElse(""));
      if (!interval.off() && account.filter(syncs::mayRead).isPresent()) {
        syncs.begin(account.get(), false, now);
      } else {
        database.transact(
            connection -> {
              table.postpone(connection, id, interval.off() ? now.plus(OFF) : interval.next(now));
              return null;
            });
      }
    }
  }

  private Duration untilNext(Duration longest) throws SQLException {
    Instant next = database.transact(table::nextDue);
    if (next == null) {
      return longest;
    }
    Duration wait = Duration.between(clock.instant(), next);
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}

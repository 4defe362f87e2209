package io.bellhop.provider.sync;

import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.account.Accounts;
import io.bellhop.event.SyncSettlement;
import io.bellhop.event.SystemEvents;
import io.bellhop.inbox.Inbox;
import io.bellhop.monitor.Metrics;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.sql.Connection;
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
 * Starts syncs and returns their state: one sync of an account at a time in the whole cluster.
 * Thread-safe.
 */
public final class Syncs {
  /** Deletes the state of a sync with its account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of("sync");

  private static final Logger LOG = LoggerFactory.getLogger(Syncs.class);

  private final Database database;
  private final ProviderLists lists;
  private final Inbox inbox;
  private final Clock clock;
  private final Duration overlap;
  private final SyncInterval interval;
  private final SyncTable table;
  private final SyncPages pages;
  private final SyncCoordinator coordinator;
  private final SyncSchedule schedule;

  /**
   * The times of runs.
   *
   * @param overlap how far before the watermark a run begins to read
   * @param every from one sync of an account to the next; zero for syncs only on request
   */
  public record Timing(Duration overlap, Duration every) {}

  public Syncs(
      Inbox inbox,
      Accounts accounts,
      ProviderLists lists,
      Metrics metrics,
      Clock clock,
      Timing timing) {
    this.database = inbox.database();
    this.lists = lists;
    this.inbox = inbox;
    this.clock = clock;
    this.overlap = timing.overlap();
    this.interval = new SyncInterval(timing.every(), false);
    this.table = new SyncTable(lists.mapper());
    this.pages = new SyncPages();
    this.coordinator = new SyncCoordinator(table, lists, accounts, pages, interval, metrics);
    this.schedule = new SyncSchedule(database, table, accounts, this, clock);
  }

  /** Returns the part of a sync in the transactions that publish pages and records. */
  public SyncSettlement coordinator() {
    return coordinator;
  }

  /** Whether the provider's folder declares a list. */
  public boolean supports(String provider) {
    return lists.of(provider).isPresent();
  }

  /** Whether the account has API credentials; an account without them does not sync. */
  boolean mayRead(Account account) {
    return account.active()
        && !account.revoked()
        && account.hasApiCredentials()
        && supports(account.provider());
  }

  /** The interval between syncs of a provider's accounts. */
  SyncInterval intervalOf(String provider) {
    return lists.of(provider).map(interval::of).orElse(interval);
  }

  /** The maximum delay before the schedule notices the work of another node or thread. */
  Duration longestWait(Duration usual) {
    return lists
        .shortestInterval()
        .map(own -> own.dividedBy(4))
        .filter(wait -> wait.compareTo(usual) < 0)
        .orElse(usual);
  }

  /** Starts a sync of an account that has been inactive for longer than usual. */
  public void inactive(Account account) {
    if (!interval.off() && mayRead(account)) {
      try {
        request(account, false);
      } catch (SQLException e) {
        LOG.warn("Bellhop cannot start the sync of {}: {}", account, DatabaseErrors.describe(e));
      }
    }
  }

  /**
   * Starts a sync unless one is in progress.
   *
   * @param full whether to read everything and find deleted records; otherwise the sync reads only
   *     changes, if the list supports that and the last full pass is not too old
   * @return the state of the sync in progress
   * @throws IllegalArgumentException if the provider's folder has no list
   */
  public SyncState request(Account account, boolean full) throws SQLException {
    return begin(account, full, null);
  }

  /**
   * @param dueAt the time at which the account must be due for the sync to start; null for a
   *     request
   */
  SyncState begin(Account account, boolean full, Instant dueAt) throws SQLException {
    ListSettings settings =
        lists
            .of(account.provider())
            .orElseThrow(
                () -> new IllegalArgumentException(account.provider() + " has no list to read"));
    Instant now = clock.instant();
    SyncState state =
        database.durably(
            connection -> {
              SystemEvents.hold(connection);
              SyncProgress progress = row(connection, account, now);
              if (!progress.running() && (dueAt == null || !progress.nextAt.isAfter(dueAt))) {
                begin(connection, account, progress, settings, full, now);
              }
              return progress.state();
            });
    inbox.arrived();
    return state;
  }

  private SyncProgress row(Connection connection, Account account, Instant now)
      throws SQLException {
    table.createIfAbsent(connection, account.id(), intervalOf(account.provider()).first(now));
    return table.lock(connection, account.id());
  }

  private void begin(
      Connection connection,
      Account account,
      SyncProgress progress,
      ListSettings settings,
      boolean full,
      Instant now)
      throws SQLException {
    Duration most = settings.fullEvery();
    boolean whole =
        full || progress.fullAt == null || most != null && !progress.fullAt.plus(most).isAfter(now);
    Instant since = progress.watermark == null ? null : progress.watermark.minus(overlap);
    progress.begin(UUID.randomUUID(), whole, since, now);
    if (full) {
      // A user who requests a full sync expects an unconditional read.
      progress.validators = null;
    }
    progress.startPage();
    inbox.store(connection, List.of(pages.page(account, progress, null, now)));
    table.write(connection, progress);
  }

  /** The state of an account's sync; empty if it had no sync and none is scheduled. */
  public Optional<SyncState> state(UUID account) throws SQLException {
    SyncProgress progress = database.transact(connection -> table.read(connection, account));
    return Optional.ofNullable(progress).map(SyncProgress::state);
  }

  /** Schedules new accounts, and starts due syncs. */
  void scheduleOnce() throws SQLException {
    schedule.startDue();
  }

  public void start() {
    schedule.start();
  }

  public void stop() throws InterruptedException {
    schedule.stop();
  }
}

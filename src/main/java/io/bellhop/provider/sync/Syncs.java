package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.event.SyncSettlement;
import io.bellhop.event.SystemEvents;
import io.bellhop.inbox.Inbox;
import io.bellhop.monitor.Metrics;
import io.bellhop.store.Database;
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
 * Begins syncs, and says how they stand. Thread-safe; one of an account at a time, cluster-wide.
 */
public final class Syncs {
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
   * @param overlap what is read again before the watermark
   * @param every from one sync of an account to the next; zero: only when asked for
   */
  public Syncs(
      Database database,
      Accounts accounts,
      ProviderLists lists,
      Inbox inbox,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock,
      Duration overlap,
      Duration every) {
    this.database = database;
    this.lists = lists;
    this.inbox = inbox;
    this.clock = clock;
    this.overlap = overlap;
    this.interval = new SyncInterval(every);
    this.table = new SyncTable(mapper);
    this.pages = new SyncPages(mapper);
    this.coordinator =
        new SyncCoordinator(table, lists, accounts, pages, interval, metrics, mapper);
    this.schedule = new SyncSchedule(database, table, accounts, this, interval, clock);
  }

  /** What publishing tells of pages and records. */
  public SyncSettlement coordinator() {
    return coordinator;
  }

  /** Whether the provider's folder says how its list is read. */
  public boolean supports(String provider) {
    return lists.of(provider).isPresent();
  }

  /** An account that has nothing to call the API with was not meant to be read. */
  boolean mayRead(Account account) {
    boolean credentials =
        account.api().keySet().stream().anyMatch(key -> !key.endsWith("base_url"));
    return account.active() && !account.revoked() && credentials && supports(account.provider());
  }

  /** An account's webhooks stay away longer than usual: what they would have told is read now. */
  public void silent(Account account) {
    if (!interval.off() && mayRead(account)) {
      try {
        request(account, false);
      } catch (SQLException e) {
        LOG.warn("the sync of {} cannot begin: {}", account, Database.describe(e));
      }
    }
  }

  /**
   * Begins a sync unless one is under way.
   *
   * @param full reads everything, and finds what was deleted; else only what has changed, if that
   *     can be asked for and the last full pass is not too old
   * @return the one that is under way
   * @throws IllegalArgumentException if the provider's folder has no list
   */
  public SyncState request(Account account, boolean full) throws SQLException {
    return begin(account, full, null);
  }

  /**
   * @param dueAt begins nothing if the account is not due at this time; null: it is asked for
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
    table.make(connection, account.id(), interval.first(now));
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
    progress.ask();
    inbox.store(connection, List.of(pages.page(account, progress, null, now)));
    table.write(connection, progress);
  }

  /** None if the account was never synced and is not planned to be. */
  public Optional<SyncState> state(UUID account) throws SQLException {
    SyncProgress progress = database.transact(connection -> table.read(connection, account));
    return Optional.ofNullable(progress).map(SyncProgress::state);
  }

  /** Plans accounts that are new, and begins what is due. */
  void plan() throws SQLException {
    schedule.round();
  }

  /** Begins to sync accounts by themselves. */
  public void start() {
    schedule.start();
  }

  public void stop() throws InterruptedException {
    schedule.stop();
  }
}

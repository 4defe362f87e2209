package io.bellhop.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.account.Accounts;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.event.CalendarConflicts.Change;
import io.bellhop.event.CalendarStayTable.Nights;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.Sql;
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
 * Finds the double bookings that begin and end when a workspace changes the mappings of its units
 * without a change of the stays. A table stores the places to compare and the progress, so that
 * another node can continue after a crash. Thread-safe.
 */
public final class ConflictRechecks implements AutoCloseable {
  /** Deletes the open comparisons of a deleted account. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of(ConflictRechecks.TABLE);

  /**
   * The number of stays that one transaction compares. Other publishing transactions wait
   * meanwhile.
   */
  static final int PORTION = 20;

  private static final String TABLE = "conflict_recheck";

  /** The pause between two transactions, so that webhooks can be published. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** The longest time until this node continues the work of a dead node. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ConflictRechecks.class);

  private static final String OLDEST =
      "select id, account_id, place, after_id from conflict_recheck order by id limit 1";

  private static final String STAYS =
      """
      select distinct snapshot_id from calendar_stay
      where unit = any(?) and departure_date > ? and snapshot_id > ?
      order by snapshot_id limit ?
      """;

  /** A property or a unit of an account, in the form of {@link Stay#unit}. */
  public record Place(UUID account, String name) {}

  private record Work(UUID id, Place place, String after) {}

  /**
   * The receivers of the events.
   *
   * @param isWanted whether Bellhop emits events about double bookings
   * @param onCompared runs after a comparison of stays, because their links may have changed too
   */
  public record Receivers(EventSubscribers subscribers, boolean isWanted, Runnable onCompared) {}

  private final Database database;
  private final Accounts accounts;
  private final Receivers receivers;
  private final Clock clock;
  private final EventStore store;
  private final PeriodicTask timer;

  public ConflictRechecks(
      Database database, Accounts accounts, ObjectMapper mapper, Receivers receivers, Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.receivers = receivers;
    this.clock = clock;
    this.store = new EventStore(mapper, database.content());
    this.timer =
        new PeriodicTask(
            "bellhop-conflicts",
            this::runDue,
            e ->
                LOG.warn(
                    "Bellhop cannot compare stays and retries: {}", DatabaseErrors.describe(e)));
  }

  /**
   * Schedules a comparison of the stays of these places, in the transaction that changes their
   * mapping.
   */
  public static void add(Connection connection, Iterable<Place> places) throws SQLException {
    NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    for (Place place : places) {
      Sql.update(
          connection,
          "insert into conflict_recheck (id, account_id, place, after_id) values (?, ?, ?, '')",
          ids.generate(),
          place.account(),
          place.name());
    }
  }

  public void start() {
    timer.start(PAUSE, LONGEST);
  }

  /** Looks for work soon. */
  public void wake() {
    timer.soon(PAUSE);
  }

  private void runDue() throws SQLException {
    boolean isMore = true;
    try {
      isMore = run();
    } finally {
      if (isMore) {
        timer.soon(PAUSE);
      }
    }
  }

  /**
   * Compares the next few stays.
   *
   * @return false if there were none
   */
  public boolean run() throws SQLException {
    Optional<Work> next = database.transact(ConflictRechecks::oldest);
    if (next.isEmpty()) {
      return false;
    }
    // Outside the transaction: a thread that reloads accounts holds their cache's lock and needs a
    // connection.
    UUID id = next.get().place().account();
    Optional<Account> account = accounts.current(id);
    Runnable afterCommit = database.durably(connection -> run(connection, id, account));
    afterCommit.run();
    receivers.onCompared().run();
    return true;
  }

  private static Optional<Work> oldest(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        OLDEST,
        row ->
            new Work(
                row.id("id"),
                new Place(row.id("account_id"), row.text("place")),
                row.text("after_id")));
  }

  private Runnable run(Connection connection, UUID id, Optional<Account> account)
      throws SQLException {
    Instant now = clock.instant();
    // From here on no other transaction publishes, and no other node does the same work.
    EventAppender appender = store.appender(connection, now);
    Work work = oldest(connection).filter(one -> one.place().account().equals(id)).orElse(null);
    if (work == null) {
      return () -> {};
    }
    List<String> stays =
        account.isEmpty() || !receivers.isWanted() ? List.of() : stays(connection, work, now);
    if (!stays.isEmpty()) {
      // Blocks among them do no harm: they have no links.
      StayLinkQueue.append(connection, stays);
      compare(connection, appender, account.get(), stays, now);
    }
    if (stays.size() < PORTION) {
      Sql.update(connection, "delete from conflict_recheck where id = ?", work.id());
    } else {
      String done = stays.get(stays.size() - 1);
      Sql.update(
          connection, "update conflict_recheck set after_id = ? where id = ?", done, work.id());
    }
    return appender.write(connection, receivers.subscribers());
  }

  private static List<String> stays(Connection connection, Work work, Instant now)
      throws SQLException {
    String place = work.place().name();
    return Sql.list(
        connection,
        STAYS,
        row -> row.text("snapshot_id"),
        Sql.texts(List.of(place, Nights.PART + place)),
        CalendarConflicts.today(now),
        work.after(),
        PORTION);
  }

  private void compare(
      Connection connection,
      EventAppender appender,
      Account account,
      List<String> stays,
      Instant now)
      throws SQLException {
    BatchSnapshots known = new BatchSnapshots(store.snapshots(), connection, stays);
    for (Change change : CalendarConflicts.again(connection, known, stays, now)) {
      Optional<ObjectNode> record = known.conflict(connection, change);
      if (record.isPresent()) {
        appender.append(account, ConflictRecord.EVENT, record.get());
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}

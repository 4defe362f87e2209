package io.bellhop.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Account;
import io.bellhop.account.AccountRows;
import io.bellhop.account.Accounts;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.event.CalendarConflicts.PairId;
import io.bellhop.event.StayLinkQueue.Due;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits an event when two accounts turn out to know one stay, and when they no longer do. A
 * reservation is looked at soon after it was published, as often as something has changed by which
 * it is recognised; which ones are still to be looked at is in a table, so that a node that dies
 * leaves them to others. Thread-safe.
 */
public final class StayLinkEvents implements EventLogListener, AutoCloseable {
  /** The links of an account, and what is to be looked at of it. */
  public static final AccountRows ACCOUNT_ROWS = StayLinkQueue.ACCOUNT_ROWS;

  /** So many are looked at in a transaction: others wait for the head of the log. */
  private static final int PORTION = 50;

  /** Between two transactions, so that webhooks are published in between. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** What is noted in this time is looked at together. */
  private static final Duration GATHERING = Duration.ofSeconds(1);

  /** How long what another node has left waits at most. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(StayLinkEvents.class);

  /** Knows which reservations of other accounts are the same stay. */
  @FunctionalInterface
  public interface Finder {
    /**
     * @param snapshots the ids of reservations' snapshots
     * @return by what each is the same as others, by their ids
     */
    Map<String, Map<String, StayIdentity.By>> find(Collection<String> snapshots)
        throws SQLException;
  }

  private final Database database;
  private final Accounts accounts;
  private final Finder finder;
  private final EventSubscribers subscribers;
  private final Clock clock;
  private final SnapshotTable snapshots;
  private final EventTable events;
  private final Envelope envelope;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final PeriodicTask timer;

  public StayLinkEvents(
      Database database,
      Accounts accounts,
      ObjectMapper mapper,
      Finder finder,
      EventSubscribers subscribers,
      Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.finder = finder;
    this.subscribers = subscribers;
    this.clock = clock;
    this.snapshots = new SnapshotTable(mapper, database.content());
    this.events = new EventTable(database.content());
    this.envelope = new Envelope(mapper);
    this.timer =
        new PeriodicTask(
            "bellhop-links",
            this::runDue,
            e ->
                LOG.warn(
                    "stays could not be linked; Bellhop tries again: {}",
                    DatabaseErrors.describe(e)));
  }

  public void start() {
    timer.start(GATHERING, LONGEST);
  }

  /** Looks soon: something may have been noted. */
  public void wake() {
    timer.soon(GATHERING);
  }

  @Override
  public void settled(InboxMessage message, MessageOutcome outcome, Instant now) {}

  @Override
  public void published(EventDraft draft, String eventType, Instant now) {
    if (draft.type().equals(Stay.RESERVATION) && !accounts.isAlone(draft.account().id())) {
      wake();
    }
  }

  private void runDue() throws SQLException {
    if (run()) {
      timer.soon(PAUSE);
    }
  }

  /**
   * Looks at the next few.
   *
   * @return false if there were none
   */
  public boolean run() throws SQLException {
    List<Due> due = database.transact(connection -> StayLinkQueue.first(connection, PORTION));
    if (due.isEmpty()) {
      return false;
    }
    // Not in the transaction: others publish meanwhile. What they change is noted once more, and
    // looked at again.
    Set<String> looked = new HashSet<>();
    due.forEach(one -> looked.add(one.snapshot()));
    Map<PairId, StayIdentity.By> found = new TreeMap<>();
    finder
        .find(looked)
        .forEach(
            (one, others) -> others.forEach((other, by) -> found.put(PairId.of(one, other), by)));
    Runnable afterCommit = database.durably(connection -> write(connection, due, looked, found));
    afterCommit.run();
    return true;
  }

  private Runnable write(
      Connection connection, List<Due> due, Set<String> looked, Map<PairId, StayIdentity.By> found)
      throws SQLException {
    Instant now = clock.instant();
    // From here on no other transaction publishes, and no other node does the same.
    EventAppender appender = new EventAppender(events, envelope, ids, connection, now);
    if (!StayLinkQueue.take(connection, due)) {
      return () -> {};
    }
    StayLinkChanges changes = new StayLinkChanges(connection, snapshots, now);
    for (StayLinkChanges.Change change : changes.of(looked, found)) {
      // That of the first, always: events of one pair are in order.
      Optional<Account> account = accounts.find(change.stays().get(0).accountId());
      if (account.isPresent()) {
        appender.append(account.get(), change.event(), change.record());
      }
    }
    return appender.write(connection, subscribers);
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}

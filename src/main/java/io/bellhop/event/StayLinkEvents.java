package io.bellhop.event;

import com.fasterxml.jackson.databind.ObjectMapper;
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
 * Emits an event when Bellhop finds that two accounts have one stay, and when they no longer do.
 * Bellhop checks a reservation soon after a change of its identifying data. A table stores the
 * reservations to check, so that another node can continue after a crash. Thread-safe.
 */
public final class StayLinkEvents implements EventLogListener, AutoCloseable {
  /** Deletes the links of an account, and its reservations in the queue. */
  public static final AccountRows ACCOUNT_ROWS = StayLinkQueue.ACCOUNT_ROWS;

  /**
   * The number of reservations in one transaction. Other publishing transactions wait meanwhile.
   */
  private static final int PORTION = 50;

  /** The pause between two transactions, so that webhooks can be published. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Bellhop checks reservations that are queued within this time together. */
  private static final Duration GATHERING = Duration.ofSeconds(1);

  /** The longest time until this node continues the work of a dead node. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(StayLinkEvents.class);

  /** Finds the reservations of other accounts that are the same stay. */
  @FunctionalInterface
  public interface Finder {
    /**
     * @param snapshots the ids of reservations' snapshots
     * @return the same stays of each reservation, by their ids, with the evidence
     */
    Map<String, Map<String, StayIdentity.By>> find(Collection<String> snapshots)
        throws SQLException;
  }

  private final Database database;
  private final Accounts accounts;
  private final Finder finder;
  private final EventSubscribers subscribers;
  private final Clock clock;
  private final EventStore store;
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
    this.store = new EventStore(mapper, database.content());
    this.timer =
        new PeriodicTask(
            "bellhop-links",
            this::runDue,
            e -> LOG.warn("Bellhop cannot link stays and retries: {}", DatabaseErrors.describe(e)));
  }

  public void start() {
    timer.start(GATHERING, LONGEST);
  }

  /** Looks for work soon. */
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
   * Checks the next few reservations.
   *
   * @return false if there were none
   */
  public boolean run() throws SQLException {
    List<Due> due = database.transact(connection -> StayLinkQueue.first(connection, PORTION));
    if (due.isEmpty()) {
      return false;
    }
    // Outside the transaction, so that others can publish. A reservation that changes meanwhile is
    // queued and checked again.
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
    // From here on no other transaction publishes, and no other node does the same work.
    EventAppender appender = store.appender(connection, now);
    if (!StayLinkQueue.take(connection, due)) {
      return () -> {};
    }
    StayLinkChanges changes = new StayLinkChanges(connection, store.snapshots(), now);
    for (StayLinkChanges.Change change : changes.of(looked, found)) {
      // Always the account of the first stay, so that the events of one pair are in order.
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

package io.bellhop.inbox;

import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends arrivals to a journal, which is on disk when Bellhop acknowledges them, and passes them
 * to workers. It writes most messages to the tables once, with their outcome.
 */
abstract class TailIntake implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(TailIntake.class);

  /** How long a replay waits for messages that have just arrived. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  private final Database database;
  private final Clock clock;
  private final Duration lease;
  private final Signals signals;
  private Tail tail;
  private TailStore store;
  private Sequencer sequencer;

  TailIntake(Database database, Clock clock, Duration lease, Signals signals) {
    this.database = database;
    this.clock = clock;
    this.lease = lease;
    this.signals = signals;
  }

  /**
   * Called by {@link #start}.
   *
   * @param begun contains the messages of an earlier run
   * @param table the tables for messages of the tail
   */
  void begin(Tail begun, TailTable table) {
    tail = begun;
    store = new TailStore(database, tail, table, clock, lease);
    sequencer = new Sequencer(tail, store, signals.isPressed(), signals.onStored());
    sequencer.start();
  }

  Signals signals() {
    return signals;
  }

  Tail tail() {
    return tail;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  @Override
  public void handTo(Workers workers) {
    sequencer.handTo(workers);
  }

  @Override
  public boolean isFull() {
    return tail != null && tail.isFull();
  }

  @Override
  public boolean enter(Claim claim) {
    return tail.lanes().enter(claim);
  }

  @Override
  public Claim leave(Claim claim) {
    Claim next = tail.end(claim);
    sequencer.wake();
    return next;
  }

  @Override
  public <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException {
    return tail.settle(claims, work);
  }

  @Override
  public List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) throws SQLException {
    return tail == null ? List.of() : tail.index().find(which);
  }

  @Override
  public Optional<UUID> oldest(Predicate<UnstoredMessage> which) {
    return tail == null ? Optional.empty() : tail.index().oldest(which);
  }

  @Override
  public Optional<NewMessage> unstored(UUID message) throws SQLException {
    return tail == null ? Optional.empty() : tail.contents().find(message);
  }

  @Override
  public boolean store(UUID message) throws SQLException {
    Optional<NewMessage> unstored = unstored(message);
    if (unstored.isPresent() && unstored.get().isDueBy(clock.instant())) {
      return false;
    }
    if (unstored.isPresent()) {
      storeAll();
    }
    return true;
  }

  @Override
  public void storeAll() throws SQLException {
    if (tail == null) {
      return;
    }
    try {
      await(sequencer.barrier(), LONGEST_WAIT);
    } catch (TimeoutException e) {
      // In a flood the caller uses the messages that are stored.
      LOG.debug("Bellhop has not stored the whole tail yet");
    }
  }

  static void await(CompletableFuture<Void> done, Duration limit)
      throws SQLException, TimeoutException {
    try {
      done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
    }
  }

  @Override
  public Map<String, Integer> sizes() {
    return tail == null ? Map.of() : tail.index().sizes();
  }

  /** Stores the rest of the tail, so that the tables are complete while this hub is down. */
  @Override
  public void close() throws InterruptedException {
    if (tail == null) {
      return;
    }
    sequencer.stop();
    try {
      store.storeAll(claim -> {});
    } catch (SQLException | RuntimeException e) {
      LOG.warn("the last webhooks stay in the journal: {}", DatabaseErrors.describe(e));
    }
    try {
      tail.close();
    } catch (IOException | SQLException e) {
      LOG.warn("Bellhop cannot close the journal cleanly: {}", DatabaseErrors.describe(e));
    }
  }
}

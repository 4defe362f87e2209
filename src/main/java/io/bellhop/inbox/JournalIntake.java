package io.bellhop.inbox;

import io.bellhop.config.ConfigException;
import io.bellhop.journal.Journal;
import io.bellhop.journal.JournalFailedException;
import io.bellhop.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
 * Arrivals go to a journal, which is on disk when they are acknowledged, and from there to workers:
 * most are written to the database once, with their outcome. Only for a database that no other node
 * has open.
 */
final class JournalIntake implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(JournalIntake.class);

  /** How long a replay waits for what has just arrived. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  private final Path folder;
  private final Database database;
  private final TailTable table;
  private final Clock clock;
  private final Duration lease;
  private final Signals signals;
  private Tail tail;
  private TailStore store;
  private Sequencer sequencer;

  JournalIntake(
      Path folder,
      Database database,
      InboxTable table,
      Clock clock,
      Duration lease,
      Signals signals) {
    this.folder = folder;
    this.database = database;
    this.table = new TailTable(table);
    this.clock = clock;
    this.lease = lease;
    this.signals = signals;
  }

  @Override
  public void start() {
    List<Journal.Entry> left = new ArrayList<>();
    try {
      tail = new Tail(database, Journal.open(folder, left));
      tail.recover(left);
    } catch (IOException e) {
      throw new ConfigException("the journal of webhooks cannot be opened: " + e.getMessage(), e);
    }
    if (!left.isEmpty()) {
      LOG.info(
          "{} requests were left in the journal; Bellhop resumes those not stored", left.size());
    }
    store = new TailStore(database, tail, table, clock, lease);
    sequencer = new Sequencer(tail, store, signals.isPressed(), signals.onStored());
  }

  @Override
  public void handTo(Workers workers) {
    sequencer.start(workers);
  }

  @Override
  public boolean isFull() {
    return tail.isFull();
  }

  @Override
  public void append(List<List<NewMessage>> requests) throws IOException {
    try {
      tail.append(requests);
      database.wroteBeside(null);
    } catch (JournalFailedException e) {
      LOG.error(
          "{}. Bellhop takes no more webhooks: check the disk and start it again", e.getMessage());
      signals.onFailure().accept(e.getMessage());
      throw e;
    } catch (IOException e) {
      database.wroteBeside(e);
      throw e;
    }
    sequencer.wake();
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
  public List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) {
    return tail == null ? List.of() : tail.index().find(which);
  }

  @Override
  public Optional<NewMessage> unstored(UUID message) throws SQLException {
    return tail == null ? Optional.empty() : tail.find(message);
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

  /** Returns when the database has all that was appended before. */
  void storeAll() throws SQLException {
    CompletableFuture<Void> stored = sequencer.barrier();
    try {
      stored.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
    } catch (TimeoutException e) {
      // In a flood the caller works with what is there.
      LOG.debug("not all of the tail is stored yet");
    }
  }

  @Override
  public Map<String, Integer> sizes() {
    return tail == null ? Map.of() : tail.index().sizes();
  }

  /** Stores what is left, so that the database is complete while the hub is down. */
  @Override
  public void close() throws InterruptedException {
    if (tail == null) {
      return;
    }
    sequencer.stop();
    try {
      store.storeAll();
    } catch (SQLException | RuntimeException e) {
      LOG.warn(
          "what arrived last stays in the journal until the next start: {}", Database.describe(e));
    }
    try {
      tail.close();
    } catch (IOException e) {
      LOG.warn("the journal does not close as it should: {}", e.toString());
    }
  }
}

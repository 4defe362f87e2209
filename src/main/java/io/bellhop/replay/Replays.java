package io.bellhop.replay;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.inbox.Inbox;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.Database;
import io.bellhop.store.ExpiredRows;
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
 * Replays many messages, one replay after the other, each at its rate. A thread runs only while
 * there is a replay to run. Thread-safe.
 *
 * <p>After a crash Bellhop repeats part of the messages of the last second, which become pending as
 * before. If a node dies, another node continues its replay: one that starts, or one whose user
 * looks at it.
 */
public final class Replays implements AutoCloseable {
  public static final ExpiredRows OLD =
      ExpiredRows.byId(
          "inbox_replay",
          """
          delete from inbox_replay where finished_at is not null and id in (
            select id from inbox_replay where finished_at is not null and id < ?
            order by id limit ?)
          """);

  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

  /** Many times the duration of a batch. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Database database;
  private final Inbox inbox;
  private final Clock clock;
  private final ReplayTable table = new ReplayTable();
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final UUID lease = UUID.randomUUID();
  private final WakeUpSignal signal = new WakeUpSignal();
  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot continue the replays");
  private ReplayMessages messages;
  private Thread thread;
  private boolean isWanted;
  private boolean isClosed;

  public Replays(Database database, Inbox inbox, Clock clock) {
    this.database = database;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Sets the source of messages; without it no replay runs. */
  public synchronized void readBy(ReplayMessages reader) {
    messages = reader;
  }

  /** Continues the replays of an earlier run. */
  public void start() throws SQLException {
    if (!database.dialect().isForManyNodes()) {
      database.transact(
          connection -> {
            table.releaseAll(connection);
            return null;
          });
    }
    wake();
  }

  /**
   * Returns the id for a new replay, which includes only messages that arrived before this call.
   */
  public UUID newId() {
    return ids.generate();
  }

  /**
   * @param total the number of messages that match
   */
  public Replay begin(UUID id, String workspace, String filter, int rate, long total)
      throws SQLException {
    Replay replay =
        new Replay(
            id,
            workspace,
            filter,
            rate,
            new Replay.Counts(total, 0, 0),
            new UUID(0, 0),
            clock.instant(),
            Replay.Outcome.NONE);
    database.durably(
        connection -> {
          table.insert(connection, replay);
          return null;
        });
    wake();
    return replay;
  }

  public Optional<Replay> find(UUID id) throws SQLException {
    Optional<Replay> found = database.transact(connection -> table.find(connection, id));
    if (found.isPresent() && found.get().outcome().finishedAt() == null) {
      // The node that ran it may have died.
      wake();
    }
    return found;
  }

  /** Cancels a replay; replayed messages stay pending. */
  public void cancel(UUID id) throws SQLException {
    end(id, Replay.Status.CANCELLED, null);
    signal.wake();
  }

  private synchronized void wake() {
    isWanted = messages != null && !isClosed;
    if (isWanted && thread == null) {
      thread = DaemonThreads.create(this::run, "bellhop-replay");
      thread.start();
    }
  }

  /** Whether a replay may be waiting; the thread ends otherwise. */
  private synchronized boolean shouldContinue() {
    boolean runs = isWanted && !isClosed;
    isWanted = false;
    thread = runs ? thread : null;
    return runs;
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private void run() {
    while (shouldContinue()) {
      boolean isMore = true;
      while (isMore && !isClosed()) {
        try {
          isMore = step();
          outage.worked();
        } catch (SQLException | RuntimeException e) {
          outage.failed(e);
          await(AFTER_FAILURE);
        }
      }
    }
  }

  /** Runs one batch; false if all replays have ended. */
  private boolean step() throws SQLException {
    Instant now = clock.instant();
    Optional<ReplayTable.Claimed> claimed =
        database.transact(connection -> table.claim(connection, lease, now, now.plus(LEASE)));
    if (claimed.isEmpty()) {
      return false;
    }
    Replay replay = claimed.get().replay();
    if (replay == null) {
      Duration wait = Duration.between(now, claimed.get().until());
      await(wait.compareTo(LEASE) > 0 ? LEASE : wait.plusMillis(1));
      return true;
    }
    long begun = System.nanoTime();
    List<UUID> next;
    try {
      next = messages.next(replay, replay.portion());
    } catch (IllegalArgumentException e) {
      end(replay.id(), Replay.Status.FAILED, e.getMessage());
      return true;
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException("Bellhop cannot find the messages", e);
    }
    if (next.isEmpty()) {
      end(replay.id(), Replay.Status.DONE, null);
      return true;
    }
    Replay further = replay(replay, next);
    database.transact(
        connection -> {
          table.advance(connection, further, lease, clock.instant().plus(LEASE));
          return null;
        });
    long pace = next.size() * 1_000_000_000L / replay.rate();
    await(Duration.ofNanos(begun + pace - System.nanoTime()));
    return true;
  }

  private Replay replay(Replay replay, List<UUID> next) throws SQLException {
    long replayed = replay.counts().replayed();
    long skipped = replay.counts().skipped();
    for (UUID message : next) {
      if (inbox.replay(message)) {
        replayed++;
      } else {
        skipped++;
      }
    }
    return replay.at(next.get(next.size() - 1), replayed, skipped);
  }

  private void end(UUID id, Replay.Status how, String error) throws SQLException {
    database.durably(connection -> table.end(connection, id, how, error, clock.instant()));
  }

  private void await(Duration time) {
    try {
      signal.await(time);
    } catch (InterruptedException e) {
      // No one may interrupt this thread: H2 would close its file.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    Thread last;
    synchronized (this) {
      isClosed = true;
      last = thread;
    }
    signal.wake();
    if (last != null) {
      last.join(AFTER_FAILURE.toMillis());
    }
  }
}

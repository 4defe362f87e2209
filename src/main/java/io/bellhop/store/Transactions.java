package io.bellhop.store;

import io.bellhop.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in transactions, and makes their writes durable. Thread-safe. */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  /** Reopening H2 takes a moment, and all callers find it closed at the same time. */
  private static final long REOPEN_PAUSE = Duration.ofSeconds(1).toNanos();

  /** Short, because a write takes a few milliseconds. */
  private static final long PAUSE = Duration.ofMillis(1).toNanos();

  private final DataSource source;
  private final boolean mayReopen;
  private final Dialect dialect;
  private final DiskFullState diskFull;
  private final ReentrantReadWriteLock writes = new ReentrantReadWriteLock(true);
  private final AtomicLong reopenedAt = new AtomicLong(System.nanoTime() - REOPEN_PAUSE);

  /**
   * @param mayReopen whether the pool is Bellhop's own
   */
  Transactions(DataSource source, boolean mayReopen, Dialect dialect, DiskFullState diskFull) {
    this.source = source;
    this.mayReopen = mayReopen;
    this.dialect = dialect;
    this.diskFull = diskFull;
  }

  <T> T run(Work<T> work, boolean durable) throws SQLException {
    try (Connection connection = source.getConnection()) {
      T result = apartFromWrites(connection, own -> inTransaction(own, work));
      if (durable || dialect.mustWrite(connection)) {
        makeDurable(connection);
        diskFull.wrote();
      }
      return result;
    } catch (SQLException e) {
      failed(e);
      throw e;
    }
  }

  /** Runs work durably; between its steps other work becomes durable. */
  <T> T runSlowly(SteppedTransaction<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      T result =
          inTransaction(
              connection,
              own -> {
                dialect.allowPauses(own);
                return work.in(stepsOn(own));
              });
      makeDurable(connection);
      diskFull.wrote();
      return result;
    } catch (SQLException e) {
      failed(e);
      throw e;
    }
  }

  private SteppedTransaction.Steps stepsOn(Connection connection) {
    return new SteppedTransaction.Steps() {
      @Override
      public <T> T run(Work<T> step) throws SQLException {
        return betweenWrites(connection, step);
      }
    };
  }

  private <T> T apartFromWrites(Connection connection, Work<T> work) throws SQLException {
    writes.readLock().lock();
    try {
      return work.in(connection);
    } finally {
      writes.readLock().unlock();
    }
  }

  /**
   * Runs work that has locked rows. It must not queue behind a write, which may wait for a
   * transaction that waits for these rows.
   */
  private <T> T betweenWrites(Connection connection, Work<T> work) throws SQLException {
    while (!writes.readLock().tryLock()) {
      LockSupport.parkNanos(PAUSE);
    }
    try {
      return work.in(connection);
    } finally {
      writes.readLock().unlock();
    }
  }

  private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.in(connection);
      betweenWrites(
          connection,
          own -> {
            own.commit();
            return null;
          });
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private void rollBack(Connection connection, Exception cause) {
    try {
      betweenWrites(
          connection,
          own -> {
            own.rollback();
            return null;
          });
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Must not run during a statement: H2 writes its tables one by one, and would write half of the
   * statement's changes. For earlier changes of a transaction it also writes how to undo them after
   * a kill.
   */
  private void makeDurable(Connection connection) throws SQLException {
    if (!dialect.writesTransactionsTorn()) {
      dialect.makeDurable(connection);
      return;
    }
    writes.writeLock().lock();
    try {
      dialect.makeDurable(connection);
    } finally {
      writes.writeLock().unlock();
    }
  }

  /** Records a full disk, and reopens a database that has closed itself. */
  private void failed(SQLException error) {
    diskFull.failed(error);
    long last = reopenedAt.get();
    long now = System.nanoTime();
    if (mayReopen
        && SqlStates.isClosed(error)
        && now - last >= REOPEN_PAUSE
        && reopenedAt.compareAndSet(last, now)) {
      LOG.debug(
          "H2 has closed the database, Bellhop opens it again: {}", DatabaseErrors.describe(error));
      Pool.reopen(source);
    }
  }
}

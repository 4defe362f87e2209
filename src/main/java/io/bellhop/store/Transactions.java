package io.bellhop.store;

import io.bellhop.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in transactions, and has the disk confirm what they wrote. Thread-safe. */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  /** Opening H2 again takes a moment, and all callers find it closed at the same time. */
  private static final long REOPEN_PAUSE = Duration.ofSeconds(1).toNanos();

  private final DataSource source;
  private final boolean mayReopen;
  private final Dialect dialect;
  private final DatabaseTrouble trouble;
  private final ReentrantReadWriteLock writes = new ReentrantReadWriteLock(true);
  private final AtomicLong reopenedAt = new AtomicLong(System.nanoTime() - REOPEN_PAUSE);

  /**
   * @param mayReopen whether the pool is Bellhop's own
   */
  Transactions(DataSource source, boolean mayReopen, Dialect dialect, DatabaseTrouble trouble) {
    this.source = source;
    this.mayReopen = mayReopen;
    this.dialect = dialect;
    this.trouble = trouble;
  }

  <T> T run(Work<T> work, boolean durable) throws SQLException {
    try (Connection connection = source.getConnection()) {
      T result;
      writes.readLock().lock();
      try {
        result = run(connection, work);
      } finally {
        writes.readLock().unlock();
      }
      if (durable || dialect.mustWrite(connection)) {
        makeDurable(connection);
        trouble.wrote();
      }
      return result;
    } catch (SQLException e) {
      failed(e);
      throw e;
    }
  }

  /** Runs work durably without keeping other transactions from becoming durable meanwhile. */
  <T> T runSlowly(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      T result = run(connection, work);
      makeDurable(connection);
      trouble.wrote();
      return result;
    } catch (SQLException e) {
      failed(e);
      throw e;
    }
  }

  private static <T> T run(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.in(connection);
      connection.commit();
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

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * H2 writes its tables one by one: a kill would leave half of a transaction that is under way
   * meanwhile (seen once in some hundred kills: a settle's deletes without its outcome). So no
   * other transaction may be under way.
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

  /** Notes a full disk, and opens a database again that has closed itself. */
  private void failed(SQLException error) {
    trouble.failed(error);
    long last = reopenedAt.get();
    long now = System.nanoTime();
    if (mayReopen
        && SqlStates.isClosed(error)
        && now - last >= REOPEN_PAUSE
        && reopenedAt.compareAndSet(last, now)) {
      LOG.debug("H2 has closed the database, Bellhop opens it again: {}", Database.describe(error));
      Pool.reopen(source);
    }
  }
}

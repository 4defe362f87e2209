package io.bellhop.store;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one database: its pool, its dialect, its schema, and transactions on it. Thread-safe.
 *
 * <p>A DataSource that somebody else owns is not closed.
 */
public final class Database implements AutoCloseable {
  /** Work in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Classes of SQL states: transaction rollback, resources, read-only, lock, operator, system. */
  private static final Set<String> PASSING = Set.of("40", "53", "25", "55", "57", "58", "HY");

  /** What H2 says of a database that it has closed, for one, after a write that failed. */
  private static final Set<String> CLOSED = Set.of("90098", "90121");

  /** Opening it again takes a moment, and all callers find it closed at the same time. */
  private static final long REOPEN_PAUSE = Duration.ofSeconds(1).toNanos();

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final DataSource source;
  private final boolean ours;
  private final LateDialect dialect = new LateDialect();
  private final ReentrantReadWriteLock writes = new ReentrantReadWriteLock(true);

  private final H2File file;
  private final DatabaseTrouble trouble;
  private final AtomicInteger overdue = new AtomicInteger();
  private final AtomicLong reopenedAt = new AtomicLong(System.nanoTime() - REOPEN_PAUSE);

  private Database(DataSource source, boolean ours, H2File file) {
    this.source = source;
    this.ours = ours;
    this.file = file;
    this.trouble = new DatabaseTrouble(new DiskSpace(file == null ? null : file.folder()));
  }

  /**
   * Opens the configured database and brings its schema up to date.
   *
   * @throws ConfigException if it cannot be reached or is neither H2 nor PostgreSQL
   */
  public static Database open(Options options) {
    Database database = null;
    try {
      database = new Database(Pool.open(options), true, Pool.file(options));
      return database.prepared();
    } catch (ConfigException e) {
      close(database);
      throw e;
    } catch (RuntimeException e) {
      close(database);
      throw Pool.unusable(options, e);
    }
  }

  /** Takes a DataSource that is there, and brings the schema in it up to date. */
  public static Database of(DataSource source) {
    return late(source).prepared();
  }

  /**
   * Takes a DataSource whose database may still be away; call {@link #prepare} when it is there.
   */
  public static Database late(DataSource source) {
    return new Database(source, false, null);
  }

  /** The same of the database that the options name. */
  public static Database late(Options options) {
    return new Database(Pool.late(options), true, Pool.file(options));
  }

  /**
   * Asks the database what it is, and brings the schema in it up to date. Does nothing once that
   * has worked.
   *
   * @throws SQLException if it cannot be reached
   * @throws ConfigException if it cannot be used, and will not become usable by itself
   */
  public void prepare() throws SQLException {
    if (dialect.isKnown()) {
      return;
    }
    try (Connection connection = source.getConnection()) {
      Dialect known = Dialect.of(connection.getMetaData().getDatabaseProductName());
      if (file != null) {
        file.requireSound(connection);
      }
      known.prepare(connection);
      Schema.bring(source, connection, known);
      dialect.become(known);
    }
    if (file != null) {
      file.keepFilesPrivate(true);
    }
  }

  private Database prepared() {
    try {
      prepare();
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static void close(Database database) {
    if (database != null) {
      database.close();
    }
  }

  public DataSource source() {
    return source;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Runs work in a transaction that ends on disk, or not at all. */
  public <T> T durably(Work<T> work) throws SQLException {
    return run(work, true);
  }

  /**
   * Runs work in a transaction whose loss at a power cut would only cause work to be done again.
   */
  public <T> T transact(Work<T> work) throws SQLException {
    return run(work, false);
  }

  /**
   * Like {@link #durably}, for work that may take long, such as a call to somebody else under a
   * row's lock: it must not hold up the writes of others. What it writes should be one row.
   */
  public <T> T durablySlowly(Work<T> work) throws SQLException {
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

  private <T> T run(Work<T> work, boolean durable) throws SQLException {
    try (Connection connection = source.getConnection()) {
      T result;
      writes.readLock().lock();
      try {
        result = run(connection, work);
      } finally {
        writes.readLock().unlock();
      }
      if (durable) {
        makeDurable(connection);
        trouble.wrote();
      }
      return result;
    } catch (SQLException e) {
      failed(e);
      throw e;
    }
  }

  /** Notes a full disk, and has a database that has closed itself opened again. */
  private void failed(SQLException error) {
    trouble.failed(error);
    long last = reopenedAt.get();
    long now = System.nanoTime();
    if (ours
        && isClosed(error)
        && now - last >= REOPEN_PAUSE
        && reopenedAt.compareAndSet(last, now)) {
      LOG.debug("H2 has closed the database, it is opened again: {}", describe(error));
      Pool.reopen(source);
    }
  }

  private static boolean isClosed(SQLException error) {
    // Not every one has a state, and Set.of takes no question about null.
    return error.getSQLState() != null && CLOSED.contains(error.getSQLState());
  }

  /** Notes that it answers, for whoever only asks whether it does. */
  public void answered() {
    trouble.answered();
  }

  /** Whether nothing can be written until somebody makes room. */
  public boolean isDiskFull() {
    return trouble.isDiskFull();
  }

  /** What is wrong with it, for an operator, as far as it is known. */
  public String problem() {
    return trouble.isDiskFull() ? trouble.text() : "the database does not answer";
  }

  /** How many readings are waited for in vain. */
  AtomicInteger overdue() {
    return overdue;
  }

  /**
   * H2 writes its tables one by one: a kill would leave half of a transaction that is under way
   * meanwhile (seen once in some hundred kills: a settle's deletes without its outcome). So nobody
   * else is in one.
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

  public static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** What a driver hands out for a timestamp when nobody asked for a type. */
  public static Instant instant(Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Timestamp t ? t.toInstant() : ((OffsetDateTime) value).toInstant();
  }

  public static java.sql.Array texts(Connection connection, Collection<String> texts)
      throws SQLException {
    return connection.createArrayOf("varchar", texts.toArray());
  }

  public static java.sql.Array ids(Connection connection, Collection<UUID> ids)
      throws SQLException {
    return connection.createArrayOf("uuid", ids.toArray());
  }

  /** Whether an error says that the database is away, as against one row being bad. */
  public static boolean isAway(Throwable error) {
    return DiskSpace.isFull(error)
        || error instanceof SQLException e
            && (e instanceof java.sql.SQLTransientConnectionException
                || e instanceof java.sql.SQLNonTransientConnectionException
                || e.getSQLState() != null
                    && (e.getSQLState().startsWith("08")
                        || e.getSQLState().startsWith("57P")
                        || isClosed(e)));
  }

  /**
   * Whether the same work may succeed later: the database is away, full, read-only or too busy, or
   * two transactions met. Nothing is wrong with the rows.
   */
  public static boolean mayPass(Throwable error) {
    return isAway(error)
        || error instanceof SQLTransientException
        || error instanceof SQLRecoverableException
        || error instanceof SQLException e
            && e.getSQLState() != null
            && PASSING.contains(e.getSQLState().substring(0, 2));
  }

  /** Whether an error says that the database cannot write for want of room. */
  public static boolean isDiskFull(Throwable error) {
    return DiskSpace.isFull(error);
  }

  /** An error in words for logs and users: a driver's own text may quote the rows. */
  public static String describe(Throwable error) {
    if (error instanceof CompletionException && error.getCause() != null) {
      return describe(error.getCause());
    }
    return error instanceof SQLException e && e.getSQLState() != null
        ? e.getClass().getSimpleName() + " (SQL state " + e.getSQLState() + ")"
        : error.toString();
  }

  @Override
  public void close() {
    if (ours) {
      Pool.close(source);
    }
  }
}

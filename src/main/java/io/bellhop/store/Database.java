package io.bellhop.store;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * The one database: its pool, its dialect, its schema, and transactions on it. Thread-safe.
 *
 * <p>Closes only its own pool, never a given DataSource.
 */
public final class Database implements AutoCloseable {
  /** Work in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final boolean ours;
  private final LazyDialect dialect = new LazyDialect();
  private final H2File file;
  private final DiskFullState diskFull;
  private final Transactions transactions;
  private final AtomicInteger overdue = new AtomicInteger();
  private final ContentCipher content = new ContentCipher();

  private Database(DataSource source, boolean ours, H2File file) {
    this.source = source;
    this.ours = ours;
    this.file = file;
    this.diskFull = new DiskFullState(new DiskSpace(file == null ? null : file.folder()));
    this.transactions = new Transactions(source, ours, dialect, diskFull);
  }

  /**
   * Opens the configured database and brings its schema up to date.
   *
   * @throws ConfigException if the database cannot be reached or is neither H2 nor PostgreSQL
   */
  public static Database open(Options options) {
    DataSource pool = null;
    try {
      pool = Pool.open(options);
      return new Database(pool, true, Pool.file(options)).prepared();
    } catch (RuntimeException e) {
      if (pool != null) {
        Pool.close(pool);
      }
      throw e instanceof ConfigException known ? known : Pool.unusable(options, e);
    }
  }

  /**
   * As {@link #open} for a starting process: waits for a PostgreSQL that is not yet up.
   *
   * @throws ConfigException if the database is not up in time, or is unusable
   */
  public static Database await(Options options) throws InterruptedException {
    return new DatabaseStartup(options).open();
  }

  /** Uses a DataSource, and updates the schema in its database. */
  public static Database of(DataSource source) {
    return late(source).prepared();
  }

  /**
   * Uses a DataSource whose database may not be reachable yet; call {@link #prepare} when it
   * answers.
   */
  public static Database late(DataSource source) {
    return new Database(source, false, null);
  }

  /**
   * Opens the configured database, which may not be reachable yet, as {@link #late(DataSource)}
   * does.
   */
  public static Database late(Options options) {
    return new Database(Pool.late(options), true, Pool.file(options));
  }

  /**
   * Determines the kind of database, and updates its schema. Does nothing after a success.
   *
   * @throws SQLException if the database cannot be reached
   * @throws ConfigException if the database is unusable and only an operator can correct that
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
      known.tune(connection);
      dialect.become(known);
    }
    if (file != null) {
      file.keepFilesPrivate(true);
    }
  }

  /**
   * Checks the database. Must be called before a hub works on it.
   *
   * @throws ConfigException if {@code bellhop migrate} has copied only a part of a hub into it
   */
  public void requireWhole() throws SQLException {
    try (Connection connection = source.getConnection()) {
      MigrationMarker.refuse(connection, dialect);
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

  public DataSource source() {
    return source;
  }

  /** The encryption of bodies, records, events and answers. */
  public ContentCipher content() {
    return content;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Runs work in a transaction whose commit is on disk when this method returns. */
  public <T> T durably(Work<T> work) throws SQLException {
    return transactions.run(work, true);
  }

  /** Runs work in a transaction whose loss in a power cut would only cause Bellhop to repeat it. */
  public <T> T transact(Work<T> work) throws SQLException {
    return transactions.run(work, false);
  }

  /**
   * Marks work that looks up rows only by their keys: in its transaction the planner uses indexes,
   * whatever the statistics of the tables.
   */
  public <T> Work<T> byKeys(Work<T> work) {
    return connection -> {
      dialect.preferIndexes(connection);
      return work.in(connection);
    };
  }

  /**
   * Like {@link #durably}, for work that may take long, such as a call to a provider under a row's
   * lock: between its steps it does not block the writes of others.
   */
  public <T> T durablySlowly(SteppedTransaction<T> work) throws SQLException {
    return transactions.runSlowly(work);
  }

  /**
   * Records that the database answers, because a health check writes nothing and would not record
   * it.
   */
  public void answered() {
    diskFull.answered();
  }

  /** Records a write to files beside the database; if the error is null, the disk has room. */
  public void wroteBeside(IOException error) {
    if (error == null) {
      diskFull.wrote();
    } else {
      diskFull.failed(error);
    }
  }

  /**
   * A file or folder of Bellhop beside H2's file, which only this process has open.
   *
   * @return null if the database is elsewhere, where other nodes may have it open
   */
  public Path beside(String ending) {
    return file == null ? null : file.sibling(ending);
  }

  /** Whether the database accepts no writes until an operator frees disk space. */
  public boolean isDiskFull() {
    return diskFull.isDiskFull();
  }

  /** The fault of the database, in words for an operator, if it is known. */
  public String problem() {
    return diskFull.isDiskFull() ? diskFull.text() : "the database does not answer";
  }

  /** The number of overdue reads that are still running. */
  AtomicInteger overdue() {
    return overdue;
  }

  public static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** Converts the value that a driver returns for a timestamp if the caller names no type. */
  public static Instant instant(Object value) {
    if (value == null || value instanceof Instant) {
      return (Instant) value;
    }
    return value instanceof Timestamp t ? t.toInstant() : ((OffsetDateTime) value).toInstant();
  }

  public static java.sql.Array texts(Connection connection, Collection<String> texts)
      throws SQLException {
    return connection.createArrayOf("varchar", texts.toArray());
  }

  @Override
  public void close() {
    if (ours) {
      Pool.close(source);
    }
  }
}

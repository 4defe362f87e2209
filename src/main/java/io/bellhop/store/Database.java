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
 * <p>It closes only a pool of its own, never a DataSource that it was given.
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
   * @throws ConfigException if it cannot be reached or is neither H2 nor PostgreSQL
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
   * The same for a process that starts: it waits for a PostgreSQL that is not up yet.
   *
   * @throws ConfigException if it is not up in time, or cannot be used
   */
  public static Database await(Options options) throws InterruptedException {
    return new DatabaseStartup(options).open();
  }

  /** Uses a DataSource, and brings the schema in its database up to date. */
  public static Database of(DataSource source) {
    return late(source).prepared();
  }

  /** Uses a DataSource whose database may still be away; call {@link #prepare} when it answers. */
  public static Database late(DataSource source) {
    return new Database(source, false, null);
  }

  /** Opens the configured database, which may still be away, as {@link #late(DataSource)} does. */
  public static Database late(Options options) {
    return new Database(Pool.late(options), true, Pool.file(options));
  }

  /**
   * Finds out which database it is, and brings the schema in it up to date. Does nothing once that
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
      known.tune(connection);
      dialect.become(known);
    }
    if (file != null) {
      file.keepFilesPrivate(true);
    }
  }

  /**
   * Called before a hub works on it.
   *
   * @throws ConfigException if {@code bellhop migrate} has brought only a part of a hub into it
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

  /** How bodies, records, events and answers are stored. */
  public ContentCipher content() {
    return content;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Runs work in a transaction that ends on disk, or not at all. */
  public <T> T durably(Work<T> work) throws SQLException {
    return transactions.run(work, true);
  }

  /** Runs work in a transaction whose loss at a power cut would only cause it to be done again. */
  public <T> T transact(Work<T> work) throws SQLException {
    return transactions.run(work, false);
  }

  /**
   * Work that looks up rows by their keys alone: the planner uses indexes in its transaction,
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
   * lock: between its steps it does not hold up the writes of others.
   */
  public <T> T durablySlowly(SteppedTransaction<T> work) throws SQLException {
    return transactions.runSlowly(work);
  }

  /** Notes that it answers: a health check writes nothing, and would not notice otherwise. */
  public void answered() {
    diskFull.answered();
  }

  /** Files beside the database were written, so the disk has room, if the error is null. */
  public void wroteBeside(IOException error) {
    if (error == null) {
      diskFull.wrote();
    } else {
      diskFull.failed(error);
    }
  }

  /**
   * A file or folder of Bellhop's beside H2's file, which only this process has open.
   *
   * @return null if the database is elsewhere, where other nodes may have it open
   */
  public Path beside(String ending) {
    return file == null ? null : file.sibling(ending);
  }

  /** Whether nothing can be written until an operator makes room. */
  public boolean isDiskFull() {
    return diskFull.isDiskFull();
  }

  /** What is wrong with it, for an operator, as far as it is known. */
  public String problem() {
    return diskFull.isDiskFull() ? diskFull.text() : "the database does not answer";
  }

  /** How many reads have not answered in time and are still running. */
  AtomicInteger overdue() {
    return overdue;
  }

  public static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** The time in what a driver returns for a timestamp unless it is asked for a type. */
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

package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** The differences between H2 and PostgreSQL. All other SQL runs on both. */
public interface Dialect {
  /** The name of the database in options and metrics. */
  String name();

  /** The largest body that a row can store, in bytes. */
  int largestBody();

  /** The values for the placeholders of db/common. */
  Map<String, String> types();

  /**
   * Parameters: order key, queue, due time, lease or null. Adds a key, or counts an arrival at an
   * existing key, which keeps its due time and lease.
   */
  String arriveAtKey(String table);

  /** Parameters: queue, now, limit. Locks due keys that no other transaction has locked. */
  String dueKeys(String table);

  /**
   * Makes the planner use indexes until the transaction ends, whatever the statistics. For
   * transactions that look up rows only by their keys.
   */
  void preferIndexes(Connection connection) throws SQLException;

  /** Makes a commit survive a power cut. Called after the commit, on its connection. */
  void makeDurable(Connection connection) throws SQLException;

  /** Whether memory contains so many committed writes that they must be written to disk. */
  default boolean mustWrite(Connection connection) {
    return false;
  }

  /** Called in a transaction that does other work between its statements. */
  default void allowPauses(Connection connection) throws SQLException {}

  /** Whether a write to disk may include half of a running transaction. */
  boolean writesTransactionsTorn();

  /** Whether other processes may have the database open too. */
  boolean isForManyNodes();

  /** Prepares the database. Called once, before the schema is created. */
  void prepare(Connection connection) throws SQLException;

  /** Tunes the database. Called once at each start, after the schema exists. */
  void tune(Connection connection) throws SQLException;

  static Dialect of(String product) {
    return switch (product) {
      case "H2" -> new H2Dialect();
      case "PostgreSQL" -> new PostgresDialect();
      default ->
          throw new IllegalArgumentException(
              "the database must be H2 or PostgreSQL, was: " + product);
    };
  }
}

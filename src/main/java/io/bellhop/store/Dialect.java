package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Where H2 and PostgreSQL differ. Everything else is written for both. */
public interface Dialect {
  /** The name of the database in options and metrics. */
  String name();

  /** The largest body that a row can store, in bytes. */
  int largestBody();

  /** The values for the placeholders of db/common. */
  Map<String, String> types();

  /**
   * Parameters: order key, queue, due time, lease or null. Adds a key, or counts an arrival at one
   * that is there, whose due time and lease stay.
   */
  String arriveAtKey(String table);

  /**
   * Parameters: queue, now, how many. Locks keys that are due and that no other transaction locks.
   */
  String dueKeys(String table);

  /**
   * Has the planner take indexes until the transaction ends, whatever it knows of the tables. For
   * transactions that look up rows by their keys alone.
   */
  void preferIndexes(Connection connection) throws SQLException;

  /** Called after a commit that must survive a power cut, on the connection that made it. */
  void makeDurable(Connection connection) throws SQLException;

  /** Whether memory holds so many committed writes that they must go to disk. */
  default boolean mustWrite(Connection connection) {
    return false;
  }

  /** Called in a transaction that does other things between its statements. */
  default void allowPauses(Connection connection) throws SQLException {}

  /** Whether a write to disk may include half of a running transaction. */
  boolean writesTransactionsTorn();

  /** Whether other processes may have the database open too. */
  boolean isForManyNodes();

  /** Called once, before the schema is made. */
  void prepare(Connection connection) throws SQLException;

  /** Called once at each start, when the schema is there. */
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

package io.bellhop.store;

import io.bellhop.time.TimeOrderedIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A package whose rows expire. Retention calls it to delete them; the package owns the table and
 * decides how.
 */
public interface ExpiredRows {
  /** The number of rows that one statement deletes, so that it holds no lock for long. */
  int PORTION = 500;

  /** The name of the rows, for the log. */
  String name();

  /**
   * Deletes rows from before a time, in a separate transaction.
   *
   * @return the number of deleted rows; if it is at least {@link #PORTION}, there may be more, and
   *     the caller repeats the call
   */
  int delete(Database database, Instant before) throws SQLException;

  /**
   * Rows whose ids are in the order of time.
   *
   * @param statement deletes rows with ids below the first value, at most as many as the second
   */
  static ExpiredRows byId(String name, String statement) {
    return of(
        name,
        (connection, before) ->
            Sql.update(connection, statement, TimeOrderedIds.first(before), PORTION));
  }

  /** Deletes rows in the connection's transaction. */
  @FunctionalInterface
  interface Deletion {
    int run(Connection connection, Instant before) throws SQLException;
  }

  /** Rows that need a transaction for each portion. */
  static ExpiredRows of(String name, Deletion deletion) {
    return new ExpiredRows() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int delete(Database database, Instant before) throws SQLException {
        // A power cut may undo the last deletions, which the next run repeats.
        return database.transact(connection -> deletion.run(connection, before));
      }
    };
  }
}

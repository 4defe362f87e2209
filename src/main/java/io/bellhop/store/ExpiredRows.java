package io.bellhop.store;

import io.bellhop.time.TimeOrderedIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A package whose rows get old. Retention asks it to delete them; how is the package's own matter,
 * as the table is.
 */
public interface ExpiredRows {
  /** So many rows hold no lock for long. */
  int PORTION = 500;

  /** What they are, for the log. */
  String name();

  /**
   * Deletes rows of before a time, in a transaction that it ends.
   *
   * @return how many; at least {@link #PORTION} if there may be more, and then it is asked again
   */
  int delete(Database database, Instant before) throws SQLException;

  /**
   * Rows whose ids are ordered by time.
   *
   * @param statement deletes rows with smaller ids than the first value, as many as the second
   */
  static ExpiredRows byId(String name, String statement) {
    return of(
        name,
        (connection, before) ->
            Sql.update(connection, statement, TimeOrderedIds.first(before), PORTION));
  }

  /** Deletes rows in the transaction of a connection. */
  @FunctionalInterface
  interface Deletion {
    int run(Connection connection, Instant before) throws SQLException;
  }

  /** Rows that are deleted by a transaction for each portion. */
  static ExpiredRows of(String name, Deletion deletion) {
    return new ExpiredRows() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int delete(Database database, Instant before) throws SQLException {
        // A power cut undoes the end of it: the next run deletes that again.
        return database.transact(connection -> deletion.run(connection, before));
      }
    };
  }
}

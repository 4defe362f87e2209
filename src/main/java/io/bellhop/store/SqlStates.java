package io.bellhop.store;

import java.sql.SQLException;
import java.util.Set;

/** The meaning of SQL error states, on H2 and on PostgreSQL. An error may have none. */
final class SqlStates {
  /** Classes of states: transaction rollback, resources, read-only, lock, operator, system. */
  private static final Set<String> PASSING = Set.of("40", "53", "25", "55", "57", "58", "HY");

  /**
   * The states that H2 reports for a database that it has closed, for example after a failed write.
   */
  private static final Set<String> CLOSED = Set.of("90098", "90121");

  private SqlStates() {}

  /** Whether H2 has closed the database. */
  static boolean isClosed(SQLException error) {
    return CLOSED.contains(state(error));
  }

  /**
   * Whether the database is unreachable: a connection error, a PostgreSQL that shuts down, a closed
   * H2.
   */
  static boolean isAway(SQLException error) {
    return state(error).startsWith("08") || state(error).startsWith("57P") || isClosed(error);
  }

  /**
   * Whether the row violates a constraint, for example because another caller has just created it.
   */
  static boolean isConstraint(SQLException error) {
    return state(error).startsWith("23");
  }

  /** Whether the same work may succeed later. */
  static boolean mayPass(SQLException error) {
    return state(error).length() > 2 && PASSING.contains(state(error).substring(0, 2));
  }

  private static String state(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }
}

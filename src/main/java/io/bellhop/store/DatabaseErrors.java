package io.bellhop.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.concurrent.CompletionException;

/** What an error of the database means for the work that met it. */
public final class DatabaseErrors {
  private DatabaseErrors() {}

  /** Whether an error means that the database is away, and not that one row is bad. */
  public static boolean isAway(Throwable error) {
    return DiskSpace.isFull(error)
        || error instanceof SQLException e
            && (e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || SqlStates.isAway(e));
  }

  /**
   * Whether the same work may succeed later: the database is away, full, read-only or too busy, or
   * two transactions met. The rows themselves are valid.
   */
  public static boolean mayPass(Throwable error) {
    return isAway(error)
        || error instanceof SQLTransientException
        || error instanceof SQLRecoverableException
        || error instanceof SQLException e && SqlStates.mayPass(e);
  }

  /** Whether an error means that the disk of the database is full. */
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
}

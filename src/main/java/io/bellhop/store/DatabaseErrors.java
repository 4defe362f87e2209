package io.bellhop.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.concurrent.CompletionException;

/** Interprets errors of the database for the failed work. */
public final class DatabaseErrors {
  private DatabaseErrors() {}

  /** Whether an error means that the database is unreachable, and not that a row is invalid. */
  public static boolean isAway(Throwable error) {
    return DiskSpace.isFull(error)
        || error instanceof SQLException e
            && (e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || SqlStates.isAway(e));
  }

  /**
   * Whether the same work may succeed later: the database is unreachable, full, read-only or too
   * busy, or two transactions conflicted. The rows themselves are valid.
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

  /** Describes an error for logs and users, without the driver's text, which may quote rows. */
  public static String describe(Throwable error) {
    if (error instanceof CompletionException && error.getCause() != null) {
      return describe(error.getCause());
    }
    return error instanceof SQLException e && e.getSQLState() != null
        ? e.getClass().getSimpleName() + " (SQL state " + e.getSQLState() + ")"
        : error.toString();
  }
}

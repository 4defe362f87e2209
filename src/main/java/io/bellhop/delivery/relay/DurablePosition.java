package io.bellhop.delivery.relay;

import io.bellhop.store.Database;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the event log is on disk. H2 shows a commit before that: an event that was sent and
 * then lost in a crash would be emitted anew, as another one. Thread-safe.
 */
final class DurablePosition {
  private final Database database;
  private final RelayTable table;
  private final AtomicLong end = new AtomicLong();

  DurablePosition(Database database, RelayTable table) {
    this.database = database;
    this.table = table;
  }

  /** The last place that is on disk, as far as is known. */
  long end() {
    return database.dialect().writesTransactionsTorn() ? end.get() : Long.MAX_VALUE;
  }

  /** All up to this place is. */
  void reaches(long seq) {
    end.accumulateAndGet(seq, Math::max);
  }

  /**
   * Finds out what a commit has written that then seemed to fail, or an earlier run.
   *
   * @return whether there is more than was known
   */
  boolean grows() throws SQLException {
    if (end() == Long.MAX_VALUE || database.transact(table::lastOfLog) <= end()) {
      return false;
    }
    reaches(database.durably(table::lastOfLog));
    return true;
  }
}

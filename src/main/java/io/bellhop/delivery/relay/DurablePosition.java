package io.bellhop.delivery.relay;

import io.bellhop.store.Database;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the event log is on disk. H2 shows a commit before that: if an event were sent and
 * then lost in a crash, Bellhop would emit it again as another one. Thread-safe.
 */
final class DurablePosition {
  private final Database database;
  private final RelayTable table;
  private final AtomicLong end = new AtomicLong();

  DurablePosition(Database database, RelayTable table) {
    this.database = database;
    this.table = table;
  }

  /** The last place that is known to be on disk. */
  long end() {
    return database.dialect().writesTransactionsTorn() ? end.get() : Long.MAX_VALUE;
  }

  /** Notes that everything up to this place is on disk. */
  void reaches(long seq) {
    end.accumulateAndGet(seq, Math::max);
  }

  /**
   * Looks for events of a commit that seemed to fail, or of an earlier run.
   *
   * @return whether there are more than were known
   */
  boolean grows() throws SQLException {
    if (end() == Long.MAX_VALUE || database.transact(table::lastOfLog) <= end()) {
      return false;
    }
    reaches(database.durably(table::lastOfLog));
    return true;
  }
}

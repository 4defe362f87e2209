package io.bellhop.delivery.relay;

import io.bellhop.store.Database;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the event log is on disk. H2 shows a commit before it is on disk: if Bellhop sent an
 * event and a crash then lost it, Bellhop would emit it again with another id. Thread-safe.
 */
final class DurablePosition {
  private final Database database;
  private final RelayTable table;
  private final AtomicLong end = new AtomicLong();

  DurablePosition(Database database, RelayTable table) {
    this.database = database;
    this.table = table;
  }

  /** The last place of the log that is certainly on disk. */
  long end() {
    return database.dialect().writesTransactionsTorn() ? end.get() : Long.MAX_VALUE;
  }

  /** Records that the log up to this place is on disk. */
  void reaches(long seq) {
    end.accumulateAndGet(seq, Math::max);
  }

  /**
   * Looks for events of a commit that seemed to fail, or of an earlier run.
   *
   * @return whether it found any
   */
  boolean grows() throws SQLException {
    if (end() == Long.MAX_VALUE || database.transact(table::lastOfLog) <= end()) {
      return false;
    }
    reaches(database.durably(table::lastOfLog));
    return true;
  }
}

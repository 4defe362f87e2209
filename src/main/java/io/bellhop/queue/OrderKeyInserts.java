package io.bellhop.queue;

import io.bellhop.queue.OrderKeyTable.Arrival;
import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds order keys in one batch, or counts an arrival if they exist. Immutable. */
final class OrderKeyInserts {
  private static final String UNIQUE_VIOLATION = "23505";

  /** A repetition occurs only if another transaction adds the same keys at the same moment. */
  private static final int MAX_ATTEMPTS = 5;

  private final String table;
  private final Dialect dialect;

  /**
   * @param dialect of a database that may be unavailable
   */
  OrderKeyInserts(String table, Dialect dialect) {
    this.table = table;
    this.dialect = dialect;
  }

  void insert(Connection connection, SortedMap<String, Arrival> arrivals) throws SQLException {
    SortedMap<String, Arrival> left = arrivals;
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      left = insertBatch(connection, left, attempt == MAX_ATTEMPTS);
    }
  }

  /**
   * @return keys that another transaction added at the same moment; some databases do not treat
   *     them as existing, but now they exist
   */
  private SortedMap<String, Arrival> insertBatch(
      Connection connection, SortedMap<String, Arrival> arrivals, boolean last)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(dialect.arriveAtKey(table))) {
      for (Map.Entry<String, Arrival> key : arrivals.entrySet()) {
        s.setString(1, key.getKey());
        s.setString(2, key.getValue().queue());
        s.setObject(3, Database.time(key.getValue().dueAt()));
        s.setObject(4, key.getValue().lease(), Types.OTHER);
        s.addBatch();
      }
      s.executeBatch();
      return Collections.emptySortedMap();
    } catch (BatchUpdateException e) {
      int[] counts = e.getUpdateCounts();
      if (last || !UNIQUE_VIOLATION.equals(e.getSQLState()) || counts.length < arrivals.size()) {
        throw e;
      }
      SortedMap<String, Arrival> failed = new TreeMap<>(arrivals);
      int index = 0;
      for (String key : arrivals.keySet()) {
        if (counts[index++] != Statement.EXECUTE_FAILED) {
          failed.remove(key);
        }
      }
      return failed;
    }
  }
}

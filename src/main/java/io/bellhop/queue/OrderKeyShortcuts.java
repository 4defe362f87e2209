package io.bellhop.queue;

import io.bellhop.queue.OrderKeyTable.Arrival;
import io.bellhop.queue.OrderKeyTable.Leased;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Cheaper ways through an {@link OrderKeyTable} for the most frequent cases: a key that does not
 * exist yet, and a key for which nothing arrived while a worker had it. Every method runs in the
 * transaction of the given connection. Immutable.
 */
public final class OrderKeyShortcuts {
  private final String find;
  private final String insert;
  private final String deleteKey;
  private final String deletePending;

  /**
   * @param name of the queue, as of its {@link OrderKeyTable}
   */
  public OrderKeyShortcuts(String name) {
    String keys = name + "_key";
    this.find = "select order_key from " + keys + " where order_key = any(?)";
    this.insert =
        "insert into "
            + keys
            + " (order_key, queue, due_at, lease, version) values (?, ?, ?, ?, 1)";
    this.deleteKey = "delete from " + keys + " where order_key = ? and lease = ? and version = ?";
    this.deletePending = "delete from " + name + "_pending where order_key = any(?)";
  }

  /**
   * Adds the keys that do not exist. The caller holds a lock that keeps other transactions from
   * adding keys.
   *
   * @return the keys that it added; an {@link OrderKeyTable#enqueue} must follow for the others
   */
  public Set<String> insertNew(Connection connection, SortedMap<String, Arrival> arrivals)
      throws SQLException {
    Set<String> there =
        new HashSet<>(
            Sql.list(connection, find, row -> row.text("order_key"), Sql.texts(arrivals.keySet())));
    Set<String> added = new LinkedHashSet<>();
    try (PreparedStatement s = connection.prepareStatement(insert)) {
      for (Map.Entry<String, Arrival> key : arrivals.entrySet()) {
        if (there.contains(key.getKey())) {
          continue;
        }
        added.add(key.getKey());
        s.setString(1, key.getKey());
        s.setString(2, key.getValue().queue());
        s.setObject(3, Database.time(key.getValue().dueAt()));
        s.setObject(4, key.getValue().lease(), Types.OTHER);
        s.addBatch();
      }
      s.executeBatch();
    }
    return added;
  }

  /**
   * Deletes keys without unsettled items, with their pending items, if they are still leased and
   * nothing has arrived for them. The same transaction must not finish a key that {@link
   * OrderKeyTable#hold} locks: two lock orders could deadlock.
   *
   * @param sorted by their keys
   * @return the deleted keys; the others belong to another worker, or have more pending items
   */
  public Set<Leased> finishUnchanged(Connection connection, List<Leased> sorted)
      throws SQLException {
    Set<Leased> deleted = new LinkedHashSet<>();
    try (PreparedStatement s = connection.prepareStatement(deleteKey)) {
      for (Leased leased : sorted) {
        s.setString(1, leased.orderKey());
        s.setObject(2, leased.lease());
        s.setLong(3, leased.version());
        s.addBatch();
      }
      int[] counts = s.executeBatch();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != 0) {
          deleted.add(sorted.get(i));
        }
      }
    }
    if (!deleted.isEmpty()) {
      Sql.update(
          connection, deletePending, Sql.texts(deleted.stream().map(Leased::orderKey).toList()));
    }
    return deleted;
  }
}

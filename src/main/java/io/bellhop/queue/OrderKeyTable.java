package io.bellhop.queue;

import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The order keys of a queue: one row for each key that has something pending, and the lock that
 * keeps its items in order. A key belongs to a queue; lanes are claimed apart, so that one that is
 * slow does not stand in the way of others. Every method runs in the transaction of the connection
 * that it is given. Immutable.
 */
public final class OrderKeyTable {
  /**
   * @param queue what it is claimed by
   * @param lease the lease that a new key gets at once; null if it is to be claimed when due
   */
  public record Arrival(String queue, Instant dueAt, UUID lease) {}

  /** A key that somebody works on. */
  public record Leased(String orderKey, UUID lease, long version) {}

  private static final String UNIQUE_VIOLATION = "23505";
  private static final int MOST_TRIES = 5;

  private final String keys;
  private final String pending;
  private final String earliest;
  private final Dialect dialect;
  private final String nextDues;

  /**
   * @param name of the queue: its tables are {@code name_key} and {@code name_pending}
   * @param earliest a subquery for the due time of the earliest pending item of {@code
   *     name_key.order_key}
   */
  public OrderKeyTable(String name, String earliest, Dialect dialect) {
    this.keys = name + "_key";
    this.pending = name + "_pending";
    this.earliest = earliest;
    this.dialect = dialect;
    // One look at an index for each queue, however many keys are due.
    this.nextDues =
        """
        select l.queue,
          (select k.due_at from %s k where k.queue = l.queue order by k.queue, k.due_at limit 1)
        from unnest(cast(? as varchar array)) l(queue)
        """
            .formatted(keys);
  }

  /**
   * Makes keys known as having work; one that is known keeps its due time, which is its order.
   *
   * @param arrivals sorted: two nodes that take the same keys must take them in the same order
   */
  public void enqueue(Connection connection, SortedMap<String, Arrival> arrivals)
      throws SQLException {
    SortedMap<String, Arrival> left = arrivals;
    for (int tries = 1; !left.isEmpty(); tries++) {
      left = enqueue(connection, left, tries == MOST_TRIES);
    }
  }

  /**
   * @return those that somebody else has made known at the same moment, which not every database
   *     takes for a match: by now it is one
   */
  private SortedMap<String, Arrival> enqueue(
      Connection connection, SortedMap<String, Arrival> arrivals, boolean last)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(dialect.arriveAtKey(keys))) {
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

  /** Those of the keys that have this lease. */
  public Set<String> leased(Connection connection, UUID lease, Collection<String> wanted)
      throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select order_key from " + keys + " where order_key = any(?) and lease = ?")) {
      s.setArray(1, Database.texts(connection, wanted));
      s.setObject(2, lease);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  /**
   * Takes due keys of a queue that nobody else is taking, and moves them out of sight until the
   * lease ends.
   *
   * @return their generations, the earliest first
   */
  public Map<String, Long> lease(
      Connection connection, String queue, Instant now, Instant until, UUID lease, int most)
      throws SQLException {
    Map<String, Long> taken = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(dialect.dueKeys(keys))) {
      s.setString(1, queue);
      s.setObject(2, Database.time(now));
      s.setInt(3, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          taken.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    if (!taken.isEmpty()) {
      try (PreparedStatement s =
          connection.prepareStatement(
              "update " + keys + " set lease = ?, due_at = ? where order_key = any(?)")) {
        s.setObject(1, lease);
        s.setObject(2, Database.time(until));
        s.setArray(3, Database.texts(connection, taken.keySet()));
        s.executeUpdate();
      }
    }
    return taken;
  }

  /** When the next key of a queue is due; null if there is none. */
  public Instant nextDue(Connection connection, String queue) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select due_at from " + keys + " where queue = ? order by queue, due_at limit 1")) {
      s.setString(1, queue);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next() ? Database.instant(rows.getObject(1, OffsetDateTime.class)) : null;
      }
    }
  }

  /** The same for many lanes; one that has no key is not among them. */
  public Map<String, Instant> nextDue(Connection connection, Collection<String> lanes)
      throws SQLException {
    Map<String, Instant> found = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(nextDues)) {
      s.setArray(1, Database.texts(connection, lanes));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          Instant next = Database.instant(rows.getObject(2, OffsetDateTime.class));
          if (next != null) {
            found.put(rows.getString(1), next);
          }
        }
      }
    }
    return found;
  }

  /**
   * Keeps leases that are still ours.
   *
   * @return those that are
   */
  public List<Leased> renew(Connection connection, List<Leased> sorted, Instant until)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update " + keys + " set due_at = ? where order_key = ? and lease = ?")) {
      for (Leased leased : sorted) {
        s.setObject(1, Database.time(until));
        s.setString(2, leased.orderKey());
        s.setObject(3, leased.lease());
        s.addBatch();
      }
      int[] counts = s.executeBatch();
      return IntStream.range(0, counts.length)
          .filter(i -> counts[i] != 0)
          .mapToObj(sorted::get)
          .toList();
    }
  }

  /** Makes a key due by this time at the latest, unless it is being worked on. */
  public void hasten(Connection connection, String orderKey, Instant now) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update "
                + keys
                + " set due_at = ? where order_key = ? and lease is null and due_at > ?")) {
      s.setObject(1, Database.time(now));
      s.setString(2, orderKey);
      s.setObject(3, Database.time(now));
      s.executeUpdate();
    }
  }

  /** Ends all leases: only for a store that no other node can have open. */
  public int releaseAll(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update " + keys + " set lease = null, due_at = ? where lease is not null")) {
      s.setObject(1, Database.time(now));
      return s.executeUpdate();
    }
  }

  /** Locks keys until the transaction ends. */
  public LockedKeys hold(Connection connection, Collection<String> wanted) throws SQLException {
    Map<String, Leased> held = new HashMap<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select order_key, lease, version from "
                + keys
                + " where order_key = any(?) order by order_key for update")) {
      s.setArray(1, Database.texts(connection, wanted));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          held.put(
              rows.getString(1),
              new Leased(rows.getString(1), rows.getObject(2, UUID.class), rows.getLong(3)));
        }
      }
    }
    return new LockedKeys(held);
  }

  /**
   * Locks keys as {@link #hold} does, and in the same order makes others known: who does both one
   * after the other stands in the way of those who take keys in their order.
   */
  public LockedKeys hold(
      Connection connection, Collection<String> wanted, SortedMap<String, Arrival> arrivals)
      throws SQLException {
    SortedMap<String, Arrival> others = new TreeMap<>(arrivals);
    others.keySet().removeAll(wanted);
    TreeSet<String> left = new TreeSet<>(wanted);
    LockedKeys holding = LockedKeys.NONE;
    for (Map.Entry<String, Arrival> other : others.entrySet()) {
      SortedSet<String> before = left.headSet(other.getKey());
      if (!before.isEmpty()) {
        holding = holding.and(hold(connection, before));
        before.clear();
      }
      enqueue(connection, new TreeMap<>(Map.of(other.getKey(), other.getValue())));
    }
    return left.isEmpty() ? holding : holding.and(hold(connection, left));
  }

  /** Nothing is pending of these keys any more. */
  public void finish(Connection connection, Collection<String> done) throws SQLException {
    if (!done.isEmpty()) {
      for (String table : List.of(pending, keys)) {
        try (PreparedStatement s =
            connection.prepareStatement("delete from " + table + " where order_key = any(?)")) {
          s.setArray(1, Database.texts(connection, done));
          s.executeUpdate();
        }
      }
    }
  }

  /**
   * What has been settled of keys that have more to do; the rest is due again.
   *
   * @param settled by key, the items that are not pending any more
   * @param retryAt by key, when to try again; null: when the earliest item is due
   */
  public void release(
      Connection connection, Map<String, List<UUID>> settled, Map<String, Instant> retryAt)
      throws SQLException {
    if (retryAt.isEmpty()) {
      return;
    }
    try (PreparedStatement done =
            connection.prepareStatement(
                "delete from " + pending + " where order_key = ? and id = ?");
        PreparedStatement key =
            connection.prepareStatement(
                "update "
                    + keys
                    + " set lease = null, due_at = coalesce(?, ("
                    + earliest
                    + "), due_at) where order_key = ?")) {
      for (Map.Entry<String, List<UUID>> one : settled.entrySet()) {
        for (UUID id : one.getValue()) {
          done.setString(1, one.getKey());
          done.setObject(2, id);
          done.addBatch();
        }
      }
      done.executeBatch();
      for (Map.Entry<String, Instant> one : retryAt.entrySet()) {
        key.setObject(1, Database.time(one.getValue()));
        key.setString(2, one.getKey());
        key.addBatch();
      }
      key.executeBatch();
    }
  }
}

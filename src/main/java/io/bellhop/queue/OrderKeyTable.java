package io.bellhop.queue;

import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
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
 * The order keys of a queue: one row for each key that has pending items, which is also the lock
 * that keeps them in order. A key belongs to a queue, and workers claim from each queue separately,
 * so that a slow one does not hold up others. Every method runs in the transaction of the given
 * connection. Immutable.
 */
public final class OrderKeyTable {
  /**
   * @param queue from which the key is claimed
   * @param lease that a new key gets at once; null if it is claimed when it is due
   */
  public record Arrival(String queue, Instant dueAt, UUID lease) {}

  /** A key that a worker has leased. */
  public record Leased(String orderKey, UUID lease, long version) {}

  private final String keys;
  private final String pending;
  private final Dialect dialect;
  private final OrderKeyInserts inserts;
  private final OrderKeyReleases releases;
  private final String nextDues;

  /**
   * @param name of the queue: its tables are {@code name_key} and {@code name_pending}
   * @param earliest a subquery for the due time of the earliest pending item of {@code
   *     name_key.order_key}
   */
  public OrderKeyTable(String name, String earliest, Dialect dialect) {
    this.keys = name + "_key";
    this.pending = name + "_pending";
    this.dialect = dialect;
    this.inserts = new OrderKeyInserts(keys, dialect);
    this.releases = new OrderKeyReleases(keys, pending, earliest);
    // One index look-up for each queue, however many keys are due.
    this.nextDues =
        """
        select l.queue,
          (select k.due_at from %s k where k.queue = l.queue order by k.queue, k.due_at limit 1)
            as due_at
        from unnest(cast(? as varchar array)) l(queue)
        """
            .formatted(keys);
  }

  /**
   * Adds keys that have pending items. An existing key keeps its due time, and so its place.
   *
   * @param arrivals sorted: two nodes that add the same keys must do so in the same order
   */
  public void enqueue(Connection connection, SortedMap<String, Arrival> arrivals)
      throws SQLException {
    inserts.insert(connection, arrivals);
  }

  /** The given keys that have this lease. */
  public Set<String> leased(Connection connection, UUID lease, Collection<String> wanted)
      throws SQLException {
    String query = "select order_key from " + keys + " where order_key = any(?) and lease = ?";
    return Set.copyOf(
        Sql.list(connection, query, row -> row.text("order_key"), Sql.texts(wanted), lease));
  }

  /**
   * Leases due keys of a queue that no other transaction is leasing; they are not due again until
   * the lease ends.
   *
   * @return their versions, the earliest due first
   */
  public Map<String, Long> lease(
      Connection connection, String queue, Instant now, Instant until, UUID lease, int max)
      throws SQLException {
    Map<String, Long> taken = new LinkedHashMap<>();
    Sql.forEach(
        connection,
        dialect.dueKeys(keys),
        row -> taken.put(row.text("order_key"), row.number("version")),
        queue,
        now,
        max);
    if (!taken.isEmpty()) {
      Sql.update(
          connection,
          "update " + keys + " set lease = ?, due_at = ? where order_key = any(?)",
          lease,
          until,
          Sql.texts(taken.keySet()));
    }
    return taken;
  }

  /** When the next key of a queue is due; null if there is none. */
  public Instant nextDue(Connection connection, String queue) throws SQLException {
    String query = "select due_at from " + keys + " where queue = ? order by queue, due_at limit 1";
    return Sql.first(connection, query, row -> row.time("due_at"), queue).orElse(null);
  }

  /**
   * As {@link #nextDue(Connection, String)} for many queues; a queue without a key is not in the
   * result.
   */
  public Map<String, Instant> nextDue(Connection connection, Collection<String> queues)
      throws SQLException {
    Map<String, Instant> found = new LinkedHashMap<>();
    Sql.forEach(
        connection,
        nextDues,
        row -> {
          if (row.time("due_at") != null) {
            found.put(row.text("queue"), row.time("due_at"));
          }
        },
        Sql.texts(queues));
    return found;
  }

  /**
   * Extends those leases that this node still has.
   *
   * @return the extended leases
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

  /** Makes a key due by this time at the latest, unless it is leased. */
  public void hasten(Connection connection, String orderKey, Instant now) throws SQLException {
    Sql.update(
        connection,
        "update " + keys + " set due_at = ? where order_key = ? and lease is null and due_at > ?",
        now,
        orderKey,
        now);
  }

  /** Ends all leases. Only for a database that no other node has open. */
  public int releaseAll(Connection connection, Instant now) throws SQLException {
    return Sql.update(
        connection,
        "update " + keys + " set lease = null, due_at = ? where lease is not null",
        now);
  }

  /** Locks keys until the transaction ends. */
  public LockedKeys hold(Connection connection, Collection<String> wanted) throws SQLException {
    Map<String, Leased> held = new HashMap<>();
    Sql.forEach(
        connection,
        "select order_key, lease, version from "
            + keys
            + " where order_key = any(?) order by order_key for update",
        row ->
            held.put(
                row.text("order_key"),
                new Leased(row.text("order_key"), row.id("lease"), row.number("version"))),
        Sql.texts(wanted));
    return new LockedKeys(held);
  }

  /**
   * Locks keys as {@link #hold} does, and adds others in the same order. A transaction that locked
   * and added in turn could deadlock with others that lock keys in order.
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

  /** Deletes keys that have no more pending items. */
  public void finish(Connection connection, Collection<String> done) throws SQLException {
    if (!done.isEmpty()) {
      for (String table : List.of(pending, keys)) {
        Sql.update(
            connection, "delete from " + table + " where order_key = any(?)", Sql.texts(done));
      }
    }
  }

  /**
   * Deletes the settled items of keys that have more pending ones, and ends the leases of these
   * keys.
   *
   * @param settled the items that are no longer pending, by key
   * @param retryAt the time of the retry, by key; null for the time when the earliest item is due
   */
  public void release(
      Connection connection, Map<String, List<UUID>> settled, Map<String, Instant> retryAt)
      throws SQLException {
    if (!retryAt.isEmpty()) {
      releases.release(connection, settled, retryAt);
    }
  }
}

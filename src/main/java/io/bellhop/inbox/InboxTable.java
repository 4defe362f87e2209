package io.bellhop.inbox;

import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The SQL of the inbox. Every method runs in the transaction of the connection that it is given.
 */
final class InboxTable {
  /**
   * @param lease the lease that a new key gets at once; null if it is to be claimed when due
   */
  record Arrival(Instant dueAt, UUID lease) {}

  private static final String INSERT =
      """
      insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key, origin,
        mergeable, received_at, due_at, status, attempts)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0)
      """;

  private static final String INSERT_CONTENT =
      "insert into inbox_content (id, headers, body) values (?, ?, ?)";

  private static final String INSERT_PENDING =
      "insert into inbox_pending (order_key, id) values (?, ?)";

  private static final String LEASE =
      "update inbox_key set lease = ?, due_at = ? where order_key = any(?)";

  private static final String PENDING =
      """
      select i.id, i.account_id, i.provider, i.native_event, i.order_key, i.idempotency_key,
        i.origin, i.mergeable, i.received_at, i.due_at, c.headers, c.body, i.attempts, k.inbox_id
      from inbox_pending p
      join inbox i on i.id = p.id
      join inbox_content c on c.id = p.id
      left join idempotency_key k on k.id = cast(i.account_id as varchar(36)) || '/' || i.idempotency_key
      where p.order_key = any(?)
      order by p.order_key, p.id limit ?
      """;

  private static final String PUT_BACK =
      """
      update inbox set status = 'pending', attempts = 0, error = null, due_at = ?,
        settled_at = null,
        origin = case when origin = 'follow-up' then origin else 'replay' end
      where id = ?
      """;

  private static final String PUT_BACK_PENDING =
      """
      insert into inbox_pending (order_key, id) select cast(? as varchar(300)), cast(? as uuid)
      where not exists (select 1 from inbox_pending where id = ?)
      """;

  private final String arriveAtKey;
  private final String dueKeys;

  InboxTable(Dialect dialect) {
    this.arriveAtKey = dialect.arriveAtKey();
    this.dueKeys = dialect.dueKeys();
  }

  void insert(Connection connection, List<Delivery> deliveries) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT);
        PreparedStatement content = connection.prepareStatement(INSERT_CONTENT);
        PreparedStatement pending = connection.prepareStatement(INSERT_PENDING)) {
      for (Delivery d : deliveries) {
        s.setObject(1, d.id());
        s.setObject(2, d.accountId());
        s.setString(3, d.provider());
        s.setString(4, d.nativeEvent());
        s.setString(5, d.orderKey());
        s.setString(6, d.idempotencyKey());
        s.setString(7, d.origin());
        s.setBoolean(8, d.mergeable());
        s.setObject(9, Database.time(d.receivedAt()));
        s.setObject(10, Database.time(d.dueAt()));
        s.addBatch();
        content.setObject(1, d.id());
        content.setString(2, d.headers());
        content.setBytes(3, d.body());
        content.addBatch();
        pending.setString(1, d.orderKey());
        pending.setObject(2, d.id());
        pending.addBatch();
      }
      s.executeBatch();
      content.executeBatch();
      pending.executeBatch();
    }
  }

  /**
   * Makes keys known as having work; one that is known keeps its due time, which is its order.
   *
   * @param keys sorted: two nodes that take the same keys must take them in the same order
   */
  void arrive(Connection connection, SortedMap<String, Arrival> keys) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(arriveAtKey)) {
      for (Map.Entry<String, Arrival> key : keys.entrySet()) {
        s.setString(1, key.getKey());
        s.setObject(2, Database.time(key.getValue().dueAt()));
        s.setObject(3, key.getValue().lease(), Types.OTHER);
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Those of the keys that have this lease. */
  Set<String> leased(Connection connection, UUID lease, Collection<String> keys)
      throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select order_key from inbox_key where order_key = any(?) and lease = ?")) {
      s.setArray(1, Database.texts(connection, keys));
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
   * Takes due keys that nobody else is taking, and moves them out of sight until the lease ends.
   */
  Map<String, Long> lease(Connection connection, Instant now, Instant until, UUID lease, int most)
      throws SQLException {
    Map<String, Long> keys = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(dueKeys)) {
      s.setObject(1, Database.time(now));
      s.setInt(2, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          keys.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    if (!keys.isEmpty()) {
      try (PreparedStatement s = connection.prepareStatement(LEASE)) {
        s.setObject(1, lease);
        s.setObject(2, Database.time(until));
        s.setArray(3, Database.texts(connection, keys.keySet()));
        s.executeUpdate();
      }
    }
    return keys;
  }

  Map<String, List<Delivery>> pending(Connection connection, Collection<String> keys, int most)
      throws SQLException {
    Map<String, List<Delivery>> found = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(PENDING)) {
      s.setArray(1, Database.texts(connection, keys));
      s.setInt(2, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          Delivery delivery = delivery(rows);
          found
              .computeIfAbsent(delivery.orderKey(), key -> new java.util.ArrayList<>())
              .add(delivery);
        }
      }
    }
    return found;
  }

  /** The order key of a delivery whose content is still there. */
  Optional<String> keyOf(Connection connection, UUID delivery) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select i.order_key from inbox i join inbox_content c on c.id = i.id where i.id = ?")) {
      s.setObject(1, delivery);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Makes a delivery pending, as if it had come now. */
  void putBack(Connection connection, UUID delivery, String orderKey, Instant now)
      throws SQLException {
    try (PreparedStatement row = connection.prepareStatement(PUT_BACK);
        PreparedStatement pending = connection.prepareStatement(PUT_BACK_PENDING)) {
      row.setObject(1, Database.time(now));
      row.setObject(2, delivery);
      row.executeUpdate();
      pending.setString(1, orderKey);
      pending.setObject(2, delivery);
      pending.setObject(3, delivery);
      pending.executeUpdate();
    }
  }

  /** When the next key is due; null if there is none. */
  Instant nextDue(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("select min(due_at) from inbox_key");
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return Database.instant(rows.getObject(1, OffsetDateTime.class));
    }
  }

  /** Keeps leases that are still ours. */
  void renew(Connection connection, Collection<Claim> claims, Instant until) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update inbox_key set due_at = ? where order_key = ? and lease = ?")) {
      for (Claim claim : claims) {
        s.setObject(1, Database.time(until));
        s.setString(2, claim.orderKey());
        s.setObject(3, claim.lease());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Ends all leases: only for a store that no other node can have open. */
  int releaseAll(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update inbox_key set lease = null, due_at = ? where lease is not null")) {
      s.setObject(1, Database.time(now));
      return s.executeUpdate();
    }
  }

  private static Delivery delivery(ResultSet rows) throws SQLException {
    return new Delivery(
        rows.getObject(1, UUID.class),
        rows.getObject(2, UUID.class),
        rows.getString(3),
        rows.getString(4),
        rows.getString(5),
        rows.getString(6),
        rows.getString(7),
        rows.getBoolean(8),
        Database.instant(rows.getObject(9, OffsetDateTime.class)),
        Database.instant(rows.getObject(10, OffsetDateTime.class)),
        rows.getString(11),
        rows.getBytes(12),
        rows.getInt(13),
        rows.getObject(14, UUID.class));
  }
}

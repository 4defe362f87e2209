package io.bellhop.delivery;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/** The SQL of repeated deliveries. Every method runs in the transaction of its connection. */
final class RedeliveryTable {
  /** Deliveries to one subscription with one status whose event is still in the log. */
  private static final String ENDED =
      """
      from delivery d where d.status = ? and d.subscription_id = ? and d.id > ?
        and d.created_at >= ? and d.created_at < ?
        and exists (select 1 from event e where e.seq = d.event_seq)
      """;

  /** The upper bound if the filter has none. */
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /** A delivery, and when its next attempt is due. */
  record Again(UUID id, String orderKey, Instant dueAt) {}

  /** A stored delivery, and whether its event is still in the log. */
  record Known(String orderKey, boolean eventIsThere) {}

  /**
   * Locks the head of the log, as every transaction does that queues events: on H2 two transactions
   * that add the same key at the same time would not wait for each other, and one would fail.
   */
  void takeHead(Connection connection) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("select last_seq from event_head where id = 1 for update")) {
      s.executeQuery().close();
    }
  }

  Optional<Known> find(Connection connection, UUID id) throws SQLException {
    for (String table : List.of("delivery", "delivery_pending")) {
      try (PreparedStatement s =
          connection.prepareStatement(
              "select d.order_key, e.seq from "
                  + table
                  + " d left join event e on e.seq = d.event_seq where d.id = ?")) {
        s.setObject(1, id);
        try (ResultSet rows = s.executeQuery()) {
          if (rows.next()) {
            return Optional.of(new Known(rows.getString(1), rows.getObject(2) != null));
          }
        }
      }
    }
    return Optional.empty();
  }

  long count(Connection connection, RedeliveryFilter filter) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("select count(*) " + ENDED)) {
      bind(s, filter, new UUID(0, 0));
      try (ResultSet rows = s.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * By id, which is the order of the log (H2 takes its index only with the status); the caller sets
   * the due times.
   */
  List<Again> ended(Connection connection, RedeliveryFilter filter, UUID after, int limit)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select d.id, d.order_key " + ENDED + " order by d.status, d.id limit ?")) {
      bind(s, filter, after);
      s.setInt(6, limit);
      List<Again> found = new ArrayList<>();
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          found.add(new Again(rows.getObject(1, UUID.class), rows.getString(2), null));
        }
      }
      return found;
    }
  }

  private static void bind(PreparedStatement s, RedeliveryFilter filter, UUID after)
      throws SQLException {
    s.setString(1, filter.status());
    s.setObject(2, filter.subscriptionId());
    s.setObject(3, after);
    s.setObject(4, Database.time(filter.from() == null ? Instant.EPOCH : filter.from()));
    s.setObject(5, Database.time(filter.to() == null ? LAST : filter.to()));
  }

  /**
   * Makes them pending, with a new round of attempts: earlier attempts no longer count.
   *
   * @return how many were not pending already
   */
  int putBack(Connection connection, List<Again> deliveries) throws SQLException {
    int moved = 0;
    keepAttempts(connection, deliveries);
    try (PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into delivery_pending (order_key, id, subscription_id, event_seq, attempts,
                  attempt_offset, created_at, due_at)
                select order_key, id, subscription_id, event_seq, attempts, attempts, created_at,
                  cast(? as timestamp with time zone)
                from delivery where id = ?
                """);
        PreparedStatement delete =
            connection.prepareStatement("delete from delivery where id = ?")) {
      for (Again one : deliveries) {
        insert.setObject(1, Database.time(one.dueAt()));
        insert.setObject(2, one.id());
        insert.addBatch();
        delete.setObject(1, one.id());
        delete.addBatch();
      }
      insert.executeBatch();
      for (int count : delete.executeBatch()) {
        moved += count;
      }
    }
    return moved;
  }

  /** The attempt that delivered it, which stands in its row, becomes one among others. */
  private static void keepAttempts(Connection connection, List<Again> deliveries)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            insert into delivery_attempt (delivery_id, number, started_at, duration_millis, status,
              answer)
            select id, attempts, started_at, duration_millis, answer_status, answer
            from delivery where id = ? and started_at is not null
            """)) {
      for (Again one : deliveries) {
        s.setObject(1, one.id());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Makes a pending delivery due now. */
  void hurry(Connection connection, Again delivery) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update delivery_pending set due_at = ? where order_key = ? and id = ?")) {
      s.setObject(1, Database.time(delivery.dueAt()));
      s.setString(2, delivery.orderKey());
      s.setObject(3, delivery.id());
      s.executeUpdate();
    }
  }

  /**
   * Brings keys forward that are due later, unless a node has leased them.
   *
   * @param due by key, in the order in which every transaction locks keys
   */
  void hasten(Connection connection, SortedMap<String, Instant> due) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update delivery_key set due_at = ?"
                + " where order_key = ? and lease is null and due_at > ?")) {
      for (Map.Entry<String, Instant> key : due.entrySet()) {
        s.setObject(1, Database.time(key.getValue()));
        s.setString(2, key.getKey());
        s.setObject(3, Database.time(key.getValue()));
        s.addBatch();
      }
      s.executeBatch();
    }
  }
}

package io.bellhop.delivery;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The SQL of doing again what was done. Every method runs in the transaction of the connection that
 * it is given.
 */
final class RedeliveryTable {
  /** Those to one subscription that ended alike and whose event is still there. */
  private static final String ALIKE =
      """
      from delivery d where d.status = ? and d.subscription_id = ? and d.id > ?
        and d.created_at >= ? and d.created_at < ?
        and exists (select 1 from event e where e.seq = d.event_seq)
      """;

  /** So that two bounds are always there. */
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /** A delivery, and when it is to be tried again. */
  record Again(UUID id, String orderKey, Instant dueAt) {}

  /** A delivery that there is, and whether its event is still in the log. */
  record Known(String orderKey, boolean eventIsThere) {}

  /** An event as it stands in the log. */
  record Logged(
      long seq,
      UUID id,
      String type,
      UUID account,
      String property,
      Instant createdAt,
      String envelope) {}

  /**
   * Takes the log's head, as everybody does who queues events: on H2 two transactions that add the
   * same key at the same time would not wait for each other, one of them would fail.
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

  long count(Connection connection, Redelivery.Wish wish) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("select count(*) " + ALIKE)) {
      bind(s, wish, new UUID(0, 0));
      try (ResultSet rows = s.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * By id, which is the order of the log (H2 takes its index only with the status); the times are
   * made by whoever puts them back.
   */
  List<Again> alike(Connection connection, Redelivery.Wish wish, UUID after, int most)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select d.id, d.order_key " + ALIKE + " order by d.status, d.id limit ?")) {
      bind(s, wish, after);
      s.setInt(6, most);
      List<Again> found = new ArrayList<>();
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          found.add(new Again(rows.getObject(1, UUID.class), rows.getString(2), null));
        }
      }
      return found;
    }
  }

  private static void bind(PreparedStatement s, Redelivery.Wish wish, UUID after)
      throws SQLException {
    s.setString(1, wish.status());
    s.setObject(2, wish.subscriptionId());
    s.setObject(3, after);
    s.setObject(4, Database.time(wish.from() == null ? Instant.EPOCH : wish.from()));
    s.setObject(5, Database.time(wish.to() == null ? LAST : wish.to()));
  }

  /**
   * Makes them pending, with a new round of attempts: those before do not count any more.
   *
   * @return how many were not pending already
   */
  int putBack(Connection connection, List<Again> deliveries) throws SQLException {
    int moved = 0;
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

  /** One that is pending is due now. */
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
   * Brings keys forward that are due later, unless somebody works on them.
   *
   * @param due by key, in the order in which everybody takes keys
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

  Optional<Long> placeOf(Connection connection, UUID event) throws SQLException {
    return place(connection, "select seq from event where id = ?", event);
  }

  /**
   * The first place from a time on. Ids of events begin with their time, but nodes' clocks may
   * differ by a little, so some of them are looked at.
   */
  Optional<Long> placeFrom(Connection connection, Instant time) throws SQLException {
    return place(
        connection,
        "select min(seq) from (select seq from event where id >= ? order by id limit 1000) e",
        new UUID(time.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE));
  }

  private static Optional<Long> place(Connection connection, String sql, UUID id)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setObject(1, id);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getObject(1, Long.class)) : Optional.empty();
      }
    }
  }

  List<Logged> log(Connection connection, long from, int most) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            select seq, id, event_type, account_id, property_id, created_at, envelope
            from event where seq >= ? order by seq limit ?
            """)) {
      s.setLong(1, from);
      s.setInt(2, most);
      List<Logged> events = new ArrayList<>();
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          events.add(
              new Logged(
                  rows.getLong(1),
                  rows.getObject(2, UUID.class),
                  rows.getString(3),
                  rows.getObject(4, UUID.class),
                  rows.getString(5),
                  Database.instant(rows.getObject(6, OffsetDateTime.class)),
                  rows.getString(7)));
        }
      }
      return events;
    }
  }
}

package io.bellhop.delivery;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The SQL for repeated deliveries. Every method runs in the transaction of the given connection.
 */
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

  /** A delivery, and the due time of its next attempt. */
  record Again(UUID id, String orderKey, Instant dueAt) {}

  /** A stored delivery, and whether its event is still in the log. */
  record Known(String orderKey, boolean eventIsThere) {}

  /**
   * Locks the head of the log, as every transaction does that queues events: on H2, two
   * transactions that add the same key at the same time would not wait for each other, and one
   * would fail.
   */
  void takeHead(Connection connection) throws SQLException {
    Sql.lock(connection, "select last_seq from event_head where id = 1 for update");
  }

  Optional<Known> find(Connection connection, UUID id) throws SQLException {
    return Sql.first(
        connection,
        """
        select d.order_key, e.seq is not null as is_there
        from (
          select order_key, event_seq from delivery where id = ?
          union all select order_key, event_seq from delivery_pending where id = ?) d
        left join event e on e.seq = d.event_seq
        """,
        row -> new Known(row.text("order_key"), row.bool("is_there")),
        id,
        id);
  }

  long count(Connection connection, RedeliveryFilter filter) throws SQLException {
    return Sql.first(
            connection,
            "select count(*) as total " + ENDED,
            row -> row.number("total"),
            values(filter, new UUID(0, 0)).toArray())
        .orElseThrow();
  }

  /**
   * Sorts by id, which is the order of the log (H2 uses the index only if the status precedes the
   * id); the caller sets the due times.
   */
  List<Again> ended(Connection connection, RedeliveryFilter filter, UUID after, int limit)
      throws SQLException {
    List<Object> values = values(filter, after);
    values.add(limit);
    return Sql.list(
        connection,
        "select d.id, d.order_key " + ENDED + " order by d.status, d.id limit ?",
        row -> new Again(row.id("id"), row.text("order_key"), null),
        values.toArray());
  }

  private static List<Object> values(RedeliveryFilter filter, UUID after) {
    return new ArrayList<>(
        List.of(
            filter.status(),
            filter.subscriptionId(),
            after,
            filter.from() == null ? Instant.EPOCH : filter.from(),
            filter.to() == null ? LAST : filter.to()));
  }

  /**
   * Makes deliveries pending, with a new round of attempts: earlier attempts no longer count.
   *
   * @return the number of deliveries that were not pending
   */
  int putBack(Connection connection, List<Again> deliveries) throws SQLException {
    List<Object[]> ids = deliveries.stream().map(one -> new Object[] {one.id()}).toList();
    // The successful attempt moves from the delivery's row to the other attempts.
    Sql.batch(
        connection,
        """
        insert into delivery_attempt (delivery_id, number, started_at, duration_millis, status,
          answer)
        select id, attempts, started_at, duration_millis, answer_status, answer
        from delivery where id = ? and started_at is not null
        """,
        ids);
    Sql.batch(
        connection,
        """
        insert into delivery_pending (order_key, id, subscription_id, event_seq, attempts,
          attempt_offset, created_at, due_at)
        select order_key, id, subscription_id, event_seq, attempts, attempts, created_at,
          cast(? as timestamp with time zone)
        from delivery where id = ?
        """,
        deliveries.stream().map(one -> new Object[] {one.dueAt(), one.id()}).toList());
    return Sql.batch(connection, "delete from delivery where id = ?", ids);
  }

  /** Makes a pending delivery due now. */
  void hurry(Connection connection, Again delivery) throws SQLException {
    Sql.update(
        connection,
        "update delivery_pending set due_at = ? where order_key = ? and id = ?",
        delivery.dueAt(),
        delivery.orderKey(),
        delivery.id());
  }

  /**
   * Moves the due time of keys forward, unless a node has leased them.
   *
   * @param due by key, in the order in which every transaction locks keys
   */
  void hasten(Connection connection, SortedMap<String, Instant> due) throws SQLException {
    Sql.batch(
        connection,
        """
        update delivery_key set due_at = ?
        where order_key = ? and lease is null and due_at > ?
        """,
        due.entrySet().stream()
            .map(key -> new Object[] {key.getValue(), key.getKey(), key.getValue()})
            .toList());
  }
}

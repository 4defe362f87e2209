package io.bellhop.delivery;

import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.OutboundEvent.Failures;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.event.StoredContent;
import io.bellhop.queue.OrderKeyShortcuts;
import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The SQL for deliveries and their attempts. Every method runs in the transaction of the given
 * connection.
 */
final class DeliveryTable {
  /**
   * @param status delivered or dead
   * @param success the attempt that delivered it; null if none did
   */
  record Settled(OutboundEvent delivery, String status, int attempts, DeliveryAttempt success) {}

  /** A delivery that Bellhop retries later. */
  record Postponed(OutboundEvent delivery, int attempts, int refusals, Instant dueAt) {}

  private static final String QUEUE = "delivery";

  private static final String EARLIEST =
      """
      select min(p.due_at) from delivery_pending p where p.order_key = delivery_key.order_key""";

  // A join and not "= any(?)": since 2.4, H2 returns duplicate rows for the latter if it sorts by
  // an index.
  private static final String PENDING =
      """
      select p.id, p.subscription_id, p.order_key, p.event_seq, e.id, e.event_type, e.envelope,
        p.attempts, p.attempt_offset, p.refusals, p.created_at, e.trace_parent
      from (
        select d.*, row_number() over (partition by d.order_key order by d.id) as place
        from unnest(cast(? as varchar array)) wanted(order_key)
        join delivery_pending d on d.order_key = wanted.order_key) p
      join event e on e.seq = p.event_seq
      where p.place <= ?
      order by p.order_key, p.id
      """;

  private final OrderKeyTable keys;
  private final ContentCipher cipher;
  private final OrderKeyShortcuts shortcuts = new OrderKeyShortcuts(QUEUE);

  DeliveryTable(Database database) {
    this.keys = new OrderKeyTable(QUEUE, EARLIEST, database.dialect());
    this.cipher = database.content();
  }

  OrderKeyShortcuts shortcuts() {
    return shortcuts;
  }

  OrderKeyTable keys() {
    return keys;
  }

  void insert(Connection connection, Collection<OutboundEvent> deliveries) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            insert into delivery_pending (order_key, id, subscription_id, event_seq, attempts,
              attempt_offset, created_at, due_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (OutboundEvent d : deliveries) {
        s.setString(1, d.orderKey());
        s.setObject(2, d.id());
        s.setObject(3, d.subscriptionId());
        s.setLong(4, d.event().seq());
        s.setInt(5, d.failures().attempts());
        s.setInt(6, d.failures().attemptOffset());
        s.setObject(7, Database.time(d.createdAt()));
        s.setObject(8, Database.time(d.createdAt()));
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** The number of due keys of a subscription, counted up to a limit. */
  int countDue(Connection connection, UUID subscription, Instant now, int limit)
      throws SQLException {
    String query =
        """
        select count(*) as keys from (
          select 1 as one from delivery_key where queue = ? and due_at <= ? limit ?) due
        """;
    return Sql.first(
            connection, query, row -> row.integer("keys"), subscription.toString(), now, limit)
        .orElseThrow();
  }

  /**
   * @param limit for each key
   * @return deliveries by key, the earliest first
   */
  Map<String, List<OutboundEvent>> pending(
      Connection connection, Collection<String> wanted, int limit) throws SQLException {
    Map<String, List<OutboundEvent>> found = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(PENDING)) {
      s.setArray(1, Database.texts(connection, wanted));
      s.setInt(2, limit);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          OutboundEvent one = outbound(rows);
          found.computeIfAbsent(one.orderKey(), key -> new ArrayList<>()).add(one);
        }
      }
    }
    return found;
  }

  private OutboundEvent outbound(ResultSet rows) throws SQLException {
    return new OutboundEvent(
        rows.getObject(1, UUID.class),
        rows.getObject(2, UUID.class),
        rows.getString(3),
        new LoggedEvent(
            rows.getLong(4),
            rows.getObject(5, UUID.class),
            rows.getString(6),
            StoredContent.openEvent(
                cipher, rows.getLong(4), rows.getString(5), rows.getString(6), rows.getString(7)),
            rows.getString(12)),
        new Failures(rows.getInt(8), rows.getInt(9), rows.getInt(10)),
        Database.instant(rows.getObject(11, OffsetDateTime.class)));
  }

  void settle(Connection connection, Collection<Settled> settled, Instant now) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            insert into delivery (id, subscription_id, event_seq, order_key, status, attempts,
              created_at, settled_at, started_at, duration_millis, answer_status, answer)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Settled one : settled) {
        s.setObject(1, one.delivery().id());
        s.setObject(2, one.delivery().subscriptionId());
        s.setLong(3, one.delivery().event().seq());
        s.setString(4, one.delivery().orderKey());
        s.setString(5, one.status());
        s.setInt(6, one.attempts());
        s.setObject(7, Database.time(one.delivery().createdAt()));
        s.setObject(8, Database.time(now));
        bind(s, one.success());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private void bind(PreparedStatement s, DeliveryAttempt success) throws SQLException {
    if (success == null) {
      s.setNull(9, Types.TIMESTAMP_WITH_TIMEZONE);
      s.setNull(10, Types.INTEGER);
      s.setNull(11, Types.INTEGER);
      s.setNull(12, Types.VARCHAR);
    } else {
      s.setObject(9, Database.time(success.startedAt()));
      s.setInt(10, (int) success.duration().toMillis());
      s.setInt(11, success.reply().status());
      s.setString(12, AnswerContent.seal(cipher, success));
    }
  }

  void postpone(Connection connection, Collection<Postponed> postponed) throws SQLException {
    if (postponed.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        connection.prepareStatement(
            "update delivery_pending set attempts = ?, refusals = ?, due_at = ?"
                + " where order_key = ? and id = ?")) {
      for (Postponed one : postponed) {
        s.setInt(1, one.attempts());
        s.setInt(2, one.refusals());
        s.setObject(3, Database.time(one.dueAt()));
        s.setString(4, one.delivery().orderKey());
        s.setObject(5, one.delivery().id());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Writes failed attempts; the delivery's row holds the successful one. */
  void failures(Connection connection, Collection<DeliveryAttempt> attempts) throws SQLException {
    if (attempts.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            insert into delivery_attempt (delivery_id, number, started_at, duration_millis, status,
              error, answer, redirect)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (DeliveryAttempt attempt : attempts) {
        s.setObject(1, attempt.delivery());
        s.setInt(2, attempt.number());
        s.setObject(3, Database.time(attempt.startedAt()));
        s.setInt(4, (int) attempt.duration().toMillis());
        if (attempt.reply().status() == 0) {
          s.setNull(5, Types.INTEGER);
        } else {
          s.setInt(5, attempt.reply().status());
        }
        s.setString(6, attempt.reply().error());
        s.setString(7, AnswerContent.seal(cipher, attempt));
        s.setString(8, attempt.reply().redirect());
        s.addBatch();
      }
      s.executeBatch();
    }
  }
}

package io.bellhop.delivery;

import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.event.AppendedEvent;
import io.bellhop.event.StoredContent;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import io.bellhop.time.TimeOrderedIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what is to be delivered again from the log of events, from a place on. Every method runs in
 * the transaction of its connection.
 */
final class ReplayedLog {
  /** An event as it stands in the log. */
  record Logged(LoggedEvent event, UUID account, Set<String> properties, Instant createdAt) {}

  private final ContentCipher cipher;

  ReplayedLog(ContentCipher cipher) {
    this.cipher = cipher;
  }

  Optional<Long> placeOf(Connection connection, UUID event) throws SQLException {
    return place(connection, "select seq from event where id = ?", event);
  }

  /**
   * The first place from a time on. Ids of events begin with their time, but clocks of nodes may
   * differ a little, so the query reads some of them.
   */
  Optional<Long> placeFrom(Connection connection, Instant time) throws SQLException {
    return place(
        connection,
        "select min(seq) as seq from (select seq from event where id >= ? order by id limit 1000) e",
        TimeOrderedIds.first(time));
  }

  private static Optional<Long> place(Connection connection, String sql, UUID id)
      throws SQLException {
    return Sql.first(connection, sql, row -> row.numberOrNull("seq"), id);
  }

  List<Logged> read(Connection connection, long from, int limit) throws SQLException {
    return Sql.list(
        connection,
        """
        select seq, id, event_type, envelope, account_id, property_id, left_property_id,
          created_at, trace_parent
        from event where seq >= ? order by seq limit ?
        """,
        this::logged,
        from,
        limit);
  }

  private Logged logged(SqlRow row) throws SQLException {
    long seq = row.number("seq");
    UUID id = row.id("id");
    String type = row.text("event_type");
    String envelope = StoredContent.openEvent(cipher, seq, id, type, row.text("envelope"));
    return new Logged(
        new LoggedEvent(seq, id, type, envelope, row.text("trace_parent")),
        row.id("account_id"),
        AppendedEvent.properties(row.text("property_id"), row.text("left_property_id")),
        row.time("created_at"));
  }
}

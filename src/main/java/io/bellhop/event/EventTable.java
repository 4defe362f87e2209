package io.bellhop.event;

import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The SQL of the event log. */
final class EventTable {
  /**
   * @param leftPropertyId the previous property of its record; null if it has not moved
   * @param recordId the provider's id of the record
   * @param envelope the event in JSON, as for subscribers
   * @param traceParent its trace parent; null if there is none
   */
  record Row(
      long seq,
      UUID id,
      String type,
      UUID accountId,
      String propertyId,
      String leftPropertyId,
      String recordId,
      String envelope,
      String traceParent) {}

  private final ContentCipher cipher;

  EventTable(ContentCipher cipher) {
    this.cipher = cipher;
  }

  /** Locks the log's head: until the commit no other transaction publishes, on any node. */
  long takeHead(Connection connection) throws SQLException {
    try (PreparedStatement s =
            connection.prepareStatement("select last_seq from event_head where id = 1 for update");
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void moveHead(Connection connection, long seq) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("update event_head set last_seq = ? where id = 1")) {
      s.setLong(1, seq);
      s.executeUpdate();
    }
  }

  void append(Connection connection, List<Row> events, Instant now) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            insert into event (seq, id, event_type, account_id, property_id, created_at, envelope,
              record_id, trace_parent, left_property_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Row event : events) {
        s.setLong(1, event.seq());
        s.setObject(2, event.id());
        s.setString(3, event.type());
        s.setObject(4, event.accountId());
        s.setString(5, event.propertyId());
        s.setObject(6, Database.time(now));
        s.setString(
            7, StoredContent.sealEvent(cipher, event.accountId(), event.seq(), event.envelope()));
        s.setString(8, event.recordId());
        s.setString(9, event.traceParent());
        s.setString(10, event.leftPropertyId());
        s.addBatch();
      }
      s.executeBatch();
    }
  }
}

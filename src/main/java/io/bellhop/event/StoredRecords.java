package io.bellhop.event;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What the log and the snapshots hold, portion by portion, for those who erase personal data in it.
 * Each method runs in the transaction of its connection.
 */
public final class StoredRecords {
  /**
   * An event of an account.
   *
   * @param envelope in JSON
   */
  public record Event(long seq, UUID account, String eventType, String envelope) {
    public String recordType() {
      return eventType.substring(0, eventType.indexOf('.'));
    }
  }

  /**
   * The last known state of a record.
   *
   * @param id names the record among all records
   * @param record in JSON
   */
  public record State(String id, UUID account, String type, String record) {}

  private StoredRecords() {}

  /** The name of a record among all records. */
  public static String id(UUID account, String type, String recordId) {
    return Snapshot.id(account, type, recordId);
  }

  public static List<Event> eventsAfter(Connection connection, long seq, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        """
        select seq, account_id, event_type, envelope from event
        where seq > ? and account_id is not null order by seq limit ?
        """,
        row ->
            new Event(
                row.number("seq"),
                row.id("account_id"),
                row.text("event_type"),
                row.text("envelope")),
        seq,
        limit);
  }

  public static void replaceEvent(Connection connection, long seq, String envelope)
      throws SQLException {
    Sql.update(connection, "update event set envelope = ? where seq = ?", envelope, seq);
  }

  public static List<State> statesAfter(Connection connection, String id, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "select id, account_id, record_type, record from snapshot where id > ? order by id limit ?",
        StoredRecords::state,
        id,
        limit);
  }

  /** These states, while no transaction publishes: until the end of this one they stay. */
  public static List<State> hold(Connection connection, Collection<String> ids)
      throws SQLException {
    SystemEvents.hold(connection);
    return Sql.list(
        connection,
        "select id, account_id, record_type, record from snapshot where id = any(?)",
        StoredRecords::state,
        Sql.texts(ids));
  }

  private static State state(SqlRow row) throws SQLException {
    return new State(
        row.text("id"), row.id("account_id"), row.text("record_type"), row.text("record"));
  }

  public static void replaceState(Connection connection, String id, String record)
      throws SQLException {
    Sql.update(connection, "update snapshot set record = ? where id = ?", record, id);
  }
}

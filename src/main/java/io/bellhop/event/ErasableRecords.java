package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Reads and replaces events and snapshots, in portions, to erase personal data. Each method runs in
 * the transaction of its connection.
 */
public final class ErasableRecords {
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
   * A snapshot.
   *
   * @param id unique among all records
   * @param record in JSON
   */
  public record State(String id, UUID account, String type, String record) {}

  private final ContentCipher cipher;
  private final RecordTermQueue terms;

  public ErasableRecords(ContentCipher cipher) {
    this.cipher = cipher;
    this.terms = new RecordTermQueue(cipher);
  }

  /** The id of a record, unique among all records. */
  public static String id(UUID account, String type, String recordId) {
    return Snapshot.id(account, type, recordId);
  }

  public List<Event> eventsAfter(Connection connection, long seq, int limit) throws SQLException {
    return Sql.list(
        connection,
        """
        select seq, id, account_id, event_type, envelope from event
        where seq > ? and account_id is not null order by seq limit ?
        """,
        this::event,
        seq,
        limit);
  }

  /** The events with these ids that still exist. */
  public List<Event> events(Connection connection, Collection<UUID> ids) throws SQLException {
    return Sql.list(
        connection,
        "select seq, id, account_id, event_type, envelope from event where id = any(?)",
        this::event,
        Sql.ids(ids));
  }

  private Event event(SqlRow row) throws SQLException {
    String type = row.text("event_type");
    String envelope =
        StoredContent.openEvent(
            cipher, row.number("seq"), row.id("id"), type, row.text("envelope"));
    return new Event(row.number("seq"), row.id("account_id"), type, envelope);
  }

  public void replaceEvent(Connection connection, Event event, String envelope)
      throws SQLException {
    Sql.update(
        connection,
        "update event set envelope = ? where seq = ?",
        StoredContent.sealEvent(cipher, event.account(), event.seq(), envelope),
        event.seq());
  }

  public List<State> statesAfter(Connection connection, String id, int limit) throws SQLException {
    return Sql.list(
        connection,
        "select id, account_id, record_type, record from snapshot where id > ? order by id limit ?",
        this::state,
        id,
        limit);
  }

  /**
   * Reads snapshots and blocks publishing transactions, so that the snapshots do not change until
   * this transaction ends.
   */
  public List<State> hold(Connection connection, Collection<String> ids) throws SQLException {
    SystemEvents.hold(connection);
    return Sql.list(
        connection,
        "select id, account_id, record_type, record from snapshot where id = any(?)",
        this::state,
        Sql.texts(ids));
  }

  private State state(SqlRow row) throws SQLException {
    return new State(
        row.text("id"),
        row.id("account_id"),
        row.text("record_type"),
        StoredContent.openRecord(cipher, row.text("id"), row.text("record")));
  }

  /**
   * Replaces the record of a snapshot, and removes search words that it no longer has.
   *
   * @param before the record that is replaced
   */
  public void replaceState(
      Connection connection, State state, JsonNode before, JsonNode after, String json)
      throws SQLException {
    Sql.update(
        connection,
        "update snapshot set record = ? where id = ?",
        StoredContent.sealRecord(cipher, state.account(), state.id(), json),
        state.id());
    terms.erase(
        connection,
        state.id(),
        RecordTerms.of(state.type(), before),
        RecordTerms.of(state.type(), after));
  }
}

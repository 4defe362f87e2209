package io.bellhop.delivery.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.OutboundEvent.Failures;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.event.AppendedEvent;
import io.bellhop.event.StoredContent;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import io.bellhop.subscription.Subscription;
import io.bellhop.time.TimeOrderedIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads events to deliver from the log. Every method runs in the transaction of the given
 * connection.
 */
public final class LoggedEvents {
  /** An event as stored in the log. */
  public record Logged(LoggedEvent event, UUID account, Set<String> properties, Instant createdAt) {
    /**
     * A delivery of the event, whether or not the subscription wants it.
     *
     * @param data the data of its envelope
     */
    public OutboundEvent to(Subscription subscription, UUID id, JsonNode data, Instant queuedAt) {
      String record = AppendedEvent.record(account, event.type(), data.at("/record/id").asText());
      String key = subscription.keyPrefix() + record;
      return new OutboundEvent(id, subscription.id(), key, event, Failures.NONE, queuedAt);
    }
  }

  private static final String COLUMNS =
      """
      select e.seq, e.id, e.event_type, e.envelope, e.account_id, e.property_id,
        e.left_property_id, e.created_at, e.trace_parent
      """;

  private final ContentCipher cipher;

  public LoggedEvents(ContentCipher cipher) {
    this.cipher = cipher;
  }

  public Optional<Long> placeOf(Connection connection, UUID event) throws SQLException {
    return place(connection, "select seq from event where id = ?", event);
  }

  /**
   * The first place from a time on. Ids of events begin with their time, but clocks of nodes may
   * differ a little, so the query reads a margin.
   */
  public Optional<Long> placeFrom(Connection connection, Instant time) throws SQLException {
    return place(
        connection,
        "select min(seq) as seq from (select seq from event where id >= ? order by id limit 1000)"
            + " e",
        TimeOrderedIds.first(time));
  }

  private static Optional<Long> place(Connection connection, String sql, UUID id)
      throws SQLException {
    return Sql.first(connection, sql, row -> row.numberOrNull("seq"), id);
  }

  /** Reads events from a place on. */
  public List<Logged> read(Connection connection, long from, int limit) throws SQLException {
    String query = COLUMNS + "from event e where e.seq >= ? order by e.seq limit ?";
    return Sql.list(connection, query, this::logged, from, limit);
  }

  /** Reads the events at the given places. */
  List<Logged> at(Connection connection, Collection<Long> places) throws SQLException {
    String query =
        COLUMNS
            + """
            from unnest(cast(? as bigint array)) wanted(seq) join event e on e.seq = wanted.seq
            order by e.seq
            """;
    return Sql.list(connection, query, this::logged, Sql.numbers(places));
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

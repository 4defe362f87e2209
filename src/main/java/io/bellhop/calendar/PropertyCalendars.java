package io.bellhop.calendar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.calendar.PropertyCalendar.Entry;
import io.bellhop.event.Stay;
import io.bellhop.event.StoredContent;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads calendars from snapshots. Thread-safe. */
public final class PropertyCalendars {
  /**
   * Guests come and go within days of now: an index finds these by their departure. A guest who
   * moves on from another property has nights here under that one's id.
   */
  private static final String STAYS =
      """
      select id, record_type, record, created_at from snapshot
      where property_id = ? and departure_date > ? and arrival_date <= ? and account_id = ?
        and record_type in ('reservation', 'block') and deleted = false
      union all
      select s.id, s.record_type, s.record, s.created_at from snapshot s
      where s.id in (
          select c.snapshot_id from calendar_stay c
          where c.unit = any(?) and c.departure_date > ? and c.arrival_date <= ?)
        and (s.property_id is null or s.property_id <> ?)
      """;

  private static final ZoneId UTC = ZoneId.of("UTC");

  /** As it is stored. */
  private record Row(String id, String type, String record, Instant createdAt) {}

  private final Database database;
  private final ObjectMapper mapper;

  public PropertyCalendars(Database database, ObjectMapper mapper) {
    this.database = database;
    this.mapper = mapper;
  }

  /**
   * @param to included
   */
  public PropertyCalendar read(UUID account, String property, LocalDate from, LocalDate to)
      throws SQLException {
    String unit = Stay.unit(account, property);
    List<Row> rows =
        database.transact(
            c ->
                Sql.list(
                    c,
                    STAYS,
                    PropertyCalendars::row,
                    property,
                    from,
                    to,
                    account,
                    Sql.texts(List.of(unit, Stay.HELD + unit)),
                    from,
                    to,
                    property));
    // A full house is some thousand records: no connection waits for them to be read.
    List<Entry> entries = new ArrayList<>();
    for (Row row : rows) {
      Entry entry = entry(row);
      if (entry != null) {
        entries.add(entry);
      }
    }
    entries.sort(Comparator.comparing(one -> one.stay().parts().get(0).arrival()));
    return new PropertyCalendar(property, entries);
  }

  /** Whether any record of the account has to do with the property. */
  public boolean knows(UUID account, String property) throws SQLException {
    return database.transact(
        connection ->
            Sql.first(
                    connection,
                    "select 1 from snapshot where property_id = ? and account_id = ?"
                        + " and deleted = false limit 1",
                    row -> true,
                    property,
                    account)
                .isPresent());
  }

  private static Row row(SqlRow row) throws SQLException {
    return new Row(
        row.text("id"), row.text("record_type"), row.text("record"), row.time("created_at"));
  }

  private Entry entry(Row row) throws SQLException {
    JsonNode record = record(row.id(), row.record());
    Stay stay = Stay.of(row.type(), record);
    return stay == null
        ? null
        : new Entry(row.id(), stay, row.createdAt(), record.at("/primaryGuest/name").asText(""));
  }

  /** Where the property is: its days begin there. UTC if Bellhop does not know it. */
  public ZoneId zone(UUID account, String property) throws SQLException {
    String id = StoredContent.recordId(account, "property", property);
    Optional<String> stored =
        database.transact(
            connection ->
                Sql.first(
                    connection,
                    "select record from snapshot where id = ?",
                    row -> row.text("record"),
                    id));
    ZoneId zone =
        stored.isEmpty() ? null : zone(record(id, stored.get()).path("timezone").asText(""));
    return zone == null ? UTC : zone;
  }

  private static ZoneId zone(String text) {
    try {
      return text.isEmpty() ? null : ZoneId.of(text);
    } catch (DateTimeException e) {
      // A provider's own word for it.
      return null;
    }
  }

  private JsonNode record(String id, String stored) throws SQLException {
    try {
      return mapper.readTree(StoredContent.openRecord(database.content(), id, stored));
    } catch (JsonProcessingException e) {
      throw new SQLException("a stored record is not JSON", e);
    }
  }
}

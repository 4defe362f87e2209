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
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads calendars from snapshots. Thread-safe. */
public final class PropertyCalendars {
  /**
   * Guests come and go within days of now: an index finds these by their departure. A guest who
   * moves on from another property has nights here under that one's id.
   */
  private static final String STAYS =
      """
      select id, record_type, record, updated_at from snapshot
      where property_id = ? and departure_date > ? and arrival_date <= ? and account_id = ?
        and record_type in ('reservation', 'block') and deleted = false
      union all
      select s.id, s.record_type, s.record, s.updated_at from snapshot s
      where s.id in (
          select c.snapshot_id from calendar_stay c
          where c.unit = ? and c.departure_date > ? and c.arrival_date <= ?)
        and (s.property_id is null or s.property_id <> ?)
      """;

  private static final ZoneId UTC = ZoneId.of("UTC");

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
    List<Entry> entries =
        database
            .transact(
                c ->
                    Sql.list(
                        c,
                        STAYS,
                        this::entry,
                        property,
                        from,
                        to,
                        account,
                        Stay.unit(account, property),
                        from,
                        to,
                        property))
            .stream()
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing((Entry one) -> one.stay().parts().get(0).arrival()))
            .toList();
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

  private Entry entry(SqlRow row) throws SQLException {
    JsonNode record = record(row);
    Stay stay = Stay.of(row.text("record_type"), record);
    return stay == null
        ? null
        : new Entry(
            row.text("id"),
            stay,
            row.time("updated_at"),
            record.at("/primaryGuest/name").asText(""));
  }

  /** Where the property is: its days begin there. UTC if Bellhop does not know it. */
  public ZoneId zone(UUID account, String property) throws SQLException {
    return database.transact(
        connection ->
            Sql.first(
                    connection,
                    "select id, record from snapshot where id = ?",
                    row -> zone(record(row).path("timezone").asText("")),
                    StoredContent.recordId(account, "property", property))
                .orElse(UTC));
  }

  private static ZoneId zone(String text) {
    try {
      return text.isEmpty() ? null : ZoneId.of(text);
    } catch (DateTimeException e) {
      // A provider's own word for it.
      return null;
    }
  }

  private JsonNode record(SqlRow row) throws SQLException {
    try {
      return mapper.readTree(
          StoredContent.openRecord(database.content(), row.text("id"), row.text("record")));
    } catch (JsonProcessingException e) {
      throw new SQLException("a stored record is not JSON", e);
    }
  }
}

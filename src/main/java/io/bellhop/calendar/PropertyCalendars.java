package io.bellhop.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.calendar.PropertyCalendar.Entry;
import io.bellhop.event.Stay;
import io.bellhop.event.StayIdentity;
import io.bellhop.event.StoredContent;
import io.bellhop.identity.PropertyPlaces;
import io.bellhop.identity.PropertyPlaces.Place;
import io.bellhop.json.Json;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads calendars from snapshots. Thread-safe. */
public final class PropertyCalendars {
  /**
   * Finds stays by their departure, which has an index. A guest who moves here from another
   * property has nights here in a record with that property's id.
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
          where c.unit in (?, ?) and c.departure_date > ? and c.arrival_date <= ?)
        and (s.property_id is null or s.property_id <> ?)
      """;

  private static final ZoneId UTC = ZoneId.of("UTC");

  /** A stored row. */
  private record Row(Place place, String id, String type, String record, Instant createdAt) {}

  private final Database database;
  private final Accounts accounts;
  private final ObjectMapper mapper;

  public PropertyCalendars(Database database, Accounts accounts, ObjectMapper mapper) {
    this.database = database;
    this.accounts = accounts;
    this.mapper = mapper;
  }

  /**
   * A property by its provider's id, with all properties that its workspace has mapped to the same
   * name.
   */
  public PropertyPlaces places(UUID account, String property) throws SQLException {
    String workspace = accounts.current(account).map(Account::workspaceId).orElse("");
    return database.transact(
        connection -> PropertyPlaces.ofProvider(connection, workspace, account, property));
  }

  /** A property by the workspace's name; empty if the workspace does not use the name. */
  public Optional<PropertyPlaces> places(String workspace, String ownId) throws SQLException {
    return database.transact(connection -> PropertyPlaces.ofOwn(connection, workspace, ownId));
  }

  /**
   * @param to the last day, inclusive
   */
  public PropertyCalendar read(PropertyPlaces places, LocalDate from, LocalDate to)
      throws SQLException {
    List<Row> rows =
        database.transact(
            connection -> {
              List<Row> all = new ArrayList<>();
              for (Place place : places.all()) {
                all.addAll(rows(connection, place, from, to));
              }
              return all;
            });
    // Outside the transaction, because a full house has some thousand records and would hold a
    // connection.
    Map<String, Entry> entries = new HashMap<>();
    for (Row row : rows) {
      Entry entry = entry(row, places);
      if (entry != null) {
        entries.putIfAbsent(row.id(), entry);
      }
    }
    return new PropertyCalendar(places, entries.values().stream().sorted(order(places)).toList());
  }

  private static Comparator<Entry> order(PropertyPlaces places) {
    List<UUID> accounts = places.all().stream().map(Place::account).toList();
    return Comparator.comparing((Entry one) -> one.stay().parts().get(0).arrival())
        // Of two records of one stay the calendar shows the one with a decided status,
        .thenComparing(one -> one.stay().isPending())
        // or that of the requested account, or of the first mapped one.
        .thenComparing(one -> accounts.indexOf(one.account()))
        .thenComparing(Entry::snapshotId);
  }

  private static List<Row> rows(Connection connection, Place place, LocalDate from, LocalDate to)
      throws SQLException {
    return Sql.list(
        connection,
        STAYS,
        row ->
            new Row(
                place,
                row.text("id"),
                row.text("record_type"),
                row.text("record"),
                row.time("created_at")),
        place.property(),
        from,
        to,
        place.account(),
        place.id(),
        Stay.HELD + place.id(),
        from,
        to,
        place.property());
  }

  /** Whether any record of the account belongs to the property. */
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

  private Entry entry(Row row, PropertyPlaces places) throws SQLException {
    Place place = row.place();
    JsonNode record = record(row.id(), row.record());
    Stay stay = Stay.of(row.type(), record);
    Stay here = stay == null ? null : places.here(place, stay);
    if (here == null) {
      return null;
    }
    Set<String> units = new HashSet<>();
    here.parts().stream().map(Stay.Part::unit).filter(places::isNamed).forEach(units::add);
    return new Entry(
        place.account(),
        row.id(),
        here,
        row.createdAt(),
        record.at("/primaryGuest/name").asText(""),
        StayIdentity.of(place.account(), row.type(), record, units));
  }

  /** The time zone of the property; UTC if Bellhop does not know it. */
  public ZoneId zone(PropertyPlaces places) throws SQLException {
    for (Place place : places.all()) {
      String id = StoredContent.recordId(place.account(), "property", place.property());
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
      if (zone != null) {
        return zone;
      }
    }
    return UTC;
  }

  private static ZoneId zone(String text) {
    try {
      return text.isEmpty() ? null : ZoneId.of(text);
    } catch (DateTimeException e) {
      // A provider's own name of a zone.
      return null;
    }
  }

  private JsonNode record(String id, String stored) {
    return Json.stored(mapper, StoredContent.openRecord(database.content(), id, stored));
  }
}

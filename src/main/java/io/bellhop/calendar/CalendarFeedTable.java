package io.bellhop.calendar;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The SQL of feeds, in the transaction of the connection. A token is stored as its hash. */
final class CalendarFeedTable {
  static final String NAME = "calendar_feed";

  private static final String COLUMNS =
      """
      select id, account_id, property_id, unit_id, name, guest_names, is_active, created_at,
        updated_at
      from calendar_feed\
      """;

  private CalendarFeedTable() {}

  static Optional<CalendarFeed> byHash(Connection connection, String hash) throws SQLException {
    return Sql.first(
        connection,
        COLUMNS
            + " where token_hash = ? and is_active = true"
            + " and account_id in (select id from integration_account)",
        CalendarFeedTable::feed,
        hash);
  }

  static Optional<CalendarFeed> find(Connection connection, UUID id) throws SQLException {
    return Sql.first(connection, COLUMNS + " where id = ?", CalendarFeedTable::feed, id);
  }

  /** One of them, locked until the transaction ends. */
  static Optional<CalendarFeed> lock(Connection connection, UUID id) throws SQLException {
    return Sql.first(connection, COLUMNS + " where id = ? for update", CalendarFeedTable::feed, id);
  }

  static int insert(Connection connection, CalendarFeed feed, String hash) throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", feed.id());
    columns.put("account_id", feed.accountId());
    columns.put("property_id", feed.propertyId());
    columns.put("unit_id", feed.unitId());
    columns.put("token_hash", hash);
    columns.put("created_at", feed.createdAt());
    columns.putAll(changeable(feed, feed.updatedAt()));
    return Sql.insertRow(connection, NAME, columns);
  }

  static int update(Connection connection, CalendarFeed feed, Instant now) throws SQLException {
    return Sql.updateRow(connection, NAME, feed.id(), changeable(feed, now));
  }

  static int rotate(Connection connection, UUID id, String hash, Instant now) throws SQLException {
    return Sql.update(
        connection,
        "update calendar_feed set token_hash = ?, updated_at = ? where id = ?",
        hash,
        now,
        id);
  }

  static boolean delete(Connection connection, UUID id) throws SQLException {
    return Sql.update(connection, "delete from calendar_feed where id = ?", id) > 0;
  }

  private static Map<String, Object> changeable(CalendarFeed feed, Instant now) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("name", feed.name());
    columns.put("guest_names", feed.guestNames());
    columns.put("is_active", feed.active());
    columns.put("updated_at", now);
    return columns;
  }

  private static CalendarFeed feed(SqlRow row) throws SQLException {
    return new CalendarFeed(
        row.id("id"),
        row.id("account_id"),
        row.text("property_id"),
        row.text("unit_id"),
        row.text("name"),
        row.bool("guest_names"),
        row.bool("is_active"),
        row.time("created_at"),
        row.time("updated_at"));
  }
}

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

/** The SQL for feeds, in the transaction of the given connection. It stores a token as its hash. */
final class CalendarFeedTable {
  static final String NAME = "calendar_feed";

  private CalendarFeedTable() {}

  static Optional<CalendarFeed> byHash(Connection connection, String hash) throws SQLException {
    return Sql.first(
        connection,
        """
        select id, account_id, property_id, unit_id, name, guest_names, updated_at
        from calendar_feed
        where token_hash = ? and is_active = true
          and account_id in (select id from integration_account)
        """,
        CalendarFeedTable::feed,
        hash);
  }

  static int insert(Connection connection, CalendarFeed feed, boolean active, String hash)
      throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", feed.id());
    columns.put("account_id", feed.accountId());
    columns.put("property_id", feed.propertyId());
    columns.put("unit_id", feed.unitId());
    columns.put("name", feed.name());
    columns.put("token_hash", hash);
    columns.put("guest_names", feed.guestNames());
    columns.put("is_active", active);
    columns.put("created_at", feed.updatedAt());
    columns.put("updated_at", feed.updatedAt());
    return Sql.insertRow(connection, NAME, columns);
  }

  static int change(
      Connection connection, UUID id, String name, boolean guestNames, boolean active, Instant now)
      throws SQLException {
    return Sql.update(
        connection,
        """
        update calendar_feed set name = ?, guest_names = ?, is_active = ?, updated_at = ?
        where id = ?
        """,
        name,
        guestNames,
        active,
        now,
        id);
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

  private static CalendarFeed feed(SqlRow row) throws SQLException {
    return new CalendarFeed(
        row.id("id"),
        row.id("account_id"),
        row.text("property_id"),
        row.text("unit_id"),
        row.text("name"),
        row.bool("guest_names"),
        row.time("updated_at"));
  }
}

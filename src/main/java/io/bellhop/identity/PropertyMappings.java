package io.bellhop.identity;

import io.bellhop.account.AccountRows;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import io.bellhop.store.StoredTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What workspaces call the properties of their accounts. Thread-safe. */
public final class PropertyMappings {
  private static final String NAME = "property_mapping";

  /** A deleted account's properties. */
  public static final AccountRows ACCOUNT_ROWS = AccountRows.of(NAME);

  private static final String COLUMNS =
      "select m.id, m.account_id, m.property_id, m.unit_id, m.own_id from property_mapping m";

  /** Those that are one with others are of the same workspace. */
  private static final String SAME =
      COLUMNS
          + """
           join integration_account a on a.id = m.account_id
          where m.own_id = ? and a.workspace_id = ? order by m.created_at, m.id
          """;

  private final Database database;
  private final Clock clock;

  public PropertyMappings(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * @param unit null for the property as one unit
   * @return nothing if it has a mapping already
   */
  public Optional<UUID> create(UUID account, String property, String unit, String ownId)
      throws SQLException {
    Instant now = StoredTime.now(clock);
    PropertyMapping mapping =
        new PropertyMapping(UUID.randomUUID(), account, property, unit, ownId);
    return database.durably(
        connection -> {
          // Two that come at once are one after the other, and an account that goes takes all.
          boolean isThere =
              Sql.lock(
                  connection,
                  "select id from integration_account where id = ? for update",
                  account);
          boolean isMapped =
              Sql.first(
                      connection,
                      "select 1 from property_mapping where place = ?",
                      row -> true,
                      mapping.place())
                  .isPresent();
          if (!isThere || isMapped) {
            return Optional.empty();
          }
          Map<String, Object> columns = new LinkedHashMap<>();
          columns.put("id", mapping.id());
          columns.put("account_id", account);
          columns.put("property_id", property);
          columns.put("unit_id", unit);
          columns.put("place", mapping.place());
          columns.put("own_id", ownId);
          columns.put("created_at", now);
          columns.put("updated_at", now);
          Sql.insertRow(connection, NAME, columns);
          return Optional.of(mapping.id());
        });
  }

  public void rename(UUID id, String ownId) throws SQLException {
    database.durably(
        connection ->
            Sql.update(
                connection,
                "update property_mapping set own_id = ?, updated_at = ? where id = ?",
                ownId,
                StoredTime.now(clock),
                id));
  }

  /**
   * @return false if there is no such mapping
   */
  public boolean delete(UUID id) throws SQLException {
    return database.durably(
        connection -> Sql.update(connection, "delete from property_mapping where id = ?", id) > 0);
  }

  /** All that a workspace calls so, the one that was mapped first before others. */
  static List<PropertyMapping> of(Connection connection, String workspace, String ownId)
      throws SQLException {
    return Sql.list(connection, SAME, PropertyMappings::mapping, ownId, workspace);
  }

  /** Those of a property and of its units. */
  static List<PropertyMapping> within(Connection connection, UUID account, String property)
      throws SQLException {
    return Sql.list(
        connection,
        COLUMNS + " where m.account_id = ? and m.property_id = ? order by m.created_at, m.id",
        PropertyMappings::mapping,
        account,
        property);
  }

  private static PropertyMapping mapping(SqlRow row) throws SQLException {
    return new PropertyMapping(
        row.id("id"),
        row.id("account_id"),
        row.text("property_id"),
        row.text("unit_id"),
        row.text("own_id"));
  }
}

package io.bellhop.identity;

import io.bellhop.account.AccountRows;
import io.bellhop.event.ConflictRechecks;
import io.bellhop.event.ConflictRechecks.Place;
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

  private static final String GROUP =
      """
      select distinct o.account_id, o.place from property_mapping m
      join integration_account a on a.id = m.account_id
      join property_mapping o on o.own_id = m.own_id
      join integration_account b on b.id = o.account_id and b.workspace_id = a.workspace_id
      """;

  /** All that are one with a mapping, and itself. */
  private static final String TOGETHER = GROUP + "where m.id = ?";

  /** All that are one with properties of an account, and these. */
  private static final String TOGETHER_OF_ACCOUNT = GROUP + "where m.account_id = ?";

  /**
   * An account's properties: what they were one with is compared again once the account is deleted,
   * or is in another workspace.
   */
  public static final AccountRows ACCOUNT_ROWS =
      new AccountRows() {
        @Override
        public void delete(Connection connection, UUID account) throws SQLException {
          // What is still to be looked at in the account itself is deleted with it.
          leavesWorkspace(connection, account);
          Sql.update(connection, "delete from property_mapping where account_id = ?", account);
        }

        @Override
        public void leavesWorkspace(Connection connection, UUID account) throws SQLException {
          ConflictRechecks.add(
              connection,
              Sql.list(connection, TOGETHER_OF_ACCOUNT, PropertyMappings::place, account));
        }
      };

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
  private final Runnable changed;

  /**
   * @param changed runs after each change: stays are to be compared again
   */
  public PropertyMappings(Database database, Clock clock, Runnable changed) {
    this.database = database;
    this.clock = clock;
    this.changed = changed;
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
    return changing(
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
          ConflictRechecks.add(connection, List.of(new Place(account, mapping.place())));
          return Optional.of(mapping.id());
        });
  }

  public void rename(UUID id, String ownId) throws SQLException {
    changing(
        connection -> {
          recheck(connection, id);
          return Sql.update(
              connection,
              "update property_mapping set own_id = ?, updated_at = ? where id = ?",
              ownId,
              StoredTime.now(clock),
              id);
        });
  }

  /**
   * @return false if there is no such mapping
   */
  public boolean delete(UUID id) throws SQLException {
    return changing(
        connection -> {
          recheck(connection, id);
          return Sql.update(connection, "delete from property_mapping where id = ?", id) > 0;
        });
  }

  private <T> T changing(Database.Work<T> work) throws SQLException {
    T result = database.durably(work);
    changed.run();
    return result;
  }

  /** What was one with it may have spoken for a stay, or have had one spoken for. */
  private static void recheck(Connection connection, UUID mapping) throws SQLException {
    ConflictRechecks.add(
        connection, Sql.list(connection, TOGETHER, PropertyMappings::place, mapping));
  }

  private static Place place(SqlRow row) throws SQLException {
    return new Place(row.id("account_id"), row.text("place"));
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

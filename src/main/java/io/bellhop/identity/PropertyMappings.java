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

/**
 * The table of property mappings: the workspaces' own ids for the properties of their accounts.
 * Thread-safe.
 */
public final class PropertyMappings {
  private static final String NAME = "property_mapping";

  private static final String GROUP =
      """
      select distinct o.account_id, o.place from property_mapping m
      join integration_account a on a.id = m.account_id
      join property_mapping o on o.own_id = m.own_id
      join integration_account b on b.id = o.account_id and b.workspace_id = a.workspace_id
      """;

  /** A mapping and all others with the same own id. */
  private static final String TOGETHER = GROUP + "where m.id = ?";

  /** The mappings of an account and all others with the same own ids. */
  private static final String TOGETHER_OF_ACCOUNT = GROUP + "where m.account_id = ?";

  /**
   * The rows of an account. If the account is deleted or moves to another workspace, Bellhop
   * compares the stays of the properties with the same own ids again.
   */
  public static final AccountRows ACCOUNT_ROWS =
      new AccountRows() {
        @Override
        public void delete(Connection connection, UUID account) throws SQLException {
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

  /** Properties with the same own id are in the same workspace. */
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
   * @param changed runs after each change, to compare stays again
   */
  public PropertyMappings(Database database, Clock clock, Runnable changed) {
    this.database = database;
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * @param unit null for the property as one unit
   * @return nothing if the property or unit has a mapping already
   */
  public Optional<UUID> create(UUID account, String property, String unit, String ownId)
      throws SQLException {
    Instant now = StoredTime.now(clock);
    PropertyMapping mapping =
        new PropertyMapping(UUID.randomUUID(), account, property, unit, ownId);
    return changing(
        connection -> {
          // The lock serializes two calls for one property, and waits for a deletion of the
          // account.
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

  /**
   * Its record may have emitted an event on behalf of another record of the stay, or the other way
   * round.
   */
  private static void recheck(Connection connection, UUID mapping) throws SQLException {
    ConflictRechecks.add(
        connection, Sql.list(connection, TOGETHER, PropertyMappings::place, mapping));
  }

  private static Place place(SqlRow row) throws SQLException {
    return new Place(row.id("account_id"), row.text("place"));
  }

  /** The mappings of a workspace with this own id, the oldest first. */
  static List<PropertyMapping> of(Connection connection, String workspace, String ownId)
      throws SQLException {
    return Sql.list(connection, SAME, PropertyMappings::mapping, ownId, workspace);
  }

  /** The mappings of a property and of its units. */
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

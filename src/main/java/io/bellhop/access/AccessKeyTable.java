package io.bellhop.access;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import io.bellhop.store.TableCache;
import io.bellhop.store.TableCache.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The SQL for keys. Every method runs in the transaction of the given connection. */
final class AccessKeyTable {
  static final String NAME = "api_key";

  private static final String COLUMNS =
      """
      select id, name, workspace_id, role, hash, previous_hash, previous_until, expires_at,
        last_used_at, created_at, updated_at, revision
      from api_key\
      """;

  List<Row<AccessKey>> read(Connection connection, Collection<UUID> ids) throws SQLException {
    return Sql.list(
        connection,
        COLUMNS + " where id = any(?)",
        row -> new Row<>(row.id("id"), row.number("revision"), key(row)),
        Sql.ids(ids));
  }

  /** All keys, the oldest first. */
  List<AccessKey> all(Connection connection) throws SQLException {
    return Sql.list(connection, COLUMNS + " order by created_at, id", AccessKeyTable::key);
  }

  /** A key, locked until the transaction ends. */
  Optional<AccessKey> lock(Connection connection, UUID id) throws SQLException {
    return Sql.first(connection, COLUMNS + " where id = ? for update", AccessKeyTable::key, id);
  }

  int insert(Connection connection, AccessKey key) throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", key.id());
    columns.put("name", key.name());
    columns.put("workspace_id", key.workspaceId());
    columns.put("role", key.role().word());
    columns.put("hash", key.hashes().current());
    columns.put("expires_at", key.times().expiresAt());
    columns.put("created_at", key.times().createdAt());
    columns.put("updated_at", key.times().updatedAt());
    columns.put("revision", TableCache.newRevision());
    return Sql.insertRow(connection, NAME, columns);
  }

  int rotate(Connection connection, AccessKey key) throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("hash", key.hashes().current());
    columns.put("previous_hash", key.hashes().previous());
    columns.put("previous_until", key.hashes().previousUntil());
    columns.put("updated_at", key.times().updatedAt());
    columns.put("revision", TableCache.newRevision());
    return Sql.updateRow(connection, NAME, key.id(), columns);
  }

  /** Stores the time of use. The revision stays, because no decision depends on this time. */
  int used(Connection connection, UUID id, Instant at) throws SQLException {
    return Sql.update(connection, "update api_key set last_used_at = ? where id = ?", at, id);
  }

  boolean delete(Connection connection, UUID id) throws SQLException {
    return Sql.update(connection, "delete from api_key where id = ?", id) > 0;
  }

  private static AccessKey key(SqlRow row) throws SQLException {
    return new AccessKey(
        row.id("id"),
        row.text("name"),
        row.text("workspace_id"),
        Role.of(row.text("role")),
        new AccessKey.Hashes(
            row.text("hash"), row.text("previous_hash"), row.time("previous_until")),
        new AccessKey.Times(
            row.time("created_at"),
            row.time("updated_at"),
            row.time("expires_at"),
            row.time("last_used_at")));
  }
}

package io.bellhop.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.crypto.Sha256;
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
import java.util.UUID;

/**
 * The SQL for accounts, whose credentials are encrypted. Every method runs in the caller's
 * transaction.
 */
final class AccountTable {
  static final String NAME = "integration_account";

  /**
   * A decrypted account.
   *
   * @param fingerprint the hash of its listener token
   */
  record Stored(Account account, String fingerprint) {}

  private static final String READ =
      """
      select id, provider, name, workspace_id, external_id, api, webhook, listener_token, is_active,
        revoked_at, created_at, updated_at, revision
      from integration_account where id = any(?)
      """;

  static final SealedColumns SEALED =
      SealedColumns.of(NAME, "id", "api", "webhook", "listener_token");

  private final SecretBox secrets;
  private final SealedMaps maps;

  AccountTable(SecretBox secrets, ObjectMapper mapper) {
    this.secrets = secrets;
    this.maps = new SealedMaps(secrets, mapper);
  }

  /**
   * Tokens are looked up by their hash, so that the time of a look-up reveals nothing about them.
   */
  static String fingerprint(String token) {
    return Sha256.hex(token);
  }

  List<Row<Stored>> read(Connection connection, Collection<UUID> ids) throws SQLException {
    return Sql.list(
        connection,
        READ,
        row -> {
          Account account = account(row);
          Stored stored = new Stored(account, fingerprint(account.listenerToken()));
          return new Row<>(account.id(), row.number("revision"), stored);
        },
        Sql.ids(ids));
  }

  int insert(Connection connection, Account account) throws SQLException {
    Map<String, Object> columns = columns(account);
    columns.put("id", account.id());
    return Sql.insertRow(connection, NAME, columns);
  }

  int update(Connection connection, Account account) throws SQLException {
    return Sql.updateRow(connection, NAME, account.id(), columns(account));
  }

  /** Locks an account until the transaction ends. */
  void lock(Connection connection, UUID id) throws SQLException {
    Sql.lock(connection, "select id from integration_account where id = ? for update", id);
  }

  /**
   * @return false if there is no such account
   */
  boolean delete(Connection connection, UUID id) throws SQLException {
    return Sql.update(connection, "delete from integration_account where id = ?", id) > 0;
  }

  void revoke(Connection connection, UUID id, Instant when) throws SQLException {
    Sql.update(
        connection,
        "update integration_account set revoked_at = ?, updated_at = ?, revision = ? where id = ?",
        when,
        when,
        TableCache.newRevision(),
        id);
  }

  private Account account(SqlRow row) throws SQLException {
    UUID id = row.id("id");
    return Account.builder()
        .id(id)
        .provider(row.text("provider"))
        .name(row.text("name"))
        .workspaceId(row.text("workspace_id"))
        .externalId(row.text("external_id"))
        .api(maps.open(row.text("api"), SEALED.place("api", id)))
        .webhook(maps.open(row.text("webhook"), SEALED.place("webhook", id)))
        .listenerToken(secrets.open(row.text("listener_token"), SEALED.place("listener_token", id)))
        .active(row.bool("is_active"))
        .revokedAt(row.time("revoked_at"))
        .createdAt(row.time("created_at"))
        .updatedAt(row.time("updated_at"))
        .build();
  }

  private Map<String, Object> columns(Account account) {
    UUID id = account.id();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("provider", account.provider());
    columns.put("name", account.name());
    columns.put("workspace_id", account.workspaceId());
    columns.put("external_id", account.externalId());
    columns.put("api", maps.seal(account.api(), SEALED.place("api", id)));
    columns.put("webhook", maps.seal(account.webhook(), SEALED.place("webhook", id)));
    columns.put(
        "listener_token",
        secrets.seal(account.listenerToken(), SEALED.place("listener_token", id)));
    columns.put("is_active", account.active());
    columns.put("revoked_at", account.revokedAt());
    columns.put("created_at", account.createdAt());
    columns.put("updated_at", account.updatedAt());
    columns.put("revision", TableCache.newRevision());
    return columns;
  }
}

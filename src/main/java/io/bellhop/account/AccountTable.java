package io.bellhop.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.store.Database;
import io.bellhop.store.TableCache.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The SQL of accounts, whose credentials are encrypted. Every method runs in the transaction of the
 * connection that it is given.
 */
final class AccountTable {
  /**
   * An account in clear.
   *
   * @param fingerprint the hash of its listener token
   */
  record Stored(Account account, String fingerprint) {}

  private static final String READ =
      """
      select id, provider, name, workspace_id, external_id, api, webhook, listener_token,
             is_active, revoked_at, created_at, updated_at, revision
      from integration_account where id = any(?)
      """;

  private static final String INSERT =
      """
      insert into integration_account (provider, name, workspace_id, external_id, api, webhook,
        listener_token, is_active, revoked_at, created_at, updated_at, revision, id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      update integration_account set provider = ?, name = ?, workspace_id = ?, external_id = ?,
        api = ?, webhook = ?, listener_token = ?, is_active = ?, revoked_at = ?, created_at = ?,
        updated_at = ?, revision = ? where id = ?
      """;

  private final SecretBox secrets;
  private final ObjectMapper mapper;

  AccountTable(SecretBox secrets, ObjectMapper mapper) {
    this.secrets = secrets;
    this.mapper = mapper;
  }

  /** Tokens are looked up by their hash, so that a look-up's time tells nothing about them. */
  static String fingerprint(String token) {
    return HexFormat.of().formatHex(Sha256.of(token));
  }

  List<Row<Stored>> read(Connection connection, Collection<UUID> ids) throws SQLException {
    List<Row<Stored>> found = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(READ)) {
      s.setArray(1, Database.ids(connection, ids));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          Account account = account(rows);
          Stored stored = new Stored(account, fingerprint(account.listenerToken()));
          found.add(new Row<>(account.id(), rows.getLong(13), stored));
        }
      }
    }
    return found;
  }

  int insert(Connection connection, Account account) throws SQLException {
    return write(connection, account, INSERT);
  }

  int update(Connection connection, Account account) throws SQLException {
    return write(connection, account, UPDATE);
  }

  /** Locks an account until the transaction ends. */
  void lock(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("select id from integration_account where id = ? for update")) {
      s.setObject(1, id);
      s.executeQuery().close();
    }
  }

  /**
   * The old token is good only for the old credentials. A refresh token that took the place of the
   * account's own stays: that one may be spent.
   */
  void forgetAccessToken(Connection connection, UUID id) throws SQLException {
    execute(
        connection,
        "update access_token set token = null, expires_at = null, not_before = null,"
            + " issued_at = null, unproven = 0 where account_id = ?",
        id);
  }

  /**
   * @return how many there were
   */
  int delete(Connection connection, UUID id) throws SQLException {
    execute(connection, "delete from access_token where account_id = ?", id);
    execute(connection, "delete from registration where account_id = ?", id);
    execute(connection, "delete from account_pause where account_id = ?", id);
    execute(connection, "delete from account_refusal where account_id = ?", id);
    for (String table : List.of("api_limit", "api_call")) {
      execute(connection, "delete from " + table + " where limit_key = cast(? as varchar(36))", id);
    }
    return execute(connection, "delete from integration_account where id = ?", id);
  }

  void revoke(Connection connection, UUID id, Instant when) throws SQLException {
    execute(
        connection,
        "update integration_account set revoked_at = ?, updated_at = ?, revision = ? where id = ?",
        Database.time(when),
        Database.time(when),
        revision(),
        id);
  }

  private static long revision() {
    return ThreadLocalRandom.current().nextLong();
  }

  private Account account(ResultSet rows) throws SQLException {
    return new Account(
        rows.getObject(1, UUID.class),
        rows.getString(2),
        rows.getString(3),
        rows.getString(4),
        rows.getString(5),
        open(rows.getString(6)),
        open(rows.getString(7)),
        secrets.open(rows.getString(8)),
        rows.getBoolean(9),
        Database.instant(rows.getObject(10, OffsetDateTime.class)),
        Database.instant(rows.getObject(11, OffsetDateTime.class)),
        Database.instant(rows.getObject(12, OffsetDateTime.class)));
  }

  private int write(Connection connection, Account account, String sql) throws SQLException {
    return execute(
        connection,
        sql,
        account.provider(),
        account.name(),
        account.workspaceId(),
        account.externalId(),
        seal(account.api()),
        seal(account.webhook()),
        secrets.seal(account.listenerToken()),
        account.active(),
        Database.time(account.revokedAt()),
        Database.time(account.createdAt()),
        Database.time(account.updatedAt()),
        revision(),
        account.id());
  }

  private static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      return s.executeUpdate();
    }
  }

  private String seal(Map<String, String> map) {
    try {
      return secrets.seal(mapper.writeValueAsString(map));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> open(String text) {
    try {
      return mapper.readValue(secrets.open(text), new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

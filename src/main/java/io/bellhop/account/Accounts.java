package io.bellhop.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.store.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The integration accounts. Reads come from memory, so that the path of a webhook asks no database;
 * what another node changed is seen within {@link #FRESH}. Thread-safe.
 */
public final class Accounts {
  static final Duration FRESH = Duration.ofSeconds(5);

  /** An unknown token makes us look, but strangers must not drive the database with guesses. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final String READ =
      """
      select id, provider, name, workspace_id, external_id, api, webhook, listener_token,
             is_active, revoked_at, created_at, updated_at
      from integration_account order by created_at, id
      """;

  /**
   * @param byRow by all columns as they are stored: most accounts are as they were, and decrypting
   *     takes long
   */
  private record View(
      Map<String, Account> byToken,
      Map<UUID, Account> byId,
      Map<List<String>, Account> byRow,
      Instant readAt) {}

  private final Database database;
  private final SecretBox secrets;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Consumer<UUID> credentialsChanged = account -> {};
  private volatile View view = new View(Map.of(), Map.of(), Map.of(), Instant.EPOCH);

  public Accounts(Database database, SecretBox secrets, ObjectMapper mapper, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.mapper = mapper;
    this.clock = clock;
  }

  /** The account behind a listener URL, if the token is known. */
  public Optional<Account> findByToken(String token) {
    String key = fingerprint(token);
    Account account = fresh(FRESH).byToken().get(key);
    return Optional.ofNullable(account != null ? account : fresh(LOOK_AGAIN).byToken().get(key));
  }

  public Optional<Account> find(UUID id) {
    Account account = fresh(FRESH).byId().get(id);
    return Optional.ofNullable(account != null ? account : fresh(LOOK_AGAIN).byId().get(id));
  }

  public Collection<Account> all() {
    return load().byId().values();
  }

  /**
   * Stores an account; id and times are made here, and the listener token if none is wanted.
   *
   * @return as it is stored
   */
  public Account create(Account wanted) throws SQLException {
    Instant now = clock.instant();
    Account account =
        new Account(
            UUID.randomUUID(),
            wanted.provider(),
            wanted.name(),
            wanted.workspaceId(),
            wanted.externalId(),
            wanted.api(),
            wanted.webhook(),
            wanted.listenerToken() == null ? token() : wanted.listenerToken(),
            wanted.active(),
            null,
            now,
            now);
    database.durably(
        connection ->
            write(
                connection,
                account,
                """
                insert into integration_account (provider, name, workspace_id, external_id, api,
                  webhook, listener_token, is_active, revoked_at, created_at, updated_at, id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """));
    read();
    return account;
  }

  private String token() {
    byte[] token = new byte[20];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  /**
   * Replaces an account by what is made of it. Two changes at once would each write back the
   * other's old half, so on one node there is one at a time.
   *
   * @return as it is stored; nothing if there is no such account
   */
  public Optional<Account> change(UUID id, UnaryOperator<Account> change) throws SQLException {
    changing.lock();
    try {
      read();
      Optional<Account> stored = find(id);
      return stored.isEmpty() ? stored : Optional.of(update(change.apply(stored.get())));
    } finally {
      changing.unlock();
    }
  }

  /** Replaces an account; its id stays. */
  public Account update(Account account) throws SQLException {
    database.durably(
        connection ->
            write(
                connection,
                account,
                """
                update integration_account set provider = ?, name = ?, workspace_id = ?,
                  external_id = ?, api = ?, webhook = ?, listener_token = ?, is_active = ?,
                  revoked_at = ?, created_at = ?, updated_at = ? where id = ?
                """));
    Account before = view.byId().get(account.id());
    if (before == null || !before.api().equals(account.api())) {
      // The old token is good only for the old credentials; a mere new name must not cost one.
      // A refresh token that took the place of the account's own stays: that one may be spent.
      database.durably(
          connection ->
              execute(
                  connection,
                  "update access_token set token = null, expires_at = null, not_before = null,"
                      + " issued_at = null, unproven = 0 where account_id = ?",
                  account.id()));
    }
    read();
    if (before == null || !before.api().equals(account.api())) {
      credentialsChanged.accept(account.id());
    }
    return account;
  }

  /** Is told of accounts that have other credentials, when they are stored. */
  public void onCredentials(Consumer<UUID> listener) {
    credentialsChanged = listener;
  }

  public boolean delete(UUID id) throws SQLException {
    int count =
        database.durably(
            connection -> {
              execute(connection, "delete from access_token where account_id = ?", id);
              execute(connection, "delete from registration where account_id = ?", id);
              execute(connection, "delete from account_pause where account_id = ?", id);
              for (String table : List.of("api_limit", "api_call")) {
                execute(
                    connection,
                    "delete from " + table + " where limit_key = cast(? as varchar(36))",
                    id);
              }
              return execute(connection, "delete from integration_account where id = ?", id);
            });
    read();
    return count > 0;
  }

  /** Notes in a running transaction that the authorization is gone; call {@link #read} after it. */
  public void revoke(Connection connection, UUID id, Instant when) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update integration_account set revoked_at = ?, updated_at = ? where id = ?")) {
      s.setObject(1, Database.time(when));
      s.setObject(2, Database.time(when));
      s.setObject(3, id);
      s.executeUpdate();
    }
  }

  /** Reads all accounts anew. */
  public void read() {
    load();
  }

  private View load() {
    reading.lock();
    try {
      View next = database.transact(this::load);
      view = next;
      return next;
    } catch (SQLException e) {
      throw new IllegalStateException("accounts cannot be read: " + e.getMessage(), e);
    } finally {
      reading.unlock();
    }
  }

  private View fresh(Duration most) {
    View now = view;
    if (clock.instant().isBefore(now.readAt().plus(most)) || !reading.tryLock()) {
      return now;
    }
    try {
      return load();
    } catch (IllegalStateException e) {
      // The database is away: what we know still stands, and storing will say 503.
      if (now.byId().isEmpty()) {
        throw e;
      }
      return now;
    } finally {
      reading.unlock();
    }
  }

  private View load(Connection connection) throws SQLException {
    Map<String, Account> byToken = new HashMap<>();
    Map<UUID, Account> byId = new java.util.LinkedHashMap<>();
    Map<List<String>, Account> byRow = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(READ);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        List<String> row = row(rows);
        Account known = view.byRow().get(row);
        Account account = known == null ? account(rows) : known;
        byRow.put(row, account);
        byToken.put(fingerprint(account.listenerToken()), account);
        byId.put(account.id(), account);
      }
    }
    return new View(byToken, byId, byRow, clock.instant());
  }

  private static List<String> row(ResultSet rows) throws SQLException {
    List<String> row = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    for (int i = 1; i <= columns; i++) {
      row.add(rows.getString(i));
    }
    return row;
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
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      List<Object> values = new ArrayList<>();
      values.add(account.provider());
      values.add(account.name());
      values.add(account.workspaceId());
      values.add(account.externalId());
      values.add(seal(account.api()));
      values.add(seal(account.webhook()));
      values.add(secrets.seal(account.listenerToken()));
      values.add(account.active());
      values.add(Database.time(account.revokedAt()));
      values.add(Database.time(account.createdAt()));
      values.add(Database.time(account.updatedAt()));
      values.add(account.id());
      for (int i = 0; i < values.size(); i++) {
        s.setObject(i + 1, values.get(i));
      }
      return s.executeUpdate();
    }
  }

  private static int execute(Connection connection, String sql, UUID id) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setObject(1, id);
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

  /** Tokens are looked up by their hash, so that a look-up's time tells nothing about them. */
  private static String fingerprint(String token) {
    return HexFormat.of().formatHex(Sha256.of(token));
  }
}

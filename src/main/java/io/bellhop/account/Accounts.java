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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The integration accounts. Reads come from memory, so that the path of a webhook asks no database;
 * what another node changed is seen within {@link #FRESH}. Thread-safe.
 */
public final class Accounts {
  static final Duration FRESH = Duration.ofSeconds(5);

  /** A database that is away must not keep a sender waiting who could have a 503 by now. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Callers with unknown tokens who may wait for the database; strangers can send any number. */
  private static final int MOST_UNKNOWN = 16;

  /** An unknown id makes us look, but not each time. */
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
  private final Semaphore unknown = new Semaphore(MOST_UNKNOWN);
  private final AtomicReference<CompletableFuture<View>> nextRead = new AtomicReference<>();
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

  /**
   * The account behind a listener URL, if the token is known. One that is not known here may have
   * been made by another node just now, so the database is asked before it is said to be unknown.
   *
   * @throws IllegalStateException if that cannot be said now: the database does not answer, or too
   *     many unknown tokens come at once
   */
  public Optional<Account> findByToken(String token) {
    String key = fingerprint(token);
    View now = view;
    if (!clock.instant().isBefore(now.readAt().plus(FRESH))) {
      Optional<View> newer = readWithin(PATIENCE);
      if (newer.isPresent()) {
        return Optional.ofNullable(newer.get().byToken().get(key));
      }
      // The database is away: what we know still stands, and storing will say 503.
    }
    Account account = now.byToken().get(key);
    return Optional.ofNullable(account != null ? account : look().byToken().get(key));
  }

  private View look() {
    try {
      if (!unknown.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("too many unknown listener tokens at once");
      }
      try {
        return readWithin(PATIENCE.multipliedBy(4))
            .orElseThrow(() -> new IllegalStateException("accounts cannot be read now"));
      } finally {
        unknown.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a read gives that begins from now on; callers who come before it has begun share it, and
   * there is one at a time. Nothing if it takes longer, or fails.
   */
  private Optional<View> readWithin(Duration most) {
    CompletableFuture<View> mine = new CompletableFuture<>();
    CompletableFuture<View> shared = nextRead.compareAndExchange(null, mine);
    if (shared == null) {
      shared = mine;
      Thread thread = new Thread(() -> read(mine), "bellhop-accounts");
      thread.setDaemon(true);
      thread.start();
    }
    try {
      return Optional.of(shared.get(most.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void read(CompletableFuture<View> promised) {
    reading.lock();
    try {
      // Who comes from here on may have something newer to see.
      nextRead.compareAndSet(promised, null);
      promised.complete(load());
    } catch (RuntimeException | Error e) {
      promised.completeExceptionally(e);
    } finally {
      reading.unlock();
    }
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
              execute(connection, "delete from account_refusal where account_id = ?", id);
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

package io.bellhop.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.AccountTable.Stored;
import io.bellhop.store.Database;
import io.bellhop.store.TableCache;
import io.bellhop.store.TableCache.View;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The integration accounts. The path of a webhook reads them from memory and asks no database; what
 * another node changed is seen within {@link #FRESH}, what it made at once. Thread-safe.
 */
public final class Accounts {
  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  static final Duration FRESH = Duration.ofSeconds(5);

  /** While the database is away, one webhook a second waits to find that out, and no more. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** A database that is away must not keep a sender waiting who could have a 503 by now. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Callers with unknown tokens who may wait for the database; strangers can send any number. */
  private static final int MOST_UNKNOWN = 16;

  /** What memory holds, by the hash of the listener token. */
  private record Index(View<Stored> view, Map<String, Account> byToken) {}

  private final Database database;
  private final AccountTable table;
  private final TableCache<Stored> cache;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final Semaphore unknown = new Semaphore(MOST_UNKNOWN);
  private final BoundedRead<View<Stored>> bounded = new BoundedRead<>(this::load);
  private volatile Consumer<UUID> credentialsChanged = account -> {};
  private volatile Instant freshUntil = Instant.EPOCH;
  private volatile Index index = new Index(null, Map.of());

  public Accounts(Database database, SecretBox secrets, ObjectMapper mapper, Clock clock) {
    this.database = database;
    this.table = new AccountTable(secrets, mapper);
    this.clock = clock;
    this.cache =
        new TableCache<>(
            database,
            "integration_account",
            table::read,
            Comparator.comparing(stored -> stored.account().createdAt()));
  }

  /**
   * The account behind a listener URL, if the token is known. One that is not known in memory may
   * have been made on another node a moment ago, so the database is asked before it is refused.
   *
   * @throws IllegalStateException if that cannot be said now: the database does not answer, or too
   *     many unknown tokens come at once
   */
  public Optional<Account> findByToken(String token) {
    String key = AccountTable.fingerprint(token);
    Account account = byToken(fresh()).get(key);
    return Optional.ofNullable(account != null ? account : byToken(lookUp()).get(key));
  }

  private View<Stored> lookUp() {
    try {
      if (!unknown.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("too many unknown listener tokens at once");
      }
      try {
        return bounded
            .within(PATIENCE.multipliedBy(4))
            .orElseThrow(() -> new IllegalStateException("accounts cannot be read now"));
      } finally {
        unknown.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As it was known within {@link #FRESH}; one that is not known is looked for. */
  public Optional<Account> find(UUID id) {
    Optional<Account> account = account(fresh(), id);
    return account.isPresent() ? account : current(id);
  }

  /** As it stands now, whichever node has changed it. */
  public Optional<Account> current(UUID id) {
    return account(load(), id);
  }

  /** All of them as they stand now, in the order in which they were made. */
  public Collection<Account> all() {
    return load().values().stream().map(Stored::account).toList();
  }

  /**
   * Stores an account; id and times are made here, and the listener token if none is wanted.
   *
   * @return as it is stored
   */
  public Account create(Account wanted) throws SQLException {
    // As exact as the databases keep it: what is read back is equal to what was written.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
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
    database.durably(connection -> table.insert(connection, account));
    look();
    return account;
  }

  private String token() {
    byte[] token = new byte[20];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  /**
   * Replaces an account by what is made of it as it stands. Two changes at once come one after the
   * other, on whichever nodes: neither writes back what the other has replaced.
   *
   * @param change is called with the account locked, so it must not wait for anybody
   * @return as it is stored; nothing if there is no such account
   */
  public Optional<Account> change(UUID id, UnaryOperator<Account> change) throws SQLException {
    AtomicBoolean credentials = new AtomicBoolean();
    Optional<Account> changed =
        database.durably(
            connection -> {
              table.lock(connection, id);
              Optional<Account> stored = account(cache.in(connection), id);
              if (stored.isEmpty()) {
                return stored;
              }
              Account next = change.apply(stored.get());
              table.update(connection, next);
              credentials.set(!next.api().equals(stored.get().api()));
              if (credentials.get()) {
                // A mere new name must not cost a token.
                table.forgetAccessToken(connection, id);
              }
              return Optional.of(next);
            });
    look();
    if (credentials.get()) {
      credentialsChanged.accept(id);
    }
    return changed;
  }

  /** Replaces an account; its id stays. */
  public Account update(Account account) throws SQLException {
    change(account.id(), stored -> account);
    return account;
  }

  /** Is told of accounts that have other credentials, when they are stored. */
  public void onCredentials(Consumer<UUID> listener) {
    credentialsChanged = listener;
  }

  public boolean delete(UUID id) throws SQLException {
    int count = database.durably(connection -> table.delete(connection, id));
    look();
    return count > 0;
  }

  /** Notes in a running transaction that the authorization is gone; call {@link #look} after it. */
  public void revoke(Connection connection, UUID id, Instant when) throws SQLException {
    table.revoke(connection, id, when);
  }

  /** Has memory hold what the database does. */
  public void read() {
    load();
  }

  /** What was written stands, whether or not it can be read at once: the next read sees it. */
  public void look() {
    try {
      cache.now();
    } catch (SQLException e) {
      freshUntil = Instant.EPOCH;
      LOG.warn("accounts cannot be read: {}", Database.describe(e));
    }
  }

  private View<Stored> load() {
    Instant asked = clock.instant();
    try {
      View<Stored> view = cache.now();
      freshUntil = asked.plus(FRESH);
      return view;
    } catch (SQLException e) {
      throw new IllegalStateException("accounts cannot be read: " + e.getMessage(), e);
    }
  }

  /** What memory holds, once it has been compared with the database by anybody lately. */
  private View<Stored> fresh() {
    View<Stored> known = cache.known();
    if (clock.instant().isBefore(freshUntil) || !refreshing.compareAndSet(false, true)) {
      return known;
    }
    try {
      Optional<View<Stored>> read = bounded.within(PATIENCE);
      if (read.isPresent()) {
        return read.get();
      }
      // The database is away: what we know still stands, and storing will say 503.
      freshUntil = clock.instant().plus(RETRY);
      return known;
    } finally {
      refreshing.set(false);
    }
  }

  private static Optional<Account> account(View<Stored> view, UUID id) {
    return view.find(id).map(Stored::account);
  }

  private Map<String, Account> byToken(View<Stored> view) {
    Index now = index;
    if (now.view() != view) {
      Map<String, Account> byToken = new HashMap<>();
      view.values().forEach(one -> byToken.put(one.fingerprint(), one.account()));
      now = new Index(view, byToken);
      index = now;
    }
    return now.byToken();
  }
}

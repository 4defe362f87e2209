package io.bellhop.account;

import io.bellhop.account.AccountTable.Stored;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.TableCache;
import io.bellhop.store.TableCache.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts in memory. A webhook finds its account here without a query; changes by another node
 * appear within {@link #FRESH}, new accounts at once. Thread-safe.
 */
final class AccountCache {
  private static final Logger LOG = LoggerFactory.getLogger(AccountCache.class);

  static final Duration FRESH = Duration.ofSeconds(5);

  /**
   * While the database is unreachable, only one webhook a second waits for a connection attempt.
   */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** While the database is unreachable, a sender gets its 503 after this time. */
  private static final Duration MAX_WAIT = Duration.ofMillis(500);

  /**
   * The number of callers with unknown tokens that may wait for the database; limited, because
   * strangers can send any number.
   */
  private static final int MAX_UNKNOWN = 16;

  /** The accounts in memory, by the hash of the listener token and by the customer. */
  private record Index(
      View<Stored> view,
      Map<String, Account> byToken,
      Map<Customer, Account> byCustomer,
      Map<String, Integer> inWorkspace) {
    static Index of(View<Stored> view) {
      Map<String, Account> byToken = new HashMap<>();
      Map<Customer, Account> byCustomer = new HashMap<>();
      Map<String, Integer> inWorkspace = new HashMap<>();
      for (Stored one : view.values()) {
        Account account = one.account();
        byToken.put(one.fingerprint(), account);
        inWorkspace.merge(account.workspaceId(), 1, Integer::sum);
        if (account.externalId() != null) {
          byCustomer.merge(
              Customer.of(account, account.externalId()),
              account,
              (older, newer) -> newer.active() && !older.active() ? newer : older);
        }
      }
      return new Index(view, byToken, byCustomer, inWorkspace);
    }
  }

  private final TableCache<Stored> cache;
  private final Clock clock;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final Semaphore unknown = new Semaphore(MAX_UNKNOWN);
  private final BoundedRead<View<Stored>> bounded = new BoundedRead<>(this::load);
  private volatile Instant freshUntil = Instant.EPOCH;
  private volatile Index index = new Index(null, Map.of(), Map.of(), Map.of());

  AccountCache(Database database, AccountTable table, Clock clock) {
    this.clock = clock;
    this.cache =
        new TableCache<>(
            database,
            AccountTable.NAME,
            table::read,
            Comparator.comparing(stored -> stored.account().createdAt()));
  }

  /**
   * The account of a listener token. Another node may just have created it, so Bellhop looks up an
   * unknown token in the database.
   *
   * @throws IllegalStateException if the database does not answer, or too many unknown tokens come
   *     at once
   */
  Optional<Account> findByToken(String token) {
    String key = AccountTable.fingerprint(token);
    Account account = byToken(fresh()).get(key);
    return account == null ? lookUp(token) : Optional.of(account);
  }

  /** The account as it is now in the database. */
  Optional<Account> lookUp(String token) {
    return Optional.ofNullable(byToken(lookUp()).get(AccountTable.fingerprint(token)));
  }

  /** The account of a listener token, if it is in memory and memory is fresh; without a query. */
  Optional<Account> inMemory(String token) {
    boolean due = !clock.instant().isBefore(freshUntil) && !refreshing.get();
    return due
        ? Optional.empty()
        : Optional.ofNullable(byToken(cache.known()).get(AccountTable.fingerprint(token)));
  }

  /**
   * The account of a customer, from the database if it is not in memory.
   *
   * @throws IllegalStateException if the database does not answer, or too many callers wait for it
   */
  Optional<Account> ofCustomer(Customer customer) {
    Account account = index(fresh()).byCustomer().get(customer);
    return Optional.ofNullable(
        account != null ? account : index(lookUp()).byCustomer().get(customer));
  }

  /** Whether an account of the customer is in memory. */
  boolean known(Customer customer) {
    return index(cache.known()).byCustomer().containsKey(customer);
  }

  /** Whether no other account of its workspace is in memory. */
  boolean isAlone(UUID id) {
    View<Stored> known = cache.known();
    return account(known, id)
        .filter(one -> index(known).inWorkspace().get(one.workspaceId()) > 1)
        .isEmpty();
  }

  /** The account, at most {@link #FRESH} old; from the database if it is not in memory. */
  Optional<Account> find(UUID id) {
    Optional<Account> account = account(fresh(), id);
    return account.isPresent() ? account : current(id);
  }

  /** The account as it is now in the database. */
  Optional<Account> current(UUID id) {
    return account(load(), id);
  }

  /** The account as seen by a transaction. */
  Optional<Account> in(Connection connection, UUID id) throws SQLException {
    return account(cache.in(connection), id);
  }

  /** All accounts as they are now in the database, the oldest first. */
  Collection<Account> all() {
    return load().values().stream().map(Stored::account).toList();
  }

  /** Reads the changes; after a failure the next reader retries. */
  void refresh() {
    try {
      cache.now();
    } catch (SQLException e) {
      freshUntil = Instant.EPOCH;
      LOG.warn("Bellhop cannot read the accounts: {}", DatabaseErrors.describe(e));
    }
  }

  private View<Stored> lookUp() {
    try {
      if (!unknown.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("too many unknown listener tokens at once");
      }
      try {
        return bounded
            .within(MAX_WAIT.multipliedBy(4))
            .orElseThrow(() -> new IllegalStateException("Bellhop cannot read the accounts now"));
      } finally {
        unknown.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private View<Stored> load() {
    Instant asked = clock.instant();
    try {
      View<Stored> view = cache.now();
      freshUntil = asked.plus(FRESH);
      return view;
    } catch (SQLException e) {
      throw new IllegalStateException("Bellhop cannot read the accounts: " + e.getMessage(), e);
    }
  }

  /** The accounts in memory, after a recent comparison with the database by any thread. */
  private View<Stored> fresh() {
    View<Stored> known = cache.known();
    if (clock.instant().isBefore(freshUntil) || !refreshing.compareAndSet(false, true)) {
      return known;
    }
    try {
      Optional<View<Stored>> read = bounded.within(MAX_WAIT);
      if (read.isPresent()) {
        return read.get();
      }
      // The database is unreachable: memory stays valid, and a webhook gets a 503 because it cannot
      // be stored.
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
    return index(view).byToken();
  }

  private Index index(View<Stored> view) {
    Index now = index;
    if (now.view() != view) {
      now = Index.of(view);
      index = now;
    }
    return now;
  }
}

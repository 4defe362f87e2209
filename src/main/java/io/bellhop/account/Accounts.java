package io.bellhop.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.crypto.Secrets;
import io.bellhop.store.Database;
import io.bellhop.store.StoredTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The integration accounts. A webhook finds its account in memory; changes by another node appear
 * within {@link #FRESH}, new accounts at once. Thread-safe.
 */
public final class Accounts {
  static final Duration FRESH = AccountCache.FRESH;

  public static final SealedColumns SEALED = AccountTable.SEALED;

  private final Database database;
  private final AccountTable table;
  private final AccountCache cache;
  private final List<AccountRows> owners;
  private final Clock clock;
  private volatile Consumer<UUID> credentialsChanged = account -> {};

  /**
   * @param owners of the rows that belong to an account, in the order in which all nodes lock them
   */
  public Accounts(
      Database database,
      SecretBox secrets,
      ObjectMapper mapper,
      Clock clock,
      List<AccountRows> owners) {
    this.database = database;
    this.table = new AccountTable(secrets, mapper);
    this.cache = new AccountCache(database, table, clock);
    this.clock = clock;
    this.owners = List.copyOf(owners);
  }

  /**
   * The account of a listener URL, if its token exists.
   *
   * @throws IllegalStateException if the look-up is impossible now: the database does not answer,
   *     or too many unknown tokens come at once
   */
  public Optional<Account> findByToken(String token) {
    return cache.findByToken(token);
  }

  /** The account as it is now in the database. */
  public Optional<Account> lookUp(String token) {
    return cache.lookUp(token);
  }

  /**
   * The account of a listener URL without waiting for the database.
   *
   * @return empty if memory is not sufficient; then call {@link #findByToken}
   */
  public Optional<Account> inMemory(String token) {
    return cache.inMemory(token);
  }

  /**
   * The account of a customer whose webhooks arrive at the listener URL of another account of the
   * same provider and workspace. Of several accounts, it is the oldest, but active ones come first.
   *
   * @param externalId the customer's id at the provider
   * @throws IllegalStateException if the database does not answer
   */
  public Optional<Account> ofCustomer(Account listener, String externalId) {
    return cache.ofCustomer(Customer.of(listener, externalId));
  }

  /** Whether one account stands for all customers of this one's provider and workspace. */
  public boolean hasOneOfAllCustomers(Account account) {
    return cache.known(Customer.of(account, Account.ALL_CUSTOMERS));
  }

  /** Whether no other account of its workspace is in memory. */
  public boolean isAlone(UUID id) {
    return cache.isAlone(id);
  }

  /** The account, at most {@link #FRESH} old; from the database if it is not in memory. */
  public Optional<Account> find(UUID id) {
    return cache.find(id);
  }

  /** The account as it is now in the database, whichever node changed it. */
  public Optional<Account> current(UUID id) {
    return cache.current(id);
  }

  /** All accounts as they are now in the database, the oldest first. */
  public Collection<Account> all() {
    return cache.all();
  }

  /**
   * Stores a new account with an id, times, and, unless it has one, a listener token.
   *
   * @return the stored account
   */
  public Account create(Account wanted) throws SQLException {
    Instant now = StoredTime.now(clock);
    Account account =
        wanted.toBuilder()
            .id(UUID.randomUUID())
            .listenerToken(wanted.listenerToken() == null ? newToken() : wanted.listenerToken())
            .revokedAt(null)
            .createdAt(now)
            .updatedAt(now)
            .build();
    database.durably(
        connection -> {
          table.insert(connection, account);
          for (AccountRows owner : owners) {
            owner.created(connection, account.id());
          }
          return null;
        });
    refresh();
    return account;
  }

  private static String newToken() {
    return HexFormat.of().formatHex(Secrets.random(20));
  }

  /**
   * Replaces an account by the result of a function on its present state. Concurrent changes run
   * one after the other, on whatever nodes, so that none overwrites another.
   *
   * @param change runs while the account is locked, so it must not block
   * @return the stored account; empty if there is no such account
   */
  public Optional<Account> change(UUID id, UnaryOperator<Account> change) throws SQLException {
    AtomicBoolean hasNewCredentials = new AtomicBoolean();
    Optional<Account> changed =
        database.durably(
            connection -> {
              table.lock(connection, id);
              Optional<Account> stored = cache.in(connection, id);
              if (stored.isEmpty()) {
                return stored;
              }
              Account next = change.apply(stored.get());
              if (!next.workspaceId().equals(stored.get().workspaceId())) {
                for (AccountRows owner : owners) {
                  owner.leavesWorkspace(connection, id);
                }
              }
              table.update(connection, next);
              // A change of the name alone must not delete a token.
              hasNewCredentials.set(!next.api().equals(stored.get().api()));
              if (hasNewCredentials.get()) {
                for (AccountRows owner : owners) {
                  owner.forgetCredentials(connection, id);
                }
              }
              return Optional.of(next);
            });
    refresh();
    if (hasNewCredentials.get()) {
      credentialsChanged.accept(id);
    }
    return changed;
  }

  /** Replaces an account, which keeps its id. */
  public Account update(Account account) throws SQLException {
    change(account.id(), stored -> account);
    return account;
  }

  /**
   * Registers a listener, which gets the id of each account after its new credentials are stored.
   */
  public void onCredentials(Consumer<UUID> listener) {
    credentialsChanged = listener;
  }

  /**
   * Deletes an account, and the rows that belong to it.
   *
   * @return false if there is no such account
   */
  public boolean delete(UUID id) throws SQLException {
    boolean found =
        database.durably(
            connection -> {
              for (AccountRows owner : owners) {
                owner.delete(connection, id);
              }
              return table.delete(connection, id);
            });
    refresh();
    return found;
  }

  /**
   * Updates memory from the database.
   *
   * @throws IllegalStateException if the database does not answer
   */
  public void read() {
    cache.all();
  }

  /**
   * Records in a transaction that the customer has withdrawn the authorization; call {@link
   * #refresh} after the commit.
   */
  public void revoke(Connection connection, UUID id, Instant when) throws SQLException {
    table.revoke(connection, id, when);
  }

  /** Like {@link #read}; if the database does not answer, the next reader retries. */
  public void refresh() {
    cache.refresh();
  }
}

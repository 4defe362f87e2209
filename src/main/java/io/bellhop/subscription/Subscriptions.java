package io.bellhop.subscription;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SealedColumns;
import io.bellhop.account.SecretBox;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.TableCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions. Reads use a copy in memory and ask the database only whether it is current, so
 * that a change by another node has an effect at once. Thread-safe.
 */
public final class Subscriptions {
  public static final SealedColumns SEALED = SubscriptionTable.SEALED;

  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final Database database;
  private final SubscriptionTable table;
  private final SubscriptionRows rows;
  private final TableCache<Subscription> cache;

  /**
   * @param rows other rows that are deleted with a subscription
   */
  public Subscriptions(
      Database database, SecretBox secrets, ObjectMapper mapper, SubscriptionRows rows) {
    this.database = database;
    this.rows = rows;
    this.table = new SubscriptionTable(secrets, mapper);
    this.cache =
        new TableCache<>(
            database,
            SubscriptionTable.NAME,
            table::read,
            Comparator.comparing(Subscription::createdAt));
  }

  /** All subscriptions as of this transaction, in the order of creation. */
  public Collection<Subscription> in(Connection connection) throws SQLException {
    return cache.in(connection).values();
  }

  /** A subscription as of this transaction. */
  public Optional<Subscription> in(Connection connection, UUID id) throws SQLException {
    return cache.in(connection).find(id);
  }

  /** All current subscriptions. */
  public List<Subscription> all() throws SQLException {
    return cache.now().values();
  }

  /** A current subscription. */
  public Optional<Subscription> find(UUID id) throws SQLException {
    return cache.now().find(id);
  }

  /** A subscription as last read, without a query. */
  public Optional<Subscription> known(UUID id) {
    return cache.known().find(id);
  }

  /**
   * @return its id
   */
  public UUID create(Subscription subscription) throws SQLException {
    database.durably(connection -> table.insert(connection, subscription));
    refresh();
    return subscription.id();
  }

  /**
   * @return its id
   */
  public UUID update(Subscription subscription) throws SQLException {
    database.durably(connection -> table.update(connection, subscription));
    refresh();
    return subscription.id();
  }

  /**
   * Changes a subscription, unless another change came first.
   *
   * @param stored the subscription that the change is based on
   * @return false if it has changed since
   */
  public boolean replace(Subscription stored, Subscription next) throws SQLException {
    boolean replaced =
        database.durably(
            connection -> {
              table.lock(connection, stored.id());
              return in(connection, stored.id()).filter(stored::equals).isPresent()
                  && 0 < table.update(connection, next);
            });
    refresh();
    return replaced;
  }

  /**
   * Deletes a subscription with its pending deliveries.
   *
   * @return false if there is no such subscription
   */
  public boolean delete(UUID id) throws SQLException {
    boolean found =
        database.durably(
            connection -> {
              rows.lockBefore(connection);
              boolean isThere = table.delete(connection, id);
              rows.delete(connection, id);
              return isThere;
            });
    refresh();
    return found;
  }

  /** Refreshes memory; if that fails, the next read does it. */
  private void refresh() {
    try {
      cache.now();
    } catch (SQLException e) {
      LOG.warn("Bellhop cannot read the subscriptions: {}", DatabaseErrors.describe(e));
    }
  }

  /**
   * Stores the time since which every attempt has failed; an earlier time stays.
   *
   * @param since null after a successful attempt
   */
  public void failing(Connection connection, UUID id, Instant since) throws SQLException {
    table.failing(connection, id, since);
  }

  /**
   * Switches a subscription off.
   *
   * @return false if it was off, or was deleted
   */
  public boolean switchOff(Connection connection, UUID id, Instant now) throws SQLException {
    return table.switchOff(connection, id, now);
  }
}

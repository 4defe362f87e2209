package io.bellhop.subscription;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SecretBox;
import io.bellhop.store.Database;
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
 * The subscriptions. Reads come from memory and ask the database only whether it is still true, so
 * that what another node changed counts at once. Thread-safe.
 */
public final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final Database database;
  private final SubscriptionTable table;
  private final TableCache<Subscription> cache;

  public Subscriptions(Database database, SecretBox secrets, ObjectMapper mapper) {
    this.database = database;
    this.table = new SubscriptionTable(secrets, mapper);
    this.cache =
        new TableCache<>(
            database, "subscription", table::read, Comparator.comparing(Subscription::createdAt));
  }

  /** All of them as they stand in this transaction, in the order in which they were made. */
  public Collection<Subscription> in(Connection connection) throws SQLException {
    return cache.in(connection).values();
  }

  /** One of them as it stands in this transaction. */
  public Optional<Subscription> in(Connection connection, UUID id) throws SQLException {
    return cache.in(connection).find(id);
  }

  /** All of them as they stand now. */
  public List<Subscription> all() throws SQLException {
    return cache.now().values();
  }

  /** As it stands now. */
  public Optional<Subscription> find(UUID id) throws SQLException {
    return cache.now().find(id);
  }

  /** As it was last seen; asks nobody. */
  public Optional<Subscription> known(UUID id) {
    return cache.known().find(id);
  }

  public void create(Subscription subscription) throws SQLException {
    database.durably(connection -> table.insert(connection, subscription));
    look();
  }

  public void update(Subscription subscription) throws SQLException {
    database.durably(connection -> table.update(connection, subscription));
    look();
  }

  /**
   * Changes it, unless somebody else has done so meanwhile.
   *
   * @param stored as it was when the change was made up
   * @return false if it is not that any more
   */
  public boolean replace(Subscription stored, Subscription next) throws SQLException {
    boolean replaced =
        database.durably(
            connection -> {
              table.lock(connection, stored.id());
              return in(connection, stored.id()).filter(stored::equals).isPresent()
                  && 0 < table.update(connection, next);
            });
    look();
    return replaced;
  }

  /** Forgets it, and what is on its way to it. */
  public boolean delete(UUID id) throws SQLException {
    boolean found = database.durably(connection -> table.delete(connection, id));
    look();
    return found;
  }

  /** What was written stands, whether or not it can be read at once: the next read sees it. */
  private void look() {
    try {
      cache.now();
    } catch (SQLException e) {
      LOG.warn("subscriptions cannot be read: {}", Database.describe(e));
    }
  }

  /**
   * Notes that every attempt fails since a time; what is noted already stays.
   *
   * @param since null: one has succeeded
   */
  public void failing(Connection connection, UUID id, Instant since) throws SQLException {
    table.failing(connection, id, since);
  }

  /**
   * Switches it off.
   *
   * @return false if it was off, or is gone
   */
  public boolean switchOff(Connection connection, UUID id, Instant now) throws SQLException {
    return table.switchOff(connection, id, now);
  }
}

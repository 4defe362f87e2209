package io.bellhop.access;

import io.bellhop.crypto.Secrets;
import io.bellhop.crypto.Sha256;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.StoredTime;
import io.bellhop.store.TableCache;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the API in addition to the first one. When a node deletes a key, it is invalid on all
 * nodes at once: each look-up checks in the database whether memory is current. Thread-safe.
 */
public final class AccessKeys {
  private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);

  /** A prefix by which scanners recognize a leaked key in a file. */
  private static final String PREFIX = "bhk_";

  /**
   * The precision of the time of use, because an exact time would cost a write for each request.
   */
  private static final Duration USED_AGAIN = Duration.ofMinutes(1);

  /** A key with its text, which Bellhop shows once. */
  public record NewKey(AccessKey key, String text) {}

  private final Database database;
  private final AccessKeyTable table = new AccessKeyTable();
  private final TableCache<AccessKey> cache;
  private final Clock clock;
  private final Map<UUID, Instant> used = new ConcurrentHashMap<>();

  public AccessKeys(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.cache =
        new TableCache<>(
            database,
            AccessKeyTable.NAME,
            table::read,
            Comparator.comparing(key -> key.times().createdAt()));
  }

  /** Whether this key is in memory, without a query. */
  public boolean isKnown(String text) {
    return match(cache.known().values(), text).isPresent();
  }

  /**
   * The caller of this key; empty if no key has this text.
   *
   * @throws ExpiredKeyException if the key has expired
   */
  public Optional<Caller> find(String text) throws SQLException {
    Optional<AccessKey> key = match(cache.now().values(), text);
    Instant now = clock.instant();
    if (key.isPresent() && key.get().isExpired(now)) {
      throw new ExpiredKeyException();
    }
    if (key.isPresent()) {
      noteUse(key.get().id(), now);
    }
    return key.map(AccessKey::caller);
  }

  /** All keys, the oldest first. */
  public List<AccessKey> all() throws SQLException {
    return database.transact(table::all);
  }

  /**
   * Creates a key.
   *
   * @param workspace null for all workspaces
   * @param expiresAt null if the key never expires
   */
  public NewKey create(String name, String workspace, Role role, Instant expiresAt)
      throws SQLException {
    String text = newText();
    Instant now = StoredTime.now(clock);
    AccessKey key =
        new AccessKey(
            UUID.randomUUID(),
            name,
            workspace,
            role,
            new AccessKey.Hashes(hash(text), null, null),
            new AccessKey.Times(
                now,
                now,
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS),
                null));
    database.durably(connection -> table.insert(connection, key));
    cache.now();
    return new NewKey(key, text);
  }

  /**
   * Gives a key a new text. The previous one stays valid for a while, so that its users have time
   * to switch; a text from an earlier rotation becomes invalid.
   *
   * @return empty if there is no such key
   */
  public Optional<NewKey> rotate(UUID id, Duration overlap) throws SQLException {
    String text = newText();
    Instant now = StoredTime.now(clock);
    Optional<NewKey> made =
        database.durably(
            connection -> {
              Optional<AccessKey> stored = table.lock(connection, id);
              if (stored.isEmpty()) {
                return Optional.empty();
              }
              AccessKey rotated = stored.get().rotated(hash(text), now.plus(overlap), now);
              table.rotate(connection, rotated);
              return Optional.of(new NewKey(rotated, text));
            });
    cache.now();
    return made;
  }

  /**
   * @return false if there is no such key
   */
  public boolean delete(UUID id) throws SQLException {
    used.remove(id);
    return database.durably(connection -> table.delete(connection, id));
  }

  private void noteUse(UUID id, Instant now) {
    Instant noted = used.get(id);
    if (noted != null && now.isBefore(noted.plus(USED_AGAIN))) {
      return;
    }
    used.put(id, now);
    try {
      database.transact(connection -> table.used(connection, id, now));
    } catch (SQLException e) {
      LOG.debug("Bellhop cannot note when keys were used: {}", DatabaseErrors.describe(e));
    }
  }

  private Optional<AccessKey> match(List<AccessKey> keys, String text) {
    byte[] given = hash(text).getBytes(StandardCharsets.US_ASCII);
    Instant now = clock.instant();
    AccessKey found = null;
    // Compares with all keys, because the time of an answer must not depend on the key.
    for (AccessKey key : keys) {
      found = key.hashes().has(given, now) ? key : found;
    }
    return Optional.ofNullable(found);
  }

  private static String newText() {
    return PREFIX + Secrets.urlText(32);
  }

  private static String hash(String text) {
    return Sha256.hex(text);
  }
}

package io.bellhop.inbox;

import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Records which message has used which idempotency key. Bellhop writes a key together with the
 * result of its message, never before: after a crash the same message may run again.
 */
public final class IdempotencyKeys {
  /** The owners of used keys; its parameter is an array of keys. */
  static final String OWNERS =
      "select id, inbox_id as owner from idempotency_key where id = any(?)";

  private IdempotencyKeys() {}

  /**
   * @param keys as {@link InboxMessage#keyId}
   * @return the owners of the used keys
   */
  public static Map<String, UUID> owners(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, UUID> owners = new HashMap<>();
    Sql.forEach(
        connection, OWNERS, row -> owners.put(row.text("id"), row.id("owner")), Sql.texts(keys));
    return owners;
  }

  /** The message that has used the key of a message; null if none has. */
  public static UUID owner(Database database, InboxMessage message) {
    String key = message.keyId();
    try {
      return database.transact(connection -> owners(connection, List.of(key))).get(key);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the database did not return the owner of an idempotency key", e);
    }
  }

  /**
   * @param used the keys whose previous owner no longer counts
   */
  public static void own(
      Connection connection, Map<String, UUID> keys, Set<String> used, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into idempotency_key (inbox_id, created_at, id) values (?, ?, ?)");
        PreparedStatement update =
            connection.prepareStatement(
                "update idempotency_key set inbox_id = ?, created_at = ? where id = ?")) {
      for (Map.Entry<String, UUID> key : keys.entrySet()) {
        PreparedStatement s = used.contains(key.getKey()) ? update : insert;
        s.setObject(1, key.getValue());
        s.setObject(2, Database.time(now));
        s.setString(3, key.getKey());
        s.addBatch();
      }
      insert.executeBatch();
      update.executeBatch();
    }
  }
}

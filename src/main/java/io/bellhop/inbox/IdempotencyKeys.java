package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which delivery has used which idempotency key. A key is written with what its delivery made,
 * never before: the same delivery may try again after a crash.
 */
public final class IdempotencyKeys {
  private IdempotencyKeys() {}

  /**
   * @param keys as {@link Delivery#keyId}
   * @return the owners of those that were used
   */
  public static Map<String, UUID> owners(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, UUID> owners = new HashMap<>();
    try (PreparedStatement s =
        connection.prepareStatement("select id, inbox_id from idempotency_key where id = any(?)")) {
      s.setArray(1, Database.texts(connection, keys));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          owners.put(rows.getString(1), rows.getObject(2, UUID.class));
        }
      }
    }
    return owners;
  }

  public static void own(Connection connection, Map<String, UUID> keys, Instant now)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "insert into idempotency_key (id, inbox_id, created_at) values (?, ?, ?)")) {
      for (Map.Entry<String, UUID> key : keys.entrySet()) {
        s.setString(1, key.getKey());
        s.setObject(2, key.getValue());
        s.setObject(3, Database.time(now));
        s.addBatch();
      }
      s.executeBatch();
    }
  }
}

package io.bellhop.queue;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ends the leases of order keys with more pending items, in two batches. Immutable. */
final class OrderKeyReleases {
  private final String deleteSettled;
  private final String endLease;

  /**
   * @param earliest a subquery for the due time of a key's earliest pending item
   */
  OrderKeyReleases(String keys, String pending, String earliest) {
    this.deleteSettled = "delete from " + pending + " where order_key = ? and id = ?";
    this.endLease =
        "update %s set lease = null, due_at = coalesce(?, (%s), due_at) where order_key = ?"
            .formatted(keys, earliest);
  }

  void release(Connection connection, Map<String, List<UUID>> settled, Map<String, Instant> retryAt)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(deleteSettled);
        PreparedStatement release = connection.prepareStatement(endLease)) {
      for (Map.Entry<String, List<UUID>> one : settled.entrySet()) {
        for (UUID id : one.getValue()) {
          delete.setString(1, one.getKey());
          delete.setObject(2, id);
          delete.addBatch();
        }
      }
      delete.executeBatch();
      for (Map.Entry<String, Instant> one : retryAt.entrySet()) {
        release.setObject(1, Database.time(one.getValue()));
        release.setString(2, one.getKey());
        release.addBatch();
      }
      release.executeBatch();
    }
  }
}

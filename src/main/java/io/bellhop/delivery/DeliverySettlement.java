package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.queue.LockedKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Writes what became of batches, and gives their keys back: one transaction for many. */
final class DeliverySettlement {
  private final DeliveryTable table;

  DeliverySettlement(DeliveryTable table) {
    this.table = table;
  }

  /** What another node has meanwhile is dropped: it is done there. */
  void write(Connection connection, List<DeliveryProgress> batches, Instant now)
      throws SQLException {
    LockedKeys holding =
        table
            .keys()
            .hold(
                connection,
                new TreeSet<>(batches.stream().map(p -> p.writtenUnder.orderKey()).toList()));
    List<DeliveryProgress> ours =
        batches.stream().filter(p -> holding.stillOurs(p.writtenUnder)).toList();
    table.settle(connection, ours.stream().flatMap(p -> p.settled.stream()).toList(), now);
    table.attempts(connection, ours.stream().flatMap(p -> p.attempts.stream()).toList());
    List<Postponed> postponed = new ArrayList<>();
    TreeSet<String> finished = new TreeSet<>();
    Map<String, List<UUID>> settled = new LinkedHashMap<>();
    Map<String, Instant> retryAt = new LinkedHashMap<>();
    for (DeliveryProgress progress : ours) {
      String key = progress.writtenUnder.orderKey();
      if (progress.complete() && holding.unchangedSince(progress.writtenUnder)) {
        finished.add(key);
      } else {
        settled.put(key, progress.settled.stream().map(s -> s.delivery().id()).toList());
        retryAt.put(key, progress.postponed == null ? now : progress.postponed.dueAt());
        progress.released = true;
      }
      if (progress.postponed != null) {
        postponed.add(progress.postponed);
      }
    }
    table.postpone(connection, postponed);
    table.keys().finish(connection, finished);
    table.keys().release(connection, settled, retryAt);
  }
}

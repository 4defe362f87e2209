package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.queue.Holding;
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
final class Settlement {
  private final DeliveryTable table;

  Settlement(DeliveryTable table) {
    this.table = table;
  }

  /** What another node has meanwhile is dropped: it is done there. */
  void write(Connection connection, List<Ended> batches, Instant now) throws SQLException {
    Holding holding =
        table
            .keys()
            .hold(
                connection,
                new TreeSet<>(batches.stream().map(e -> e.batch.leased().orderKey()).toList()));
    List<Ended> ours = batches.stream().filter(e -> holding.stillOurs(e.batch.leased())).toList();
    table.settle(connection, ours.stream().flatMap(e -> e.settled.stream()).toList(), now);
    table.attempts(connection, ours.stream().flatMap(e -> e.attempts.stream()).toList());
    List<Postponed> postponed = new ArrayList<>();
    TreeSet<String> finished = new TreeSet<>();
    Map<String, List<UUID>> settled = new LinkedHashMap<>();
    Map<String, Instant> retryAt = new LinkedHashMap<>();
    for (Ended ended : ours) {
      String key = ended.batch.leased().orderKey();
      if (ended.complete() && holding.quiet(ended.batch.leased())) {
        finished.add(key);
      } else {
        settled.put(key, ended.settled.stream().map(s -> s.delivery().id()).toList());
        retryAt.put(key, ended.postponed == null ? now : ended.postponed.dueAt());
        ended.released = true;
      }
      if (ended.postponed != null) {
        postponed.add(ended.postponed);
      }
    }
    table.postpone(connection, postponed);
    table.keys().finish(connection, finished);
    table.keys().release(connection, settled, retryAt);
  }
}

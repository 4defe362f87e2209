package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.queue.LockedKeys;
import io.bellhop.queue.OrderKeyTable.Leased;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes the outcomes of batches and releases their keys, in one transaction for many. */
final class DeliverySettlement {
  private final DeliveryTable table;

  DeliverySettlement(DeliveryTable table) {
    this.table = table;
  }

  /**
   * Writes the batches whose keys need no query: all their deliveries are settled, and no new one
   * has arrived. Most batches are like this.
   *
   * @return the other batches, which need a {@link #write} in a separate transaction
   */
  List<DeliveryProgress> writeComplete(
      Connection connection, List<DeliveryProgress> batches, Instant now) throws SQLException {
    List<Leased> complete =
        batches.stream()
            .filter(DeliveryProgress::complete)
            .map(progress -> progress.writtenUnder)
            .sorted(Comparator.comparing(Leased::orderKey))
            .toList();
    Set<Leased> finished = table.shortcuts().finishUnchanged(connection, complete);
    List<DeliveryProgress> left = new ArrayList<>();
    List<DeliveryProgress> done = new ArrayList<>();
    for (DeliveryProgress progress : batches) {
      boolean isDone = progress.complete() && finished.contains(progress.writtenUnder);
      (isDone ? done : left).add(progress);
    }
    writeOutcomes(connection, done, now);
    return left;
  }

  private void writeOutcomes(Connection connection, List<DeliveryProgress> ours, Instant now)
      throws SQLException {
    table.settle(connection, ours.stream().flatMap(p -> p.settled.stream()).toList(), now);
    table.failures(
        connection,
        ours.stream()
            .flatMap(p -> Stream.concat(p.attempts.stream(), p.unsent.stream()))
            .filter(attempt -> !attempt.reply().isSuccess())
            .toList());
  }

  /**
   * Writes outcomes. Drops those of keys that another node has claimed since: that node delivers
   * them.
   */
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
    writeOutcomes(connection, ours, now);
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

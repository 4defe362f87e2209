package io.bellhop.delivery;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.queue.OrderKeyTable.Leased;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Takes what is due of a subscription, with its events. Thread-safe. */
final class DeliveryClaims {
  /** Events that one claim reads of each key: they are in memory until they are sent. */
  private static final int ROWS_PER_KEY = 4;

  private final Database database;
  private final DeliveryTable table;
  private final Clock clock;
  private final Duration lease;

  DeliveryClaims(Database database, DeliveryTable table, Clock clock, Duration lease) {
    this.database = database;
    this.table = table;
    this.clock = clock;
    this.lease = lease;
  }

  /** When the next key of each subscription is due; one that has none is not among them. */
  Map<UUID, Instant> due(Collection<UUID> subscriptions) throws SQLException {
    if (subscriptions.isEmpty()) {
      return Map.of();
    }
    List<String> lanes = subscriptions.stream().map(UUID::toString).toList();
    Map<UUID, Instant> due = new LinkedHashMap<>();
    database
        .transact(connection -> table.keys().nextDue(connection, lanes))
        .forEach((queue, next) -> due.put(UUID.fromString(queue), next));
    return due;
  }

  /**
   * @param most keys
   * @return empty if nothing is due, or if another node is taking it
   */
  List<DeliveryBatch> take(UUID subscription, int most) throws SQLException {
    Instant until = clock.instant().plus(lease);
    UUID id = UUID.randomUUID();
    return database.transact(
        connection -> {
          Map<String, Long> keys =
              table
                  .keys()
                  .lease(connection, subscription.toString(), until.minus(lease), until, id, most);
          return keys.isEmpty() ? List.of() : batches(connection, keys, id, until);
        });
  }

  private List<DeliveryBatch> batches(
      Connection connection, Map<String, Long> keys, UUID lease, Instant until)
      throws SQLException {
    Map<String, List<OutboundEvent>> pending =
        table.pending(connection, keys.keySet(), ROWS_PER_KEY);
    List<DeliveryBatch> batches = new ArrayList<>();
    TreeSet<String> empty = new TreeSet<>();
    keys.forEach(
        (key, version) -> {
          List<OutboundEvent> deliveries = pending.get(key);
          if (deliveries == null) {
            empty.add(key);
          } else {
            boolean whole = deliveries.size() < ROWS_PER_KEY;
            batches.add(
                new DeliveryBatch(new Leased(key, lease, version), until, deliveries, whole));
          }
        });
    // Their events are past their time.
    table.keys().finish(connection, empty);
    return batches;
  }
}

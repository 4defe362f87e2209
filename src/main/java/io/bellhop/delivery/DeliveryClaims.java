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
import java.util.function.Consumer;

/** Claims due order keys of subscriptions, with their deliveries. Thread-safe. */
final class DeliveryClaims {
  /**
   * The number of events of a key that one claim reads; they stay in memory until their posts end.
   */
  private static final int ROWS_PER_KEY = 4;

  private static final Duration RETRY_DELAY = Duration.ofMillis(20);

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

  /**
   * Ends the leases of an earlier process. Only on H2, where no other node has the file open;
   * elsewhere leases expire.
   */
  void releaseOrphans() throws SQLException {
    if (database.dialect().name().equals("h2")) {
      database.transact(connection -> table.keys().releaseAll(connection, clock.instant()));
    }
  }

  /**
   * Claims the due keys of each subscription.
   *
   * @param room the number of keys that this node can take, by subscription
   * @param longest the pause if nothing is due
   * @return the pause until the next claim
   */
  Duration takeDue(Map<UUID, Integer> room, Duration longest, Consumer<DeliveryBatch> begin)
      throws SQLException {
    Instant now = clock.instant();
    Duration pause = longest;
    for (Map.Entry<UUID, Instant> due : due(room.keySet()).entrySet()) {
      Duration wait = Duration.between(now, due.getValue());
      if (wait.isZero() || wait.isNegative()) {
        List<DeliveryBatch> taken = take(due.getKey(), room.get(due.getKey()));
        taken.forEach(begin);
        // A due key that this node did not get is briefly locked: by another node that claims it,
        // or by the transaction of a new event, which does not wake this node.
        wait = taken.isEmpty() ? RETRY_DELAY : Duration.ZERO;
      }
      pause = wait.compareTo(pause) < 0 ? wait : pause;
    }
    return pause;
  }

  /**
   * The due time of the next key of each subscription; a subscription without keys is not in the
   * result.
   */
  private Map<UUID, Instant> due(Collection<UUID> subscriptions) throws SQLException {
    if (subscriptions.isEmpty()) {
      return Map.of();
    }
    List<String> queues = subscriptions.stream().map(UUID::toString).toList();
    Map<UUID, Instant> due = new LinkedHashMap<>();
    database
        .transact(connection -> table.keys().nextDue(connection, queues))
        .forEach((queue, next) -> due.put(UUID.fromString(queue), next));
    return due;
  }

  /**
   * The number of due keys of each subscription.
   *
   * @param most the limit of the count, by subscription
   */
  Map<UUID, Integer> countDue(Map<UUID, Integer> most) throws SQLException {
    Instant now = clock.instant();
    Map<UUID, Integer> counts = new LinkedHashMap<>();
    for (Map.Entry<UUID, Instant> due : due(most.keySet()).entrySet()) {
      if (!due.getValue().isAfter(now)) {
        UUID subscription = due.getKey();
        int limit = most.get(subscription);
        counts.put(
            subscription,
            database.transact(connection -> table.countDue(connection, subscription, now, limit)));
      }
    }
    return counts;
  }

  /**
   * @return empty if nothing is due, or if another node is claiming it
   */
  private List<DeliveryBatch> take(UUID subscription, int maxKeys) throws SQLException {
    UUID id = UUID.randomUUID();
    String queue = subscription.toString();
    Instant now = clock.instant();
    Instant until = now.plus(lease);
    Database.Work<List<DeliveryBatch>> claim =
        connection -> {
          Map<String, Long> keys = table.keys().lease(connection, queue, now, until, id, maxKeys);
          return keys.isEmpty() ? List.of() : batches(connection, keys, id, until);
        };
    return database.transact(database.byKeys(claim));
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
    // Retention has deleted their events.
    table.keys().finish(connection, empty);
    return batches;
  }
}

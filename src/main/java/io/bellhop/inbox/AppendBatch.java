package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Messages that share a commit. The same transaction leases the keys of messages that are due at
 * once, up to the free places of the workers, so that no claim has to read these messages again.
 */
final class AppendBatch {
  private final InboxTable table;
  private final List<InboxMessage> messages;
  private final List<NewMessage> deadLetters;
  private final SortedMap<String, List<InboxMessage>> byKey = new TreeMap<>();
  private final SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
  private final List<String> leasable = new ArrayList<>();
  private final UUID lease = UUID.randomUUID();

  /**
   * @param until the end of the leases
   * @param room how many order keys it may lease
   */
  AppendBatch(InboxTable table, List<NewMessage> arrived, Instant until, int room) {
    this.table = table;
    this.messages =
        arrived.stream().filter(m -> !m.isDeadLetter()).map(NewMessage::message).toList();
    this.deadLetters = arrived.stream().filter(NewMessage::isDeadLetter).toList();
    for (InboxMessage message : messages) {
      byKey.computeIfAbsent(message.orderKey(), key -> new ArrayList<>(1)).add(message);
    }
    byKey.forEach(
        (key, sameKey) -> {
          if (leasable.size() < room && sameKey.stream().noneMatch(InboxMessage::mergeable)) {
            leasable.add(key);
            keys.put(key, table.arrival(key, until, lease));
          } else {
            keys.put(key, table.arrival(key, sameKey.get(0).dueAt(), null));
          }
        });
  }

  /**
   * Stores the messages.
   *
   * @return claims that workers may begin after the commit
   */
  List<Claim> store(Connection connection) throws SQLException {
    table.insertDead(connection, deadLetters);
    if (messages.isEmpty()) {
      return List.of();
    }
    table.insert(connection, messages);
    table.keys().enqueue(connection, keys);
    if (leasable.isEmpty()) {
      return List.of();
    }
    // If the key existed before, another worker has leased it or it has to wait.
    Set<String> leasedKeys = table.keys().leased(connection, lease, leasable);
    Map<String, UUID> owners =
        IdempotencyKeys.owners(
            connection,
            leasedKeys.stream()
                .flatMap(key -> byKey.get(key).stream())
                .map(InboxMessage::keyId)
                .toList());
    return leasedKeys.stream()
        .map(key -> Claim.ofArrivals(key, lease, byKey.get(key), owners, null))
        .toList();
  }

  /** Whether the dispatcher still has to claim some of the keys. */
  boolean leavesWork(List<Claim> claims) {
    return claims.size() < keys.size();
  }
}

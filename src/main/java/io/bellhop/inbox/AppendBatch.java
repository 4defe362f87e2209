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
 * Deliveries that share a commit. Those that nothing has to be waited for are leased by the same
 * transaction, as many as there is room for: they need not be claimed and read again.
 */
final class AppendBatch {
  private final InboxTable table;
  private final List<InboxMessage> messages;
  private final List<NewMessage> deadLetters;
  private final SortedMap<String, List<InboxMessage>> byKey = new TreeMap<>();
  private final SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
  private final List<String> wanted = new ArrayList<>();
  private final UUID lease = UUID.randomUUID();

  /**
   * @param until the end of the leases
   * @param room how many order keys can be taken
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
        (key, together) -> {
          if (wanted.size() < room && together.stream().noneMatch(InboxMessage::mergeable)) {
            wanted.add(key);
            keys.put(key, new OrderKeyTable.Arrival(InboxTable.QUEUE, until, lease));
          } else {
            keys.put(
                key, new OrderKeyTable.Arrival(InboxTable.QUEUE, together.get(0).dueAt(), null));
          }
        });
  }

  /** Stores them; what it returns may be worked on when the transaction is on disk. */
  List<Claim> store(Connection connection) throws SQLException {
    table.insertDead(connection, deadLetters);
    if (messages.isEmpty()) {
      return List.of();
    }
    table.insert(connection, messages);
    table.keys().enqueue(connection, keys);
    if (wanted.isEmpty()) {
      return List.of();
    }
    // A key that was there before is somebody else's, or has to wait.
    Set<String> ours = table.keys().leased(connection, lease, wanted);
    Map<String, UUID> owners =
        IdempotencyKeys.owners(
            connection,
            ours.stream()
                .flatMap(key -> byKey.get(key).stream())
                .map(InboxMessage::keyId)
                .toList());
    return ours.stream()
        .map(
            key ->
                new Claim(
                    key,
                    lease,
                    1,
                    byKey.get(key).stream().map(d -> d.ownedBy(owners.get(d.keyId()))).toList(),
                    true))
        .toList();
  }

  /** Whether some of the keys are to be claimed. */
  boolean leavesWork(List<Claim> claims) {
    return claims.size() < keys.size();
  }
}

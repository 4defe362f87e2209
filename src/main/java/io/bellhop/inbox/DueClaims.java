package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Claims due order keys from the tables of the inbox. Thread-safe. */
final class DueClaims {
  /** How many messages one claim reads: their bodies stay in memory until they are settled. */
  private static final int ROWS_PER_CLAIM = 256;

  private final Database database;
  private final MessageContent content;
  private final OrderKeyTable keys;
  private final Clock clock;
  private final Duration lease;

  DueClaims(Database database, OrderKeyTable keys, Clock clock, Duration lease) {
    this.database = database;
    this.content = new MessageContent(database.content());
    this.keys = keys;
    this.clock = clock;
    this.lease = lease;
  }

  /**
   * Leases up to {@code most} due order keys with their pending messages.
   *
   * @param intake says which queues' keys this node may claim
   * @return empty if nothing is due
   */
  List<Claim> claim(Intake intake, int most) throws SQLException {
    Collection<String> queues = intake.queues();
    Instant now = clock.instant();
    UUID id = UUID.randomUUID();
    return database.transact(
        connection -> {
          Map<String, Long> leased = new LinkedHashMap<>();
          Collection<String> due = due(connection, queues, now);
          Collection<String> ours = intake.hold(connection, due);
          for (String queue : due) {
            if (!ours.contains(queue)) {
              continue;
            }
            leased.putAll(
                keys.lease(connection, queue, now, now.plus(lease), id, most - leased.size()));
            if (leased.size() == most) {
              break;
            }
          }
          if (leased.isEmpty()) {
            return List.of();
          }
          return PendingMessages.read(connection, leased.keySet(), ROWS_PER_CLAIM, content)
              .claims(leased, id, ROWS_PER_CLAIM);
        });
  }

  /** The queues that have something due; the queue that has waited longest comes first. */
  private Collection<String> due(Connection connection, Collection<String> queues, Instant now)
      throws SQLException {
    if (queues.size() <= 1) {
      return queues;
    }
    return keys.nextDue(connection, queues).entrySet().stream()
        .filter(queue -> !queue.getValue().isAfter(now))
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** When the next key is due; null if there is none. */
  Instant nextDue(Collection<String> queues) throws SQLException {
    if (queues.isEmpty()) {
      return null;
    }
    return database.transact(
        connection ->
            queues.size() == 1
                ? keys.nextDue(connection, queues.iterator().next())
                : keys.nextDue(connection, queues).values().stream()
                    .min(Instant::compareTo)
                    .orElse(null));
  }
}

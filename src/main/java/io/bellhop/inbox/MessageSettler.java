package io.bellhop.inbox;

import io.bellhop.queue.LockedKeys;
import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes outcomes and releases order keys, in the transaction that publishes. Callers call {@link
 * #hold}, make their own writes, then call {@link #settle}.
 */
public final class MessageSettler {
  private static final String OUTCOME =
      """
      update inbox set status = ?, attempts = ?, error = ?, due_at = coalesce(?, due_at),
        event_ids = coalesce(?, event_ids), settled_at = ? where id = ?
      """;

  private final InboxTable table;
  private final OrderKeyTable keys;
  private final TailTable tail;

  /** A settler for an inbox without a journal. */
  public MessageSettler(Dialect dialect) {
    this(new InboxTable(dialect), new TailTable(new InboxTable(dialect)));
  }

  MessageSettler(InboxTable table, TailTable tail) {
    this.table = table;
    this.keys = table.keys();
    this.tail = tail;
  }

  public LockedKeys hold(Connection connection, Collection<Claim> claims) throws SQLException {
    return hold(connection, claims, List.of());
  }

  /**
   * @param following messages that the same transaction will store: their keys are locked in one
   *     order with the others, since senders may lock them too
   */
  public LockedKeys hold(
      Connection connection, Collection<Claim> claims, Collection<InboxMessage> following)
      throws SQLException {
    return keys.hold(
        connection,
        claims.stream().filter(Claim::isStored).map(Claim::orderKey).collect(Collectors.toSet()),
        table.arrivals(following));
  }

  public void settle(
      Connection connection, LockedKeys holding, List<MessageSettlement> settlements, Instant now)
      throws SQLException {
    TreeSet<String> finished = new TreeSet<>();
    Map<String, List<UUID>> settled = new LinkedHashMap<>();
    Map<String, Instant> retryAt = new LinkedHashMap<>();
    List<MessageSettlement> stored =
        settlements.stream().filter(settlement -> settlement.claim().isStored()).toList();
    for (MessageSettlement settlement : stored) {
      String key = settlement.claim().orderKey();
      if (settlement.complete() && holding.unchangedSince(settlement.claim().leased())) {
        finished.add(key);
      } else {
        settled.put(
            key,
            settlement.outcomes().stream()
                .filter(outcome -> outcome.status() != MessageStatus.PENDING)
                .map(MessageOutcome::message)
                .toList());
        retryAt.put(key, settlement.retryAt());
      }
    }
    write(connection, stored, now);
    if (stored.size() < settlements.size()) {
      tail.storeSettled(
          connection, settlements.stream().filter(s -> !s.claim().isStored()).toList(), now);
    }
    keys.finish(connection, finished);
    keys.release(connection, settled, retryAt);
  }

  private static void write(Connection connection, List<MessageSettlement> settlements, Instant now)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(OUTCOME)) {
      for (MessageSettlement settlement : settlements) {
        for (MessageOutcome o : settlement.outcomes()) {
          boolean pending = o.status() == MessageStatus.PENDING;
          s.setString(1, o.status().text());
          s.setInt(2, o.attempts());
          s.setString(3, o.error());
          s.setObject(4, Database.time(o.dueAt()));
          s.setString(5, ids(o.eventIds()));
          s.setObject(6, pending ? null : Database.time(now));
          s.setObject(7, o.message());
          s.addBatch();
        }
      }
      s.executeBatch();
    }
  }

  static String ids(List<UUID> ids) {
    return ids.isEmpty() ? null : ids.stream().map(UUID::toString).collect(Collectors.joining(","));
  }
}

package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The SQL that writes messages of the tail, and finds out which of them the database has. */
final class TailTable {
  private static final String KNOWN =
      """
      select order_key as id, cast(null as uuid) as owner from inbox_key where order_key = any(?)
      union all
      """
          + IdempotencyKeys.OWNERS;

  private final InboxTable table;

  TailTable(InboxTable table) {
    this.table = table;
  }

  /**
   * The answers of the database about messages.
   *
   * @param pendingKeys the order keys that have something pending
   * @param owners of the idempotency keys that were used before
   */
  record Known(Set<String> pendingKeys, Map<String, UUID> owners) {}

  /** Queries order keys and idempotency keys in one round trip. */
  Known known(Connection connection, Collection<String> keys, Collection<String> repeats)
      throws SQLException {
    Known known = new Known(new HashSet<>(), new HashMap<>());
    Sql.forEach(
        connection,
        KNOWN,
        row -> {
          UUID owner = row.id("owner");
          if (owner == null) {
            known.pendingKeys().add(row.text("id"));
          } else {
            known.owners().put(row.text("id"), owner);
          }
        },
        Sql.texts(keys),
        Sql.texts(repeats));
    return known;
  }

  /** Which of the messages are stored. */
  Set<UUID> stored(Connection connection, Collection<UUID> ids) throws SQLException {
    return new HashSet<>(
        Sql.list(
            connection,
            "select id from inbox where id = any(?)",
            row -> row.id("id"),
            Sql.ids(ids)));
  }

  /** Stores messages that no worker is processing, including dead letters. */
  void storePending(Connection connection, List<NewMessage> messages) throws SQLException {
    table.store(
        connection,
        messages.stream().filter(m -> !m.isDeadLetter()).map(NewMessage::message).toList());
    table.insertDead(connection, messages.stream().filter(NewMessage::isDeadLetter).toList());
  }

  /**
   * Stores messages that a worker is processing.
   *
   * @param until when the lease ends unless it is renewed
   */
  void storeLeased(Connection connection, TailClaim claim, Instant until) throws SQLException {
    String key = claim.messages().get(0).orderKey();
    OrderKeyTable.Arrival arrival = table.arrival(key, until, claim.lease());
    table.keys().enqueue(connection, new TreeMap<>(Map.of(key, arrival)));
    table.insert(connection, claim.messages());
  }

  /** Writes messages for the first time, together with their outcomes. */
  void storeSettled(Connection connection, List<MessageSettlement> settlements, Instant now)
      throws SQLException {
    List<InboxMessage> waiting = new ArrayList<>();
    SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
    List<InboxTable.Row> rows = new ArrayList<>();
    for (MessageSettlement settlement : settlements) {
      Map<UUID, MessageOutcome> outcomes = new HashMap<>();
      settlement.outcomes().forEach(outcome -> outcomes.put(outcome.message(), outcome));
      for (InboxMessage message : settlement.claim().tail().messages()) {
        MessageOutcome outcome = outcomes.get(message.id());
        boolean waits = outcome == null || outcome.status() == MessageStatus.PENDING;
        InboxMessage due =
            waits && outcome != null && outcome.dueAt() != null
                ? message.toBuilder().dueAt(outcome.dueAt()).build()
                : message;
        rows.add(new InboxTable.Row(due, outcome, waits ? null : now));
        if (waits) {
          settlement.claim().tail().markParked();
          waiting.add(due);
          keys.putIfAbsent(due.orderKey(), arrival(settlement, due));
        }
      }
    }
    table.insertRows(connection, rows);
    table.insertPending(connection, waiting);
    table.keys().enqueue(connection, keys);
  }

  private OrderKeyTable.Arrival arrival(MessageSettlement settlement, InboxMessage first) {
    Instant at = settlement.retryAt() == null ? first.dueAt() : settlement.retryAt();
    return table.arrival(first.orderKey(), at, null);
  }
}

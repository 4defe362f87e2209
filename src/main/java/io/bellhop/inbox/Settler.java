package io.bellhop.inbox;

import io.bellhop.queue.Holding;
import io.bellhop.queue.KeyTable;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes outcomes and gives order keys back, in the transaction of whoever publishes. The order of
 * calls is {@link #hold}, the caller's own writes, {@link #settle}.
 */
public final class Settler {
  private static final String OUTCOME =
      """
      update inbox set status = ?, attempts = ?, error = ?, due_at = coalesce(?, due_at),
        event_ids = coalesce(?, event_ids), settled_at = ? where id = ?
      """;

  private final KeyTable keys;

  public Settler(Dialect dialect) {
    this.keys = InboxTable.keys(dialect);
  }

  public Holding hold(Connection connection, Collection<Claim> claims) throws SQLException {
    return hold(connection, claims, List.of());
  }

  /**
   * @param following deliveries that will be stored in the same transaction: their keys are taken
   *     in one order with the others, as senders may be taking them too
   */
  public Holding hold(
      Connection connection, Collection<Claim> claims, Collection<Delivery> following)
      throws SQLException {
    SortedMap<String, KeyTable.Arrival> arrivals = new TreeMap<>();
    following.forEach(
        d -> arrivals.put(d.orderKey(), new KeyTable.Arrival(InboxTable.LANE, d.dueAt(), null)));
    return keys.hold(
        connection, claims.stream().map(Claim::orderKey).collect(Collectors.toSet()), arrivals);
  }

  public void settle(
      Connection connection, Holding holding, List<Settlement> settlements, Instant now)
      throws SQLException {
    TreeSet<String> finished = new TreeSet<>();
    Map<String, List<UUID>> settled = new LinkedHashMap<>();
    Map<String, Instant> retryAt = new LinkedHashMap<>();
    for (Settlement settlement : settlements) {
      String key = settlement.claim().orderKey();
      if (settlement.complete() && holding.quiet(settlement.claim().leased())) {
        finished.add(key);
      } else {
        settled.put(
            key,
            settlement.outcomes().stream()
                .filter(outcome -> outcome.status() != Status.PENDING)
                .map(Outcome::delivery)
                .toList());
        retryAt.put(key, settlement.retryAt());
      }
    }
    write(connection, settlements, now);
    keys.finish(connection, finished);
    keys.release(connection, settled, retryAt);
  }

  private static void write(Connection connection, List<Settlement> settlements, Instant now)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(OUTCOME)) {
      for (Settlement settlement : settlements) {
        for (Outcome o : settlement.outcomes()) {
          boolean pending = o.status() == Status.PENDING;
          s.setString(1, o.status().text());
          s.setInt(2, o.attempts());
          s.setString(3, o.error());
          s.setObject(4, Database.time(o.dueAt()));
          s.setString(5, ids(o.eventIds()));
          s.setObject(6, pending ? null : Database.time(now));
          s.setObject(7, o.delivery());
          s.addBatch();
        }
      }
      s.executeBatch();
    }
  }

  private static String ids(List<UUID> ids) {
    return ids.isEmpty() ? null : ids.stream().map(UUID::toString).collect(Collectors.joining(","));
  }
}

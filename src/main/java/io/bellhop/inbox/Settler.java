package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes outcomes and gives order keys back, in the transaction of whoever publishes. The order of
 * calls is {@link #hold}, the caller's own writes, {@link #settle}.
 */
public final class Settler {
  private static final String HOLD =
      """
      select order_key, lease, generation from inbox_key where order_key = any(?)
      order by order_key for update
      """;

  private static final String OUTCOME =
      """
      update inbox set status = ?, attempts = ?, error = ?, due_at = coalesce(?, due_at),
        event_ids = coalesce(?, event_ids), settled_at = ? where id = ?
      """;

  private static final String RELEASE =
      """
      update inbox_key set lease = null, due_at = coalesce(?,
        (select min(i.due_at) from inbox_pending p join inbox i on i.id = p.id
         where p.order_key = inbox_key.order_key), due_at)
      where order_key = ?
      """;

  private record Held(UUID lease, long generation) {}

  /** Keys that are locked until the transaction ends, and what they looked like. */
  public final class Holding {
    private final Map<String, Held> held;

    private Holding(Map<String, Held> held) {
      this.held = held;
    }

    /** False if the lease ran out and another node may have the key: the work must be dropped. */
    public boolean stillOurs(Claim claim) {
      Held now = held.get(claim.orderKey());
      return now != null && claim.lease().equals(now.lease());
    }

    private boolean quiet(Claim claim) {
      return held.get(claim.orderKey()).generation() == claim.generation();
    }
  }

  public Holding hold(Connection connection, Collection<Claim> claims) throws SQLException {
    Map<String, Held> held = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(HOLD)) {
      s.setArray(
          1,
          Database.texts(
              connection, claims.stream().map(Claim::orderKey).collect(Collectors.toSet())));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          held.put(rows.getString(1), new Held(rows.getObject(2, UUID.class), rows.getLong(3)));
        }
      }
    }
    return new Holding(held);
  }

  public void settle(
      Connection connection, Holding holding, List<Settlement> settlements, Instant now)
      throws SQLException {
    TreeSet<String> finished = new TreeSet<>();
    List<Settlement> released = new ArrayList<>();
    for (Settlement settlement : settlements) {
      if (settlement.complete() && holding.quiet(settlement.claim())) {
        finished.add(settlement.claim().orderKey());
      } else {
        released.add(settlement);
      }
    }
    write(connection, settlements, now);
    if (!finished.isEmpty()) {
      forget(connection, "inbox_pending", finished);
      forget(connection, "inbox_key", finished);
    }
    release(connection, released);
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

  private static void forget(Connection connection, String table, Collection<String> keys)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("delete from " + table + " where order_key = any(?)")) {
      s.setArray(1, Database.texts(connection, keys));
      s.executeUpdate();
    }
  }

  /** Keys that have more to do: what was settled of them goes, the rest is due again. */
  private static void release(Connection connection, List<Settlement> settlements)
      throws SQLException {
    if (settlements.isEmpty()) {
      return;
    }
    try (PreparedStatement done =
            connection.prepareStatement(
                "delete from inbox_pending where order_key = ? and id = ?");
        PreparedStatement key = connection.prepareStatement(RELEASE)) {
      for (Settlement settlement : settlements) {
        for (Outcome outcome : settlement.outcomes()) {
          if (outcome.status() != Status.PENDING) {
            done.setString(1, settlement.claim().orderKey());
            done.setObject(2, outcome.delivery());
            done.addBatch();
          }
        }
        key.setObject(1, Database.time(settlement.retryAt()));
        key.setString(2, settlement.claim().orderKey());
        key.addBatch();
      }
      done.executeBatch();
      key.executeBatch();
    }
  }

  private static String ids(List<UUID> ids) {
    return ids.isEmpty() ? null : ids.stream().map(UUID::toString).collect(Collectors.joining(","));
  }
}

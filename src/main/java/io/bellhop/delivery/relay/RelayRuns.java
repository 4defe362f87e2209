package io.bellhop.delivery.relay;

import io.bellhop.event.AppendedEvent;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.subscription.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The SQL for the runs of relayed subscriptions, sent or not. Every method runs in the transaction
 * of the given connection.
 */
public final class RelayRuns {
  /** The maximum length of a run, which bounds the range that a query for one event must read. */
  public static final int LONGEST = 1000;

  private final RelayTable table = new RelayTable();

  /** The runs of these events for one subscription. */
  static List<RelayRun> of(Subscription subscription, List<AppendedEvent> events, Instant now) {
    List<RelayRun> runs = new ArrayList<>();
    for (AppendedEvent event : events) {
      if (!subscription.wants(event.type(), event.workspaceId(), event.properties())) {
        continue;
      }
      int end = runs.size() - 1;
      if (end >= 0 && runs.get(end).mayGoOnTo(event.seq())) {
        runs.set(end, runs.get(end).to(event.seq()));
      } else {
        runs.add(new RelayRun(subscription.id(), event.seq(), event.seq(), now));
      }
    }
    return runs;
  }

  void insert(Connection connection, List<RelayRun> runs) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            """
            insert into relay_run (subscription_id, first_seq, last_seq, created_at)
            values (?, ?, ?, ?)
            """)) {
      for (RelayRun run : runs) {
        s.setObject(1, run.subscription());
        s.setLong(2, run.first());
        s.setLong(3, run.last());
        s.setObject(4, Database.time(run.createdAt()));
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** The runs that end behind a position, in order. */
  List<RelayRun> after(Connection connection, UUID subscription, long position, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        """
        select first_seq, last_seq, created_at from relay_run
        where subscription_id = ? and last_seq > ? order by last_seq limit ?
        """,
        row ->
            new RelayRun(
                subscription,
                row.number("first_seq"),
                row.number("last_seq"),
                row.time("created_at")),
        subscription,
        position,
        limit);
  }

  boolean hasAfter(Connection connection, UUID subscription, long position) throws SQLException {
    return !after(connection, subscription, position, 1).isEmpty();
  }

  /** Drops the part of a run behind a position. */
  void cut(Connection connection, RelayRun run, long position) throws SQLException {
    String which = " where subscription_id = ? and last_seq = ?";
    if (run.first() > position) {
      Sql.update(connection, "delete from relay_run" + which, run.subscription(), run.last());
    } else {
      Sql.update(
          connection,
          "update relay_run set last_seq = ?" + which,
          position,
          run.subscription(),
          run.last());
    }
  }

  /** Records that the receiver has acknowledged the events between two positions. */
  void settle(Connection connection, UUID subscription, long from, RelayTable.Sent sent)
      throws SQLException {
    Sql.update(
        connection,
        """
        update relay_run set attempts = ?, started_at = ?, duration_millis = ?, settled_at = ?
        where subscription_id = ? and last_seq > ? and last_seq <= ?
        """,
        sent.attempts(),
        sent.startedAt(),
        sent.millis(),
        sent.settledAt(),
        subscription,
        from,
        sent.position());
  }

  /** The subscriptions whose relay has sent, or will send, an event. */
  public List<UUID> subscriptions(Connection connection, long seq) throws SQLException {
    return Sql.list(
        connection,
        """
        select subscription_id from relay_run
        where last_seq >= ? and last_seq < ? and first_seq <= ?
        """,
        row -> row.id("subscription_id"),
        seq,
        seq + LONGEST,
        seq);
  }

  /** Whether the receiver has acknowledged an event of a run. */
  public boolean isSent(Connection connection, UUID subscription, long seq) throws SQLException {
    return table.positions(connection).getOrDefault(subscription, 0L) >= seq;
  }

  /** Makes a relay that waits after a failure retry at once. */
  public void hurry(Connection connection, UUID subscription, Instant now) throws SQLException {
    table.hurry(connection, subscription, now);
  }

  /**
   * Removes an event from the runs of a relay, because the queue of deliveries now has it.
   *
   * @return the time of its emission; empty if no run of the relay has it
   */
  public Optional<Instant> takeOut(Connection connection, UUID subscription, long seq)
      throws SQLException {
    Optional<RelayRun> found =
        after(connection, subscription, seq - 1, 1).stream()
            .filter(run -> run.first() <= seq)
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    RelayRun run = found.get();
    if (run.first() < seq) {
      Sql.update(
          connection,
          """
          insert into relay_run (subscription_id, first_seq, last_seq, created_at, attempts,
            started_at, duration_millis, settled_at)
          select subscription_id, first_seq, ?, created_at, attempts, started_at, duration_millis,
            settled_at
          from relay_run where subscription_id = ? and last_seq = ?
          """,
          seq - 1,
          subscription,
          run.last());
    }
    if (run.last() > seq) {
      Sql.update(
          connection,
          "update relay_run set first_seq = ? where subscription_id = ? and last_seq = ?",
          seq + 1,
          subscription,
          run.last());
    } else {
      Sql.update(
          connection,
          "delete from relay_run where subscription_id = ? and last_seq = ?",
          subscription,
          seq);
    }
    return Optional.of(run.createdAt());
  }

  /**
   * Drops the unsent events of the relay of a deleted subscription; the record of sent events
   * stays.
   */
  public void dropUnsent(Connection connection, UUID subscription) throws SQLException {
    long position = table.close(connection, subscription);
    for (RelayRun run : after(connection, subscription, position, Integer.MAX_VALUE)) {
      cut(connection, run, position);
    }
  }
}

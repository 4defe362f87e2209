package io.bellhop.delivery.relay;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The SQL for relays: the position of each, and which node has its lease. Every method runs in the
 * transaction of the given connection.
 */
final class RelayTable {
  /**
   * The progress of a relay.
   *
   * @param position the receiver has acknowledged all events up to this place in the log
   * @param failures the number of consecutive failures
   * @param dueAt the time of the next attempt after a failure
   */
  record State(long position, int failures, Instant dueAt) {}

  /**
   * An acknowledged batch.
   *
   * @param position its last event
   */
  record Sent(long position, int attempts, Instant startedAt, Instant settledAt) {
    int millis() {
      return (int) Duration.between(startedAt, settledAt).toMillis();
    }
  }

  /**
   * A batch that failed.
   *
   * @param to its last event
   */
  record Failed(long to, Instant triedAt, Duration took, String error, Instant dueAt) {}

  private record Row(State state, UUID lease, Instant leasedUntil) {}

  /**
   * Acquires or confirms the lease of a relay.
   *
   * @return empty if another node has it, or if the relay has no event yet
   */
  Optional<State> claim(
      Connection connection, UUID subscription, UUID lease, Instant now, Instant until)
      throws SQLException {
    Optional<Row> row = lock(connection, subscription);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    UUID owner = row.get().lease();
    if (owner != null && row.get().leasedUntil().isAfter(now)) {
      // renew() extends existing leases, so an idle relay writes nothing here.
      return owner.equals(lease) ? Optional.of(row.get().state()) : Optional.empty();
    }
    Sql.update(
        connection,
        "update relay set lease = ?, leased_until = ? where subscription_id = ?",
        lease,
        until,
        subscription);
    return Optional.of(row.get().state());
  }

  /**
   * Adds a relay; the caller has locked the head of the event log, like every transaction that adds
   * a relay.
   */
  void add(Connection connection, UUID subscription) throws SQLException {
    Sql.update(
        connection,
        """
        insert into relay (subscription_id, position, failures)
        select s.id, 0, 0 from subscription s
        where s.id = ? and not exists (select 1 from relay r where r.subscription_id = s.id)
        """,
        subscription);
  }

  /** The positions of all relays. */
  Map<UUID, Long> positions(Connection connection) throws SQLException {
    Map<UUID, Long> positions = new HashMap<>();
    Sql.forEach(
        connection,
        "select subscription_id, position from relay",
        row -> positions.put(row.id("subscription_id"), row.number("position")));
    return positions;
  }

  private Optional<Row> lock(Connection connection, UUID subscription) throws SQLException {
    return Sql.first(
        connection,
        """
        select position, failures, due_at, lease, leased_until from relay
        where subscription_id = ? for update
        """,
        row ->
            new Row(
                new State(row.number("position"), row.integer("failures"), row.time("due_at")),
                row.id("lease"),
                row.time("leased_until")),
        subscription);
  }

  /** Renews the leases of a node's relays, so that a node with slow receivers keeps them. */
  void renew(Connection connection, UUID lease, Instant until) throws SQLException {
    Sql.update(connection, "update relay set leased_until = ? where lease = ?", until, lease);
  }

  void release(Connection connection, UUID subscription, UUID lease) throws SQLException {
    Sql.update(
        connection,
        "update relay set lease = null where subscription_id = ? and lease = ?",
        subscription,
        lease);
  }

  /** Releases all leases. Only for a database that no other process has open. */
  void releaseAll(Connection connection) throws SQLException {
    Sql.update(connection, "update relay set lease = null where lease is not null");
  }

  /**
   * Ends the lease of a relay, whichever node has it.
   *
   * @return its position
   */
  long close(Connection connection, UUID subscription) throws SQLException {
    Optional<Row> row = lock(connection, subscription);
    Sql.update(connection, "update relay set lease = null where subscription_id = ?", subscription);
    return row.map(known -> known.state().position()).orElse(0L);
  }

  /**
   * @return false if another node has the relay now
   */
  boolean move(Connection connection, UUID subscription, UUID lease, Sent sent)
      throws SQLException {
    return 0
        < Sql.update(
            connection,
            """
            update relay set position = ?, failures = 0, failed_to = null, tried_at = null,
              tried_millis = null, error = null, due_at = null
            where subscription_id = ? and lease = ?
            """,
            sent.position(),
            subscription,
            lease);
  }

  void fail(Connection connection, UUID subscription, UUID lease, Failed failed)
      throws SQLException {
    Sql.update(
        connection,
        """
        update relay set failures = failures + 1, failed_to = ?, tried_at = ?, tried_millis = ?,
          error = ?, due_at = ?
        where subscription_id = ? and lease = ?
        """,
        failed.to(),
        failed.triedAt(),
        (int) failed.took().toMillis(),
        failed.error(),
        failed.dueAt(),
        subscription,
        lease);
  }

  /** Makes a relay that waits after a failure retry at once. */
  void hurry(Connection connection, UUID subscription, Instant now) throws SQLException {
    Sql.update(
        connection,
        "update relay set due_at = ? where subscription_id = ? and due_at > ?",
        now,
        subscription,
        now);
  }

  long lastOfLog(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "select last_seq from event_head where id = 1",
            row -> row.number("last_seq"))
        .orElse(0L);
  }
}

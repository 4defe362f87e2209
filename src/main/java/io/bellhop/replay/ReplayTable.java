package io.bellhop.replay;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The SQL for replays. */
final class ReplayTable {
  private static final String OPEN = "status in ('waiting', 'running')";

  /**
   * @param replay null if another node has the lease
   * @param until when the lease of the other node ends
   */
  record Claimed(Replay replay, Instant until) {}

  void insert(Connection connection, Replay replay) throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", replay.id());
    columns.put("workspace_id", replay.workspace());
    columns.put("filter", replay.filter());
    columns.put("rate", replay.rate());
    columns.put("status", replay.outcome().status().text());
    columns.put("total", replay.counts().total());
    columns.put("replayed", replay.counts().replayed());
    columns.put("skipped", replay.counts().skipped());
    columns.put("position", replay.position());
    columns.put("created_at", replay.createdAt());
    Sql.insertRow(connection, "inbox_replay", columns);
  }

  Optional<Replay> find(Connection connection, UUID id) throws SQLException {
    return Sql.first(
        connection, "select * from inbox_replay where id = ?", ReplayTable::replay, id);
  }

  /**
   * Leases the oldest replay that has not ended.
   *
   * @return nothing if there is none
   */
  Optional<Claimed> claim(Connection connection, UUID lease, Instant now, Instant until)
      throws SQLException {
    Optional<UUID> oldest =
        Sql.first(
            connection,
            "select id from inbox_replay where " + OPEN + " order by id limit 1",
            row -> row.id("id"));
    if (oldest.isEmpty()) {
      return Optional.empty();
    }
    int taken =
        Sql.update(
            connection,
            """
            update inbox_replay set status = 'running', lease = ?, leased_until = ?
            where id = ? and (lease is null or lease = ? or leased_until <= ?) and
            """
                + OPEN,
            lease,
            until,
            oldest.get(),
            lease,
            now);
    if (taken > 0) {
      return find(connection, oldest.get()).map(replay -> new Claimed(replay, until));
    }
    Optional<Instant> other =
        Sql.first(
            connection,
            "select leased_until from inbox_replay where id = ? and leased_until is not null",
            row -> row.time("leased_until"),
            oldest.get());
    return Optional.of(new Claimed(null, other.orElse(now)));
  }

  /**
   * Stores the position of a replay; does nothing if it was cancelled or another node has the
   * lease.
   */
  void advance(Connection connection, Replay replay, UUID lease, Instant until)
      throws SQLException {
    Sql.update(
        connection,
        """
        update inbox_replay set position = ?, replayed = ?, skipped = ?, leased_until = ?
        where id = ? and lease = ?\
        """,
        replay.position(),
        replay.counts().replayed(),
        replay.counts().skipped(),
        until,
        replay.id(),
        lease);
  }

  /**
   * Ends a replay that has not ended yet.
   *
   * @return false if it has ended
   */
  boolean end(Connection connection, UUID id, Replay.Status how, String error, Instant now)
      throws SQLException {
    return Sql.update(
            connection,
            "update inbox_replay set status = ?, error = ?, finished_at = ?, lease = null"
                + " where id = ? and "
                + OPEN,
            how.text(),
            error,
            now,
            id)
        > 0;
  }

  /** Only for a database that no other node has open. */
  void releaseAll(Connection connection) throws SQLException {
    Sql.update(connection, "update inbox_replay set lease = null where lease is not null");
  }

  private static Replay replay(SqlRow row) throws SQLException {
    return new Replay(
        row.id("id"),
        row.text("workspace_id"),
        row.text("filter"),
        row.integer("rate"),
        new Replay.Counts(row.number("total"), row.number("replayed"), row.number("skipped")),
        row.id("position"),
        row.time("created_at"),
        new Replay.Outcome(
            Replay.Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
            row.time("finished_at"),
            row.text("error")));
  }
}

package io.bellhop.tool.migrate;

import io.bellhop.store.MigrationMarker;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * The progress of each table's copy. The transactions that copy the rows also write it, so it is
 * right whatever interrupts them.
 */
final class CopyProgress {
  /**
   * @param lastRow H2's number of the last copied row
   */
  record Part(long lastRow, long rows) {}

  private static final Part NOTHING = new Part(Long.MIN_VALUE, 0);

  private final Connection target;

  CopyProgress(Connection target) {
    this.target = target;
  }

  /** The id of H2's content for its copies; a hub that starts on it removes it. */
  static UUID idOf(Connection source) throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute("create table if not exists " + MigrationMarker.TABLE + " (id uuid)");
    }
    Optional<UUID> there =
        Sql.first(source, "select id from " + MigrationMarker.TABLE, row -> row.id("id"));
    if (there.isPresent()) {
      return there.get();
    }
    UUID id = UUID.randomUUID();
    Sql.update(source, "insert into " + MigrationMarker.TABLE + " values (?)", id);
    return id;
  }

  /**
   * The content that is being copied to the target; waits for the transaction of a run that has
   * died.
   */
  Optional<UUID> of() throws SQLException {
    return MigrationMarker.isThere(target)
        ? Sql.first(
            target, "select id from " + MigrationMarker.TABLE + " for update", row -> row.id("id"))
        : Optional.empty();
  }

  void begin(UUID id, Collection<String> tables) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(
          "create table "
              + MigrationMarker.TABLE
              + " (part varchar(63) primary key, id uuid not null, last_row bigint not null,"
              + " copied bigint not null)");
    }
    for (String table : tables) {
      Sql.update(
          target,
          "insert into " + MigrationMarker.TABLE + " values (?, ?, ?, ?)",
          table,
          id,
          NOTHING.lastRow(),
          NOTHING.rows());
    }
  }

  Part part(String table) throws SQLException {
    return Sql.first(
            target,
            "select last_row, copied from " + MigrationMarker.TABLE + " where part = ?",
            row -> new Part(row.number("last_row"), row.number("copied")),
            table)
        .orElseThrow();
  }

  void set(String table, Part part) throws SQLException {
    Sql.update(
        target,
        "update " + MigrationMarker.TABLE + " set last_row = ?, copied = ? where part = ?",
        part.lastRow(),
        part.rows(),
        table);
  }
}

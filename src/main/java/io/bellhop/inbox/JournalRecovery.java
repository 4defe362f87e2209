package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** Moves the messages that a stopped or dead node has left in its journal to the tables. */
final class JournalRecovery {
  /**
   * The number of journal rows that one transaction moves. Each row has the messages of one commit.
   */
  private static final int ROWS = 4;

  private enum Step {
    /** Another node recovers them, or the node is alive. */
    NOT_OURS,
    MORE,
    LAST
  }

  private final Database database;
  private final TailTable tables;
  private final Clock clock;

  /**
   * @param tables for messages whose content is stored already
   */
  JournalRecovery(Database database, TailTable tables, Clock clock) {
    this.database = database;
    this.tables = tables;
    this.clock = clock;
  }

  /**
   * Moves all messages of a dead node and frees its partitions.
   *
   * @return whether there is something new to claim
   */
  boolean from(UUID dead) throws SQLException {
    boolean moved = false;
    Step step = Step.MORE;
    while (step == Step.MORE) {
      Instant now = clock.instant();
      step = database.durably(connection -> step(connection, dead, now));
      moved |= step != Step.NOT_OURS;
    }
    return moved;
  }

  private Step step(Connection connection, UUID dead, Instant now) throws SQLException {
    if (!NodeTable.bury(connection, dead, now)) {
      return Step.NOT_OURS;
    }
    if (!moveSome(connection, dead)) {
      return Step.MORE;
    }
    NodeTable.leave(connection, dead);
    return Step.LAST;
  }

  /**
   * Moves the first rows of a node. The transaction keeps the node from writing more.
   *
   * @return whether these were its last rows
   */
  boolean moveSome(Connection connection, UUID from) throws SQLException {
    SortedMap<Long, List<List<NewMessage>>> rows = JournalTable.first(connection, from, ROWS);
    List<NewMessage> messages =
        rows.values().stream().flatMap(List::stream).flatMap(List::stream).toList();
    if (!rows.isEmpty()) {
      Set<UUID> stored =
          tables.stored(connection, messages.stream().map(one -> one.message().id()).toList());
      tables.storePending(
          connection,
          messages.stream().filter(one -> !stored.contains(one.message().id())).toList());
      JournalTable.delete(connection, from, rows.keySet());
    }
    return rows.size() < ROWS;
  }
}

package io.bellhop.inbox;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The SQL of the nodes that share a PostgreSQL database, and of the partitions that each has. */
final class NodeTable {
  /** Not "for share", which would wait for the node's own renewals. */
  private static final String FENCE =
      "select id from inbox_node where id = ? and not is_dead for key share";

  private NodeTable() {}

  static void join(Connection connection, UUID node, Instant until) throws SQLException {
    Sql.update(connection, "insert into inbox_node (id, alive_until) values (?, ?)", node, until);
  }

  /**
   * @return false if others have taken the node for dead
   */
  static boolean renew(Connection connection, UUID node, Instant until) throws SQLException {
    return Sql.update(
            connection,
            "update inbox_node set alive_until = ? where id = ? and not is_dead",
            until,
            node)
        == 1;
  }

  /** Until the transaction ends no node takes this one for dead, unless one has. */
  static boolean fence(Connection connection, UUID node) throws SQLException {
    return Sql.lock(connection, FENCE, node);
  }

  /** All nodes, and whether they were taken for dead. */
  static Map<UUID, Boolean> all(Connection connection) throws SQLException {
    Map<UUID, Boolean> nodes = new HashMap<>();
    Sql.forEach(
        connection,
        "select id, is_dead from inbox_node",
        row -> nodes.put(row.id("id"), row.bool("is_dead")));
    return nodes;
  }

  /** Nodes that have not renewed their lease, and those that were taken for dead before. */
  static List<UUID> dead(Connection connection, Instant now) throws SQLException {
    return Sql.list(
        connection,
        "select id from inbox_node where alive_until < ? or is_dead order by id",
        row -> row.id("id"),
        now);
  }

  /**
   * Locks a dead node, whose messages the caller takes over, and has it write nothing more.
   *
   * @return false if it lives, or another node is at it
   */
  static boolean bury(Connection connection, UUID node, Instant now) throws SQLException {
    return Sql.lock(
            connection,
            """
            select id from inbox_node where id = ? and (alive_until < ? or is_dead)
            for update skip locked
            """,
            node,
            now)
        && Sql.update(connection, "update inbox_node set is_dead = true where id = ?", node) == 1;
  }

  /** The node is no more: its partitions are free. */
  static void leave(Connection connection, UUID node) throws SQLException {
    Sql.update(connection, "update inbox_partition set node = null where node = ?", node);
    Sql.update(connection, "delete from inbox_node where id = ?", node);
  }

  /** The node of each partition; null if it is free. */
  static Map<String, UUID> partitions(Connection connection) throws SQLException {
    Map<String, UUID> owners = new HashMap<>();
    Sql.forEach(
        connection,
        "select queue, node from inbox_partition",
        row -> owners.put(row.text("queue"), row.id("node")));
    return owners;
  }

  static void free(Connection connection, UUID node, Collection<String> given) throws SQLException {
    Sql.update(
        connection,
        "update inbox_partition set node = null where node = ? and queue = any(?)",
        node,
        Sql.texts(given));
  }

  /**
   * Takes partitions that are free.
   *
   * @return those that the node has got
   */
  static List<String> take(Connection connection, UUID node, Collection<String> wanted)
      throws SQLException {
    List<String> free =
        Sql.list(
            connection,
            """
            select queue from inbox_partition where node is null and queue = any(?)
            for update skip locked
            """,
            row -> row.text("queue"),
            Sql.texts(wanted));
    Sql.update(
        connection,
        "update inbox_partition set node = ? where queue = any(?)",
        node,
        Sql.texts(free));
    return free;
  }
}

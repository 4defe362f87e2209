package io.bellhop.inbox;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The SQL of the nodes that share a PostgreSQL database, and of their partitions. */
final class NodeTable {
  /** Not "for share", which would block the node's own renewals. */
  private static final String FENCE =
      "select id from inbox_node where id = ? and not is_dead for key share";

  private NodeTable() {}

  static void join(Connection connection, UUID node, Instant until) throws SQLException {
    Sql.update(connection, "insert into inbox_node (id, alive_until) values (?, ?)", node, until);
  }

  /**
   * @return false if other nodes have declared the node dead
   */
  static boolean renew(Connection connection, UUID node, Instant until) throws SQLException {
    return Sql.update(
            connection,
            "update inbox_node set alive_until = ? where id = ? and not is_dead",
            until,
            node)
        == 1;
  }

  /**
   * Locks the node's row, so that no other node declares it dead before the transaction ends.
   *
   * @return false if one has already
   */
  static boolean fence(Connection connection, UUID node) throws SQLException {
    return Sql.lock(connection, FENCE, node);
  }

  /**
   * Locks the node's row as {@link #fence} does.
   *
   * @return the given partitions that it has until the transaction ends
   */
  static Set<String> hold(Connection connection, UUID node, Collection<String> wanted)
      throws SQLException {
    return new HashSet<>(
        Sql.list(
            connection,
            """
            select p.queue from inbox_node n join inbox_partition p on p.node = n.id
            where n.id = ? and not n.is_dead and p.queue = any(?) for key share of n
            """,
            row -> row.text("queue"),
            node,
            Sql.texts(wanted)));
  }

  /** All nodes, and whether each was declared dead. */
  static Map<UUID, Boolean> all(Connection connection) throws SQLException {
    Map<UUID, Boolean> nodes = new HashMap<>();
    Sql.forEach(
        connection,
        "select id, is_dead from inbox_node",
        row -> nodes.put(row.id("id"), row.bool("is_dead")));
    return nodes;
  }

  /** Nodes whose lease has expired, and those that were declared dead before. */
  static List<UUID> dead(Connection connection, Instant now) throws SQLException {
    return Sql.list(
        connection,
        "select id from inbox_node where alive_until < ? or is_dead order by id",
        row -> row.id("id"),
        now);
  }

  /**
   * Locks a dead node, whose messages the caller takes over, and marks it, so that it can write
   * nothing more.
   *
   * @return false if it is alive, or if another node takes it over
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

  /** Deletes a node. Its partitions become free. */
  static void leave(Connection connection, UUID node) throws SQLException {
    Sql.update(connection, "update inbox_partition set node = null where node = ?", node);
    Sql.update(connection, "delete from inbox_node where id = ?", node);
  }

  /** The node that has each partition; null if the partition is free. */
  static Map<String, UUID> partitions(Connection connection) throws SQLException {
    Map<String, UUID> owners = new HashMap<>();
    Sql.forEach(
        connection,
        "select queue, node from inbox_partition",
        row -> owners.put(row.text("queue"), row.id("node")));
    return owners;
  }

  /** Frees partitions, after the transactions that {@link #hold} them. */
  static void free(Connection connection, UUID node, Collection<String> given) throws SQLException {
    Sql.lock(connection, "select id from inbox_node where id = ? for update", node);
    Sql.update(
        connection,
        "update inbox_partition set node = null where node = ? and queue = any(?)",
        node,
        Sql.texts(given));
  }

  /**
   * Assigns free partitions to a node.
   *
   * @return the partitions that the node got
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

package io.bellhop.inbox;

import io.bellhop.store.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The SQL of the journal table, where nodes keep acknowledged messages. A row has the messages of
 * one commit, by request; their content is in {@code inbox_content}.
 */
final class JournalTable {
  /** Locks the row of the node as its fence does, and so saves a statement. */
  private static final String INSERT =
      """
      insert into inbox_journal (node, number, messages)
      select n.id, cast(? as bigint), cast(? as bytea) from inbox_node n
      where n.id = ? and not n.is_dead for key share
      """;

  private JournalTable() {}

  /**
   * @return false if other nodes have declared the node dead
   */
  static boolean insert(
      Connection connection, UUID node, long number, List<List<NewMessage>> requests)
      throws SQLException {
    List<List<NewMessage>> bare =
        requests.stream().map(one -> one.stream().map(JournalTable::bare).toList()).toList();
    return Sql.update(connection, INSERT, number, MessageCodec.writeAll(bare), node) == 1;
  }

  private static NewMessage bare(NewMessage arrived) {
    return new NewMessage(
        arrived.message().toBuilder().headers("").body(new byte[0]).build(), arrived.fault());
  }

  /** The requests of some rows of a node, without content. */
  static Map<Long, List<List<NewMessage>>> read(
      Connection connection, UUID node, Collection<Long> numbers) throws SQLException {
    Map<Long, List<List<NewMessage>>> found = new HashMap<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select number, messages from inbox_journal where node = ? and number = any(?)")) {
      s.setObject(1, node);
      s.setArray(2, connection.createArrayOf("bigint", numbers.toArray()));
      collect(s, found);
    }
    return found;
  }

  /** The first rows of a node, in the order of their numbers. */
  static SortedMap<Long, List<List<NewMessage>>> first(Connection connection, UUID node, int most)
      throws SQLException {
    SortedMap<Long, List<List<NewMessage>>> found = new TreeMap<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select number, messages from inbox_journal where node = ? order by number limit ?")) {
      s.setObject(1, node);
      s.setInt(2, most);
      collect(s, found);
    }
    return found;
  }

  /** The messages in the journals of all nodes but one. */
  static List<NewMessage> ofOthers(Connection connection, UUID node) throws SQLException {
    List<NewMessage> found = new ArrayList<>();
    Sql.forEach(
        connection,
        "select messages from inbox_journal where node <> ?",
        row -> decode(row.bytes("messages")).forEach(found::addAll),
        node);
    return found;
  }

  private static void collect(PreparedStatement s, Map<Long, List<List<NewMessage>>> found)
      throws SQLException {
    try (ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getLong(1), decode(rows.getBytes(2)));
      }
    }
  }

  private static List<List<NewMessage>> decode(byte[] row) throws SQLException {
    try {
      return MessageCodec.readAll(row);
    } catch (IOException e) {
      throw new SQLException("Bellhop cannot read a row of inbox_journal", e);
    }
  }

  static void delete(Connection connection, UUID node, Collection<Long> numbers)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "delete from inbox_journal where node = ? and number = any(?)")) {
      s.setObject(1, node);
      s.setArray(2, connection.createArrayOf("bigint", numbers.toArray()));
      s.executeUpdate();
    }
  }

  /** Adds the headers and bodies to messages, where they exist. */
  static List<NewMessage> withContent(
      Connection connection, List<NewMessage> bare, MessageContent content) throws SQLException {
    Map<UUID, NewMessage> byId = new HashMap<>();
    bare.forEach(one -> byId.put(one.message().id(), one));
    Sql.forEach(
        connection,
        "select id, headers, body from inbox_content where id = any(?)",
        row -> {
          UUID id = row.id("id");
          byId.put(id, filled(byId.get(id), row.text("headers"), row.bytes("body")));
        },
        Sql.ids(List.copyOf(byId.keySet())));
    return content.open(bare.stream().map(one -> byId.get(one.message().id())).toList());
  }

  private static NewMessage filled(NewMessage bare, String headers, byte[] body) {
    return new NewMessage(
        bare.message().toBuilder().headers(headers).body(body).build(), bare.fault());
  }
}

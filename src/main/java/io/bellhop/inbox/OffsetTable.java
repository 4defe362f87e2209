package io.bellhop.inbox;

import io.bellhop.config.ConfigException;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The SQL of the offsets up to which the tables of the inbox are complete, where the log is a topic
 * of Kafka.
 */
final class OffsetTable {
  /**
   * The first offset to read in a partition.
   *
   * @param topic the id of its topic
   * @param next the first offset whose message may be missing from the tables
   */
  record Offset(String topic, long next) {}

  private OffsetTable() {}

  /** The stored offsets of all partitions. */
  static SortedMap<Integer, Offset> read(Connection connection) throws SQLException {
    SortedMap<Integer, Offset> found = new TreeMap<>();
    Sql.forEach(
        connection,
        "select queue, topic_id, next_offset from inbox_offset",
        row ->
            found.put(
                Integer.valueOf(row.text("queue")),
                new Offset(row.text("topic_id"), row.number("next_offset"))));
    return found;
  }

  /** Stores the first offsets of partitions that no hub has read before. */
  static void begin(Connection connection, String topic, Map<Integer, Long> offsets)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "insert into inbox_offset (queue, topic_id, next_offset) values (?, ?, ?)")) {
      for (Map.Entry<Integer, Long> one : offsets.entrySet()) {
        s.setString(1, one.getKey().toString());
        s.setString(2, topic);
        s.setLong(3, one.getValue());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Moves offsets forward only, because an operator may have moved one. */
  static void move(Connection connection, SortedMap<Integer, Long> offsets) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update inbox_offset set next_offset = ? where queue = ? and next_offset < ?")) {
      for (Map.Entry<Integer, Long> one : offsets.entrySet()) {
        s.setLong(1, one.getValue());
        s.setString(2, one.getKey().toString());
        s.setLong(3, one.getValue());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /**
   * Stops the start of a hub that would lose messages: it uses the database as its log, but a topic
   * may have messages that the database lacks.
   *
   * @throws ConfigException if the log of this database is a topic
   */
  static void requireNone(Database database) throws SQLException {
    if (!database.transact(OffsetTable::read).isEmpty()) {
      throw new ConfigException(
          "the log of this database is a Kafka topic, which may hold webhooks that the"
              + " database lacks: set bellhop.log back, or leave Kafka as docs/operations.md"
              + " describes");
    }
  }
}

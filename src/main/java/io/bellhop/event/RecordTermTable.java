package io.bellhop.event;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The SQL of the words by which records are found. */
final class RecordTermTable {
  /** A word that exists already is no failure. */
  private static final String INSERT =
      """
      insert into record_term (term, snapshot_id)
      select n.term, n.snapshot_id from (
        select cast(? as varchar(300)) as term, cast(? as varchar(300)) as snapshot_id) n
      where not exists (
        select 1 from record_term r where r.term = n.term and r.snapshot_id = n.snapshot_id)
      """;

  private static final String DELETE = "delete from record_term where term = ? and snapshot_id = ?";

  /**
   * @param term as it is stored: hashed, if content is encrypted
   */
  record Row(String term, String snapshotId) {}

  void insert(Connection connection, List<Row> rows) throws SQLException {
    batch(connection, INSERT, rows);
  }

  void delete(Connection connection, List<Row> rows) throws SQLException {
    batch(connection, DELETE, rows);
  }

  private static void batch(Connection connection, String sql, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (Row row : rows) {
        s.setString(1, row.term());
        s.setString(2, row.snapshotId());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** The words that precede a text in the order of the index. */
  List<Row> before(Connection connection, String text, int limit) throws SQLException {
    return Sql.list(
        connection,
        "select term, snapshot_id from record_term where term < ?"
            + " order by term, snapshot_id limit ?",
        row -> new Row(row.text("term"), row.text("snapshot_id")),
        text,
        limit);
  }
}

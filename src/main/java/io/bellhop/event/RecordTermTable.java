package io.bellhop.event;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The SQL for the words by which users find records. */
final class RecordTermTable {
  /**
   * A word may already exist. The offset makes PostgreSQL use the index for each word instead of
   * joining the tables.
   */
  private static final String INSERT =
      """
      insert into record_term (term, snapshot_id)
      select n.term, n.snapshot_id
      from unnest(cast(? as varchar array), cast(? as varchar array)) n(term, snapshot_id)
      where not exists (
        select 1 from record_term r where r.term = n.term and r.snapshot_id = n.snapshot_id
        offset 0 rows)
      """;

  private static final String DELETE = "delete from record_term where term = ? and snapshot_id = ?";

  /**
   * @param term in its stored form, which is hashed if content is encrypted
   */
  record Row(String term, String snapshotId) {}

  void insert(Connection connection, List<Row> rows) throws SQLException {
    if (!rows.isEmpty()) {
      Sql.update(
          connection,
          INSERT,
          Sql.texts(rows.stream().map(Row::term).toList()),
          Sql.texts(rows.stream().map(Row::snapshotId).toList()));
    }
  }

  void delete(Connection connection, List<Row> rows) throws SQLException {
    if (!rows.isEmpty()) {
      Sql.batch(
          connection,
          DELETE,
          rows.stream().map(row -> new Object[] {row.term(), row.snapshotId()}).toList());
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

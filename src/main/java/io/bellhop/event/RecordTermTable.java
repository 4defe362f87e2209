package io.bellhop.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SQL of the words that records are searched by. Only what differs from the record before is
 * written: most changes of a booking concern neither its guest nor its code.
 */
final class RecordTermTable {
  /** A term that is there already is no reason to refuse the record. */
  private static final String INSERT =
      """
      insert into record_term (term, snapshot_id)
      select n.term, n.snapshot_id from (
        select cast(? as varchar(300)) as term, cast(? as varchar(300)) as snapshot_id) n
      where not exists (
        select 1 from record_term r where r.term = n.term and r.snapshot_id = n.snapshot_id)
      """;

  private record Row(String term, String snapshotId) {}

  /**
   * @param known the snapshots as they were before, by id
   */
  void write(Connection connection, Collection<Snapshot> snapshots, Map<String, Snapshot> known)
      throws SQLException {
    List<Row> gone = new ArrayList<>();
    List<Row> fresh = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      Set<String> before = terms(known.get(snapshot.id()));
      Set<String> after = terms(snapshot);
      before.stream().filter(t -> !after.contains(t)).forEach(t -> gone.add(row(t, snapshot)));
      after.stream().filter(t -> !before.contains(t)).forEach(t -> fresh.add(row(t, snapshot)));
    }
    run(connection, "delete from record_term where term = ? and snapshot_id = ?", gone);
    run(connection, INSERT, fresh);
  }

  private static Set<String> terms(Snapshot snapshot) {
    return snapshot == null ? Set.of() : RecordTerms.of(snapshot.type(), snapshot.record());
  }

  private static Row row(String term, Snapshot snapshot) {
    return new Row(term, snapshot.id());
  }

  private static void run(Connection connection, String sql, List<Row> rows) throws SQLException {
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
}

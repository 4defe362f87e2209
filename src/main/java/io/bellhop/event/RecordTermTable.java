package io.bellhop.event;

import io.bellhop.store.ContentCipher;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SQL of the words that records are searched by. Only what differs from the record before is
 * written: most changes of a booking concern neither its guest nor its code.
 */
final class RecordTermTable {
  private static final String INSERT =
      "insert into record_term (term, snapshot_id) values (?, ?)";

  /** A term that is there already, by other rules of another version, is no reason to fail. */
  private static final String INSERT_MISSING =
      """
      insert into record_term (term, snapshot_id)
      select n.term, n.snapshot_id from (
        select cast(? as varchar(300)) as term, cast(? as varchar(300)) as snapshot_id) n
      where not exists (
        select 1 from record_term r where r.term = n.term and r.snapshot_id = n.snapshot_id)
      """;

  /** Whether content is encrypted may have changed since a word was written. */
  private static final String DELETE =
      "delete from record_term where term in (?, ?) and snapshot_id = ?";

  private record Change(Snapshot snapshot, Set<String> before, Set<String> after) {}

  private final ContentCipher cipher;

  RecordTermTable(ContentCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * @param known the snapshots as they were before, by id
   */
  void write(Connection connection, Collection<Snapshot> snapshots, Map<String, Snapshot> known)
      throws SQLException {
    List<Change> changes =
        snapshots.stream()
            .map(one -> new Change(one, terms(known.get(one.id())), terms(one)))
            .filter(change -> !change.before().equals(change.after()))
            .toList();
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(DELETE);
        PreparedStatement insertNew = connection.prepareStatement(INSERT);
        PreparedStatement insertMissing = connection.prepareStatement(INSERT_MISSING)) {
      for (Change change : changes) {
        Snapshot snapshot = change.snapshot();
        // No snapshot is ever deleted: one that was not there has no words.
        PreparedStatement insert = known.containsKey(snapshot.id()) ? insertMissing : insertNew;
        for (String term : without(change.before(), change.after())) {
          delete(delete, term, snapshot.id());
        }
        for (String term : without(change.after(), change.before())) {
          String stored = cipher.word(snapshot.accountId(), term);
          if (stored != null) {
            insert.setString(1, stored);
            insert.setString(2, snapshot.id());
            insert.addBatch();
          }
        }
      }
      delete.executeBatch();
      insertNew.executeBatch();
      insertMissing.executeBatch();
    }
  }

  /** Takes the words away that a record has lost. */
  void erase(Connection connection, String snapshotId, Set<String> before, Set<String> after)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      for (String term : without(before, after)) {
        delete(delete, term, snapshotId);
      }
      delete.executeBatch();
    }
  }

  private void delete(PreparedStatement delete, String term, String snapshotId)
      throws SQLException {
    delete.setString(1, term);
    delete.setString(2, cipher.hash(term));
    delete.setString(3, snapshotId);
    delete.addBatch();
  }

  private static Set<String> terms(Snapshot snapshot) {
    return snapshot == null ? Set.of() : RecordTerms.of(snapshot.type(), snapshot.record());
  }

  private static List<String> without(Set<String> terms, Set<String> others) {
    return terms.stream().filter(term -> !others.contains(term)).toList();
  }

  /** Hashes some of the words that are still in clear; false if there are no more. */
  boolean hash(Connection connection, int limit) throws SQLException {
    List<String[]> clear =
        Sql.list(
            connection,
            "select term, snapshot_id from record_term where term < ?"
                + " order by term, snapshot_id limit ?",
            row -> new String[] {row.text("term"), row.text("snapshot_id")},
            ContentCipher.MARK,
            limit);
    try (PreparedStatement delete = connection.prepareStatement(DELETE);
        PreparedStatement insert = connection.prepareStatement(INSERT_MISSING)) {
      for (String[] row : clear) {
        delete(delete, row[0], row[1]);
        insert.setString(1, cipher.hash(row[0]));
        insert.setString(2, row[1]);
        insert.addBatch();
      }
      delete.executeBatch();
      insert.executeBatch();
    }
    return !clear.isEmpty();
  }
}

package io.bellhop.event;

import io.bellhop.store.ContentCipher;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The SQL for pending changes of search words. A publishing transaction appends one row for a
 * record whose words have changed: writing each word took a third of the transaction, and none of
 * its decisions depend on the words. Transactions that apply changes lock {@code setting}, so that
 * the changes of one record stay in order.
 */
final class RecordTermQueue {
  private static final String APPEND =
      "insert into record_term_due (id, snapshot_id, lost, gained) values (?, ?, ?, ?)";

  private static final String LOCK =
      "select content from setting where name = 'record_term' for update";

  private static final String LAST = "select coalesce(max(id), 0) as id from record_term_due";

  private static final String ROWS = "select id, snapshot_id, lost, gained from record_term_due ";

  /** A separator that no word contains. */
  private static final String BETWEEN = "\n";

  private record Due(long id, String snapshotId, List<String> lost, List<String> gained) {
    static Due of(SqlRow row) throws SQLException {
      return new Due(
          row.number("id"),
          row.text("snapshot_id"),
          row.text("lost").lines().toList(),
          row.text("gained").lines().toList());
    }
  }

  private final ContentCipher cipher;
  private final RecordTermTable table = new RecordTermTable();

  RecordTermQueue(ContentCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Appends the differences to the previous records. Most changes of a booking concern neither its
   * guest nor its code. The caller holds the log's head.
   *
   * @param known the previous snapshots, by id
   */
  void append(Connection connection, Collection<Snapshot> snapshots, Map<String, Snapshot> known)
      throws SQLException {
    List<Due> all = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      Set<String> before = terms(known.get(snapshot.id()));
      Set<String> after = terms(snapshot);
      if (!before.equals(after)) {
        List<String> lost = stored(without(before, after));
        List<String> gained = stored(snapshot.accountId(), without(after, before));
        all.add(new Due(0, snapshot.id(), lost, gained));
      }
    }
    if (all.isEmpty()) {
      return;
    }
    long id = last(connection);
    try (PreparedStatement s = connection.prepareStatement(APPEND)) {
      for (Due one : all) {
        s.setLong(1, ++id);
        s.setString(2, one.snapshotId());
        s.setString(3, String.join(BETWEEN, one.lost()));
        s.setString(4, String.join(BETWEEN, one.gained()));
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private static Set<String> terms(Snapshot snapshot) {
    return snapshot == null ? Set.of() : RecordTerms.of(snapshot.type(), snapshot.record());
  }

  private static List<String> without(Set<String> terms, Set<String> others) {
    return terms.stream().filter(term -> !others.contains(term)).toList();
  }

  /**
   * The possible stored forms of words; the operator may have enabled or disabled encryption since.
   */
  private List<String> stored(List<String> terms) {
    List<String> stored = new ArrayList<>();
    for (String term : terms) {
      stored.add(cipher.hash(term));
      if (!cipher.encrypts()) {
        stored.add(term);
      }
    }
    return stored;
  }

  private List<String> stored(UUID account, List<String> terms) {
    List<String> stored = new ArrayList<>();
    for (String term : terms) {
      String word = cipher.word(account, term);
      if (word != null) {
        stored.add(word);
      }
    }
    return stored;
  }

  /**
   * Applies the oldest changes.
   *
   * @return the number of changes, at most {@code most}
   */
  int write(Connection connection, int most) throws SQLException {
    if (last(connection) == 0) {
      return 0;
    }
    lock(connection);
    List<Due> due = Sql.list(connection, ROWS + "order by id limit ?", Due::of, most);
    if (!due.isEmpty()) {
      write(connection, due);
      Sql.update(
          connection, "delete from record_term_due where id <= ?", due.get(due.size() - 1).id());
    }
    return due.size();
  }

  /** Removes words that a record has lost, including pending ones. */
  void erase(Connection connection, String snapshotId, Set<String> before, Set<String> after)
      throws SQLException {
    lock(connection);
    List<Due> due =
        new ArrayList<>(
            Sql.list(connection, ROWS + "where snapshot_id = ? order by id", Due::of, snapshotId));
    List<String> lost = new ArrayList<>();
    for (String term : without(before, after)) {
      lost.add(term);
      lost.add(cipher.hash(term));
    }
    due.add(new Due(0, snapshotId, lost, List.of()));
    write(connection, due);
    Sql.update(connection, "delete from record_term_due where snapshot_id = ?", snapshotId);
  }

  private void write(Connection connection, List<Due> changes) throws SQLException {
    // In the order of the index, so that adjacent rows share a page.
    Map<RecordTermTable.Row, Boolean> last =
        new TreeMap<>(
            Comparator.comparing(RecordTermTable.Row::term)
                .thenComparing(RecordTermTable.Row::snapshotId));
    for (Due due : changes) {
      due.lost().forEach(term -> last.put(new RecordTermTable.Row(term, due.snapshotId()), false));
      due.gained().forEach(term -> last.put(new RecordTermTable.Row(term, due.snapshotId()), true));
    }
    table.delete(connection, last.keySet().stream().filter(row -> !last.get(row)).toList());
    table.insert(connection, last.keySet().stream().filter(last::get).toList());
  }

  /** Hashes some of the plain-text words; false if there are no more. */
  boolean hash(Connection connection, int limit) throws SQLException {
    List<RecordTermTable.Row> clear = table.before(connection, ContentCipher.MARK, limit);
    table.delete(connection, clear);
    table.insert(
        connection,
        clear.stream()
            .map(row -> new RecordTermTable.Row(cipher.hash(row.term()), row.snapshotId()))
            .toList());
    return !clear.isEmpty();
  }

  /** Removes all words of an account, including pending ones. */
  static void deleteAccount(Connection connection, UUID account) throws SQLException {
    lock(connection);
    String all = account + "/%";
    Sql.update(connection, "delete from record_term_due where snapshot_id like ?", all);
    Sql.update(connection, "delete from record_term where snapshot_id like ?", all);
  }

  /** The number of the last change; 0 if none is pending. */
  private static long last(Connection connection) throws SQLException {
    return Sql.first(connection, LAST, row -> row.number("id")).orElse(0L);
  }

  private static void lock(Connection connection) throws SQLException {
    Sql.first(connection, LOCK, row -> true);
  }
}

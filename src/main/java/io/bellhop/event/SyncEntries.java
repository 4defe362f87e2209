package io.bellhop.event;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The SQL that finds which entries of providers' lists equal the snapshots. Stateless; runs in the
 * caller's transaction.
 */
public final class SyncEntries {
  /** Sorts after every id, in the order of bytes. */
  private static final String LAST = "\uffff";

  private static final String MISSING =
      """
      select id from snapshot
      where id > ? and id < ? and not deleted and updated_at < ?
        and (last_seen_run is null or last_seen_run <> ?)
      order by id limit ?
      """;

  private static final String ENTRIES =
      "select id, coalesce(entry_hash, '') as hash from snapshot where id = any(?) and not deleted";

  private static final String ANY =
      "select 1 from snapshot where id > ? and id < ? and not deleted limit 1";

  private SyncEntries() {}

  /** The id of a record's snapshot. */
  public static String id(UUID account, String type, String recordId) {
    return Snapshot.id(account, type, recordId);
  }

  /**
   * @return the entry that each snapshot equals, by the snapshot's id; an empty text if that is not
   *     known. A missing snapshot is unknown or a tombstone.
   */
  public static Map<String, String> entries(Connection connection, Collection<String> ids)
      throws SQLException {
    Map<String, String> entries = new HashMap<>();
    Sql.list(
        connection, ENTRIES, row -> entries.put(row.text("id"), row.text("hash")), Sql.texts(ids));
    return entries;
  }

  /** Marks these snapshots as seen in the list by a run. */
  public static void mark(Connection connection, Collection<String> ids, UUID run)
      throws SQLException {
    Sql.update(
        connection, "update snapshot set last_seen_run = ? where id = any(?)", run, Sql.texts(ids));
  }

  /**
   * Records with a snapshot that a complete list should have shown but did not.
   *
   * @param before excludes later snapshots, which may be too new for the list
   * @param after the last id of the former batch; empty for the first batch
   * @return ids of snapshots, in their order
   */
  public static List<String> missing(
      Connection connection,
      UUID account,
      Collection<String> types,
      UUID run,
      Instant before,
      String after,
      int most)
      throws SQLException {
    List<String> missing = new ArrayList<>();
    for (String type : new TreeSet<>(types)) {
      String first = Snapshot.id(account, type, "");
      missing.addAll(
          Sql.list(
              connection,
              MISSING,
              row -> row.text("id"),
              after.compareTo(first) > 0 ? after : first,
              first + LAST,
              before,
              run,
              most - missing.size()));
    }
    return missing;
  }

  /** The record id in the id of a snapshot. */
  public static String recordOf(String snapshotId) {
    return snapshotId.split("/", 3)[2];
  }

  /** Whether any record of these types is known and not deleted. */
  public static boolean any(Connection connection, UUID account, Collection<String> types)
      throws SQLException {
    for (String type : types) {
      String first = Snapshot.id(account, type, "");
      if (Sql.first(connection, ANY, row -> true, first, first + LAST).isPresent()) {
        return true;
      }
    }
    return false;
  }
}

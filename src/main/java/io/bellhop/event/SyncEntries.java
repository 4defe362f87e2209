package io.bellhop.event;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** The entries of providers' lists that snapshots equal. Stateless; in the caller's transaction. */
public final class SyncEntries {
  /** Behind every id, in the order of bytes. */
  private static final String LAST = "\uffff";

  private static final String MISSING =
      """
      select id from snapshot
      where id > ? and id < ? and not deleted and updated_at < ?
        and (last_seen_run is null or last_seen_run <> ?)
      order by id limit ?
      """;

  private SyncEntries() {}

  /** The snapshot of a record. */
  public static String id(UUID account, String type, String recordId) {
    return Snapshot.id(account, type, recordId);
  }

  /**
   * @return the entry that each snapshot is equal to, by the snapshot's id; an empty text where
   *     that is not known. A snapshot that is missing is unknown, or a tombstone.
   */
  public static Map<String, String> entries(Connection connection, Collection<String> ids)
      throws SQLException {
    Map<String, String> entries = new HashMap<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select id, coalesce(entry_hash, '') from snapshot where id = any(?) and not deleted")) {
      s.setArray(1, Database.texts(connection, ids));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          entries.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return entries;
  }

  /** Notes that a run has seen them in the list. */
  public static void mark(Connection connection, Collection<String> ids, UUID run)
      throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("update snapshot set last_seen_run = ? where id = any(?)")) {
      s.setObject(1, run);
      s.setArray(2, Database.texts(connection, ids));
      s.executeUpdate();
    }
  }

  /**
   * Records with a snapshot that a whole list should have shown and has not.
   *
   * @param before what was written later may have come too late for the list
   * @param after the last of the batch before; empty for the first
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
      try (PreparedStatement s = connection.prepareStatement(MISSING)) {
        s.setString(1, after.compareTo(first) > 0 ? after : first);
        s.setString(2, first + LAST);
        s.setObject(3, Database.time(before));
        s.setObject(4, run);
        s.setInt(5, most - missing.size());
        try (ResultSet rows = s.executeQuery()) {
          while (rows.next()) {
            missing.add(rows.getString(1));
          }
        }
      }
    }
    return missing;
  }

  /** The record that a snapshot is of. */
  public static String recordOf(String snapshotId) {
    return snapshotId.split("/", 3)[2];
  }

  /** Whether anything of these types is known to be alive. */
  public static boolean any(Connection connection, UUID account, Collection<String> types)
      throws SQLException {
    for (String type : types) {
      String first = Snapshot.id(account, type, "");
      try (PreparedStatement s =
          connection.prepareStatement(
              "select 1 from snapshot where id > ? and id < ? and not deleted limit 1")) {
        s.setString(1, first);
        s.setString(2, first + LAST);
        try (ResultSet rows = s.executeQuery()) {
          if (rows.next()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}

package io.bellhop.event;

import io.bellhop.event.CalendarConflicts.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The snapshots of one transaction: as they were read, and as they will be written. */
final class BatchSnapshots {
  private final SnapshotTable table;
  private final Map<String, Snapshot> known;
  private final Map<String, Snapshot> written = new LinkedHashMap<>();
  private final Map<String, EventDraft> causes = new HashMap<>();

  BatchSnapshots(SnapshotTable table, Connection connection, Collection<String> ids)
      throws SQLException {
    this.table = table;
    this.known = table.read(connection, ids);
  }

  /** As it stands now; null if there is none. */
  Snapshot get(String id) {
    Snapshot latest = written.get(id);
    return latest != null ? latest : known.get(id);
  }

  void put(Snapshot snapshot, EventDraft cause) {
    written.put(snapshot.id(), snapshot);
    causes.put(snapshot.id(), cause);
  }

  void write(Connection connection, Instant now) throws SQLException {
    table.write(connection, written.values(), known, now);
  }

  /**
   * Writes which nights are taken now.
   *
   * @param findsConflicts whether double bookings are looked for
   * @return the double bookings that begin, change or end with it
   */
  List<Change> writeNights(Connection connection, boolean findsConflicts, Instant now)
      throws SQLException {
    return CalendarConflicts.write(connection, written.values(), known, findsConflicts, now);
  }

  /**
   * Appends an event for each.
   *
   * @return the drafts that made one
   */
  List<EventDraft> appendConflicts(
      Connection connection, EventAppender events, List<Change> conflicts) throws SQLException {
    List<EventDraft> made = new ArrayList<>();
    for (Change change : conflicts) {
      List<Snapshot> stays = new ArrayList<>();
      for (String id : List.of(change.first(), change.second())) {
        Snapshot stay = written.get(id);
        stays.add(stay == null ? table.read(connection, List.of(id)).get(id) : stay);
      }
      if (stays.contains(null)) {
        // Rows without a record cannot be, but would keep this one from being published for ever.
        continue;
      }
      Snapshot changed = written.get(change.first());
      EventDraft cause = causes.get(changed == null ? change.second() : change.first());
      events.append(cause, ConflictRecord.EVENT, ConflictRecord.of(change, stays));
      made.add(cause);
    }
    return made;
  }
}

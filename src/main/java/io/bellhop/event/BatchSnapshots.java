package io.bellhop.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.CalendarConflicts.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The snapshots of one transaction, as they were read and as they will be written. */
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

  /** The current snapshot; null if there is none. */
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
   * Writes the nights that are taken now.
   *
   * @param findsConflicts whether to look for double bookings
   * @return the double bookings that begin, change or end
   */
  List<Change> writeNights(Connection connection, boolean findsConflicts, Instant now)
      throws SQLException {
    return CalendarConflicts.write(connection, this, findsConflicts, now);
  }

  Collection<Snapshot> written() {
    return written.values();
  }

  /** The snapshot before the transaction; null if there was none. */
  Snapshot former(String id) {
    return known.get(id);
  }

  /** The current snapshots with these ids; ids without a snapshot are not in the result. */
  Collection<Snapshot> current(Connection connection, Collection<String> ids) throws SQLException {
    Map<String, Snapshot> current =
        table.read(connection, ids.stream().filter(id -> get(id) == null).toList());
    ids.stream().map(this::get).filter(Objects::nonNull).forEach(s -> current.put(s.id(), s));
    return current.values();
  }

  /**
   * Appends an event for each double booking.
   *
   * @return the drafts that caused one
   */
  List<EventDraft> appendConflicts(
      Connection connection, EventAppender events, List<Change> conflicts) throws SQLException {
    List<EventDraft> made = new ArrayList<>();
    for (Change change : conflicts) {
      Optional<ObjectNode> record = conflict(connection, change);
      if (record.isPresent()) {
        EventDraft cause = causes.get(change.cause());
        events.append(cause, ConflictRecord.EVENT, record.get());
        made.add(cause);
      }
    }
    return made;
  }

  /** The record of an event about a double booking. */
  Optional<ObjectNode> conflict(Connection connection, Change change) throws SQLException {
    List<String> ids = List.of(change.pair().first(), change.pair().second());
    List<Snapshot> stays =
        current(connection, ids).stream().sorted(Comparator.comparing(Snapshot::id)).toList();
    return stays.size() == ids.size()
        ? Optional.of(ConflictRecord.of(change, stays))
        // Rows without a record cannot exist; if they did, they must not block publishing.
        : Optional.empty();
  }
}

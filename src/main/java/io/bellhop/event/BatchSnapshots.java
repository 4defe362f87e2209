package io.bellhop.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The snapshots of one transaction: as they were read, and as they will be written. */
final class BatchSnapshots {
  private final SnapshotTable table;
  private final Map<String, Snapshot> known;
  private final Map<String, Snapshot> written = new LinkedHashMap<>();

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

  void put(Snapshot snapshot) {
    written.put(snapshot.id(), snapshot);
  }

  void write(Connection connection, Instant now) throws SQLException {
    table.write(connection, written.values(), known, now);
  }
}

package io.bellhop.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.inbox.SyncOrigin;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import io.bellhop.time.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The SQL for the snapshots. */
final class SnapshotTable {
  private static final String READ =
      """
      select account_id, record_type, record_id, version, deleted, record, updated_at,
        version_clock, as_of, read_at
      from snapshot where id = any(?)
      """;

  private static final String INSERT =
      """
      insert into snapshot (property_id, version, version_clock, as_of, deleted, record, updated_at,
        entry_hash, last_seen_run, arrival_date, departure_date, read_at, account_id, record_type,
        record_id, created_at, id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      update snapshot set property_id = coalesce(?, property_id), version = ?,
        version_clock = ?, as_of = ?, deleted = ?, record = ?, updated_at = ?, entry_hash = ?,
        last_seen_run = coalesce(?, last_seen_run), arrival_date = ?, departure_date = ?,
        read_at = ?
      where id = ?
      """;

  private final ObjectMapper mapper;
  private final RecordTermQueue terms;
  private final ContentCipher cipher;

  SnapshotTable(ObjectMapper mapper, ContentCipher cipher) {
    this.mapper = mapper;
    this.cipher = cipher;
    this.terms = new RecordTermQueue(cipher);
  }

  Map<String, Snapshot> read(Connection connection, Collection<String> ids) throws SQLException {
    Map<String, Snapshot> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    try (PreparedStatement s = connection.prepareStatement(READ)) {
      s.setArray(1, Database.texts(connection, ids));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          Snapshot snapshot =
              new Snapshot(
                  rows.getObject(1, UUID.class),
                  rows.getString(2),
                  rows.getString(3),
                  new Snapshot.Stamp(
                      Database.instant(rows.getObject(4, OffsetDateTime.class)),
                      rows.getString(8) == null ? Version.CHANGED : rows.getString(8),
                      Database.instant(rows.getObject(9, OffsetDateTime.class)),
                      Database.instant(rows.getObject(10, OffsetDateTime.class)),
                      Database.instant(rows.getObject(7, OffsetDateTime.class))),
                  rows.getBoolean(5),
                  record(rows),
                  null);
          found.put(snapshot.id(), snapshot);
        }
      }
    } catch (JsonProcessingException e) {
      throw new SQLException("a snapshot is not JSON", e);
    }
    return found;
  }

  private JsonNode record(ResultSet rows) throws SQLException, JsonProcessingException {
    String id = Snapshot.id(rows.getObject(1, UUID.class), rows.getString(2), rows.getString(3));
    return mapper.readTree(StoredContent.openRecord(cipher, id, rows.getString(6)));
  }

  /**
   * @param known the previous snapshots that have a row, by id
   */
  void write(
      Connection connection,
      Collection<Snapshot> snapshots,
      Map<String, Snapshot> known,
      Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      for (Snapshot snapshot : snapshots) {
        boolean isThere = known.containsKey(snapshot.id());
        PreparedStatement s = isThere ? update : insert;
        s.setString(1, snapshot.propertyId());
        s.setObject(2, Database.time(snapshot.version()));
        s.setString(3, snapshot.clock());
        s.setObject(4, Database.time(snapshot.asOf()));
        s.setBoolean(5, snapshot.deleted());
        String record = mapper.writeValueAsString(snapshot.record());
        s.setString(
            6, StoredContent.sealRecord(cipher, snapshot.accountId(), snapshot.id(), record));
        s.setObject(7, Database.time(now));
        SyncOrigin entry = snapshot.entry();
        s.setString(8, entry == null ? null : entry.entryHash());
        s.setObject(9, entry == null ? null : entry.run(), java.sql.Types.OTHER);
        s.setObject(10, date(snapshot, "arrivalDate"), java.sql.Types.DATE);
        s.setObject(11, date(snapshot, "departureDate"), java.sql.Types.DATE);
        s.setObject(12, Database.time(snapshot.readAt()));
        if (isThere) {
          s.setString(13, snapshot.id());
        } else {
          s.setObject(13, snapshot.accountId());
          s.setString(14, snapshot.type());
          s.setString(15, snapshot.recordId());
          s.setObject(16, Database.time(now));
          s.setString(17, snapshot.id());
        }
        s.addBatch();
      }
      insert.executeBatch();
      update.executeBatch();
    } catch (JsonProcessingException e) {
      throw new SQLException("Bellhop cannot write a record as JSON: " + e.getOriginalMessage(), e);
    }
    terms.append(connection, snapshots, known);
  }

  private static LocalDate date(Snapshot snapshot, String field) {
    return Stay.day(snapshot.record().path(field).asText(""));
  }
}

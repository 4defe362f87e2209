package io.bellhop.access;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.store.Database;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Records who changed what, when, and from where. Bellhop writes a record before the change and
 * completes it after it: so even after a crash, every change on disk has its record. Thread-safe.
 */
public final class AuditLog {
  public static final ExpiredRows OLD =
      ExpiredRows.byId(
          "audit",
          "delete from audit where id in (select id from audit where id < ? order by id limit ?)");

  private final Database database;
  private final Clock clock;

  /** Ids are ordered by time, like the list. */
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  public AuditLog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Records that a change begins. The record is on disk before the change, which Bellhop writes
   * later to the same database.
   */
  public UUID begin(AuditRecord record) throws SQLException {
    UUID id = ids.generate();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", id);
    columns.put("at", clock.instant());
    columns.put("key_id", record.caller().keyId());
    columns.put("key_name", record.caller().name());
    columns.put("workspace_id", record.caller().workspace());
    columns.put("address", record.address());
    columns.put("action", record.action());
    columns.put("object_id", record.objectId());
    columns.put("fields", record.fields());
    columns.put("outcome", "begun");
    database.transact(connection -> Sql.insertRow(connection, "audit", columns));
    return id;
  }

  /**
   * Records that the change succeeded.
   *
   * @param objectId the changed object; null if it is already known, or if there were many
   * @param workspace the workspace of the changed object; null if unknown
   */
  public void done(UUID id, String objectId, String workspace) throws SQLException {
    database.transact(
        connection ->
            Sql.update(
                connection,
                """
                update audit set outcome = 'done', object_id = coalesce(?, object_id),
                  workspace_id = coalesce(workspace_id, ?) where id = ?\
                """,
                objectId,
                workspace,
                id));
  }

  /** Deletes the record of a request that Bellhop rejected and that changed nothing. */
  public void refused(UUID id) throws SQLException {
    database.transact(connection -> Sql.update(connection, "delete from audit where id = ?", id));
  }
}

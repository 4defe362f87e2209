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
 * Who changed what, when, and from where. A record is written before the change and completed after
 * it: even after a crash no change is on disk without its record. Thread-safe.
 */
public final class AuditLog {
  public static final ExpiredRows OLD =
      ExpiredRows.byId(
          "audit",
          "delete from audit where id in (select id from audit where id < ? order by id limit ?)");

  private final Database database;
  private final Clock clock;

  /** Ordered by time, as the list is. */
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  public AuditLog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Notes that a change begins. It is on disk no later than the change, which the same database
   * writes after it.
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
   * Notes that the change was made.
   *
   * @param objectId what was changed; null if that is known already, or if there were many
   * @param workspace of what was changed; null if it is not known
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

  /** Takes a record back: nothing was changed, because the request was refused. */
  public void refused(UUID id) throws SQLException {
    database.transact(connection -> Sql.update(connection, "delete from audit where id = ?", id));
  }
}

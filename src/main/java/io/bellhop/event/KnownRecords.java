package io.bellhop.event;

import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.SQLException;
import java.util.UUID;

/** Knows which records have a snapshot. Thread-safe. */
public final class KnownRecords {
  private final Database database;

  public KnownRecords(Database database) {
    this.database = database;
  }

  /**
   * @return false too if the database does not answer
   */
  public boolean knows(UUID account, String type, String recordId) {
    try {
      String id = Snapshot.id(account, type, recordId);
      return database.transact(
          connection ->
              Sql.first(connection, "select 1 from snapshot where id = ?", row -> true, id)
                  .isPresent());
    } catch (SQLException e) {
      return false;
    }
  }
}

package io.bellhop.event;

import io.bellhop.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
      return database.transact(
          connection -> {
            try (PreparedStatement s =
                connection.prepareStatement("select 1 from snapshot where id = ?")) {
              s.setString(1, Snapshot.id(account, type, recordId));
              try (ResultSet rows = s.executeQuery()) {
                return rows.next();
              }
            }
          });
    } catch (SQLException e) {
      return false;
    }
  }
}

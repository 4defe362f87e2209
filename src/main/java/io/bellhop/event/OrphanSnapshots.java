package io.bellhop.event;

import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes the records of deleted accounts. The deletion of an account leaves them, because locking
 * many records at once would delay publishing.
 */
public final class OrphanSnapshots {
  public static final ExpiredRows SNAPSHOTS =
      ExpiredRows.of("records of deleted accounts", (connection, before) -> delete(connection));

  private static final String NEXT =
      "select account_id from snapshot where id > ? order by id limit 1";

  private static final String DELETE =
      """
      delete from snapshot where id in (
        select id from snapshot where id > ? and id < ? order by id limit ?)
      """;

  private OrphanSnapshots() {}

  /** Uses the index of ids, which start with the account's id: one look-up for each account. */
  private static int delete(Connection connection) throws SQLException {
    int deleted = 0;
    String after = "";
    while (deleted < ExpiredRows.PORTION) {
      Optional<UUID> account = Sql.first(connection, NEXT, row -> row.id("account_id"), after);
      if (account.isEmpty()) {
        return deleted;
      }
      String end = account.get() + "0"; // the character after a slash
      if (!isThere(connection, account.get())) {
        deleted +=
            Sql.update(connection, DELETE, account.get() + "/", end, ExpiredRows.PORTION - deleted);
      }
      after = end;
    }
    return deleted;
  }

  private static boolean isThere(Connection connection, UUID account) throws SQLException {
    return Sql.first(
            connection, "select 1 from integration_account where id = ?", row -> true, account)
        .isPresent();
  }
}

package io.bellhop.ingest;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The SQL for refusals. Every method runs in the transaction of the given connection. */
final class RefusalTable {
  private static final String WRITE =
      """
      update account_refusal set reason = ?, refused_at = ? where account_id = ?
      """;

  /** Stores nothing for an account that was deleted meanwhile. */
  private static final String ADD =
      """
      insert into account_refusal (reason, refused_at, account_id)
      select cast(? as varchar(500)), cast(? as timestamp with time zone), a.id
      from integration_account a where a.id = ?
        and not exists (select 1 from account_refusal r where r.account_id = a.id)
      """;

  private static final String READ =
      "select account_id, reason, refused_at from account_refusal where account_id = any(?)";

  private RefusalTable() {}

  static void write(Connection connection, UUID account, LastRefusal last) throws SQLException {
    if (Sql.update(connection, WRITE, last.reason(), last.at(), account) == 0) {
      Sql.update(connection, ADD, last.reason(), last.at(), account);
    }
  }

  static Map<UUID, LastRefusal> read(Connection connection, Collection<UUID> accounts)
      throws SQLException {
    Map<UUID, LastRefusal> found = new HashMap<>();
    Sql.forEach(
        connection,
        READ,
        row ->
            found.put(
                row.id("account_id"), new LastRefusal(row.text("reason"), row.time("refused_at"))),
        Sql.ids(accounts));
    return found;
  }
}

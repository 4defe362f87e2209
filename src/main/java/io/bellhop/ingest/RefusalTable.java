package io.bellhop.ingest;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The SQL of refusals. Every method runs in the transaction of the connection that it is given. */
final class RefusalTable {
  private static final String WRITE =
      """
      update account_refusal set reason = ?, refused_at = ? where account_id = ?
      """;

  /** There is nothing to keep of an account that was deleted meanwhile. */
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
    if (execute(connection, WRITE, account, last) == 0) {
      execute(connection, ADD, account, last);
    }
  }

  private static int execute(Connection connection, String sql, UUID account, LastRefusal last)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setString(1, last.reason());
      s.setObject(2, Database.time(last.at()));
      s.setObject(3, account);
      return s.executeUpdate();
    }
  }

  static Map<UUID, LastRefusal> read(Connection connection, Collection<UUID> accounts)
      throws SQLException {
    Map<UUID, LastRefusal> found = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(READ)) {
      s.setArray(1, connection.createArrayOf("uuid", accounts.toArray()));
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          Instant at = Database.instant(rows.getObject(3, OffsetDateTime.class));
          found.put(rows.getObject(1, UUID.class), new LastRefusal(rows.getString(2), at));
        }
      }
    }
    return found;
  }
}

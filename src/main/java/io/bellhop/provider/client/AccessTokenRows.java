package io.bellhop.provider.client;

import io.bellhop.account.AccountRows;
import io.bellhop.account.SealedColumns;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Deletes the access tokens of accounts together with the account or its credentials. */
public final class AccessTokenRows implements AccountRows {
  public static final SealedColumns SEALED =
      SealedColumns.of("access_token", "account_id", "token", "refresh_token", "refresh_origin");

  @Override
  public void delete(Connection connection, UUID account) throws SQLException {
    Sql.update(connection, "delete from access_token where account_id = ?", account);
  }

  /**
   * The old token belongs to the old credentials. A refresh token that replaced the account's own
   * stays, because the account's own may already be invalid.
   */
  @Override
  public void forgetCredentials(Connection connection, UUID account) throws SQLException {
    Sql.update(
        connection,
        "update access_token set token = null, expires_at = null, not_before = null,"
            + " issued_at = null, unproven = 0 where account_id = ?",
        account);
  }
}

package io.bellhop.account;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Implemented by a package that keeps rows of accounts in its own table. {@link Accounts} calls it
 * in the transaction that changes an account, so that no row outlives its account.
 */
@FunctionalInterface
public interface AccountRows {
  /** Deletes the rows of an account that is being deleted. */
  void delete(Connection connection, UUID account) throws SQLException;

  /** Adds the rows of a new account. */
  default void created(Connection connection, UUID account) throws SQLException {}

  /** Handles a table whose column {@code account_id} names the account. */
  static AccountRows of(String table) {
    String delete = "delete from " + table + " where account_id = ?";
    return (connection, account) -> Sql.update(connection, delete, account);
  }

  /** Deletes rows that come from credentials that the account no longer has. */
  default void forgetCredentials(Connection connection, UUID account) throws SQLException {}

  /** Handles a move of the account to another workspace, before its row changes. */
  default void leavesWorkspace(Connection connection, UUID account) throws SQLException {}
}

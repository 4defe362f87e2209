package io.bellhop.account;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A package that keeps rows of accounts in a table of its own. {@link Accounts} asks it in the
 * transaction in which an account changes, so that no row outlives what it is about.
 */
@FunctionalInterface
public interface AccountRows {
  /** Deletes the rows of an account that is being deleted. */
  void delete(Connection connection, UUID account) throws SQLException;

  /** Adds what a new account needs. */
  default void created(Connection connection, UUID account) throws SQLException {}

  /** The rows of a table whose column {@code account_id} says whose they are. */
  static AccountRows of(String table) {
    String delete = "delete from " + table + " where account_id = ?";
    return (connection, account) -> Sql.update(connection, delete, account);
  }

  /** Forgets what was made with credentials that an account does not have any more. */
  default void forgetCredentials(Connection connection, UUID account) throws SQLException {}

  /** Notes that an account leaves its workspace, where its rows are as yet. */
  default void leavesWorkspace(Connection connection, UUID account) throws SQLException {}
}

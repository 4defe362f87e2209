package io.bellhop.life;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the tables of a hub have still to do. The API could say it too, but would look through all
 * deliveries of all lives each time that one of them asks. Thread-safe.
 */
final class Backlog implements AutoCloseable {
  private static final String ANY =
      "select 1 from inbox_pending where order_key > ? and order_key < ? limit 1";

  private final Connection connection;

  Backlog(String url) throws SQLException {
    connection = DriverManager.getConnection(url, url.contains("postgresql") ? "postgres" : "", "");
  }

  synchronized boolean isEmpty(String account) {
    try (PreparedStatement s = connection.prepareStatement(ANY)) {
      s.setString(1, account);
      s.setString(2, account + "\uffff");
      try (ResultSet rows = s.executeQuery()) {
        return !rows.next();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}

package io.bellhop.store;

import io.bellhop.config.ConfigException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The mark that {@code bellhop migrate} leaves in both databases until it has copied everything: a
 * table, which contains the progress of the copy in PostgreSQL, and the id of the copy on H2.
 */
public final class MigrationMarker {
  public static final String TABLE = "bellhop_move";

  private MigrationMarker() {}

  /**
   * Checks a database before a hub works on it. A hub that works on H2 changes copied rows, so an
   * interrupted copy must restart.
   *
   * @throws ConfigException if the database contains only a part of a hub
   */
  static void refuse(Connection connection, Dialect dialect) throws SQLException {
    if (!isThere(connection)) {
      return;
    }
    if (dialect.isForManyNodes()) {
      throw new ConfigException(
          "bellhop.db.url: bellhop migrate did not finish on this database, so it holds"
              + " only a part of the hub: run the same bellhop migrate again, which continues"
              + " where it stopped");
    }
    end(connection);
  }

  public static boolean isThere(Connection connection) throws SQLException {
    String name = connection.getMetaData().storesUpperCaseIdentifiers() ? "BELLHOP_MOVE" : TABLE;
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
      return found.next();
    }
  }

  public static void end(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table " + TABLE);
    }
  }
}

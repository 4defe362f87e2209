package io.bellhop.store;

import io.bellhop.config.ConfigException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The running version of H2, which depends on the class path of the host. */
final class H2Version {
  /**
   * 2.5.252 writes the header of its file before it records the last written part. After a kill it
   * may then start from an older part, without later confirmed commits. 2.4.240 uses the right
   * order. H2StoreTest reproduces the case.
   */
  private static final Set<String> LOSING = Set.of("2.5.252");

  private static final String QUESTION = "select database_path(), h2version()";

  private H2Version() {}

  /**
   * @throws ConfigException if this version may lose confirmed commits after a kill; a database in
   *     memory is lost anyway
   */
  static void requireSound(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      row.next();
      requireSound(row.getString(1), row.getString(2));
    }
  }

  /**
   * @param path the path of the file; null if there is none
   */
  static void requireSound(String path, String version) {
    if (path != null && LOSING.contains(version)) {
      throw new ConfigException(
          "the database file "
              + path
              + ": H2 "
              + version
              + " on the class path can lose confirmed rows after a crash, so Bellhop does"
              + " not use it. Put H2 2.4.240 there, which reads the same file, or use"
              + " PostgreSQL.");
    }
  }
}

package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes PostgreSQL compress large values with LZ4, because its default, pglz, takes most of the
 * time of storing a body. Stored values stay unchanged, and PostgreSQL can read both.
 */
final class PostgresCompression {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCompression.class);

  private record Column(String table, String name) {}

  /** The columns whose values are usually large enough for compression. */
  private static final List<Column> LARGE =
      List.of(
          new Column("inbox_content", "body"),
          new Column("inbox_content", "headers"),
          new Column("inbox_journal", "messages"),
          new Column("snapshot", "record"),
          new Column("event", "envelope"));

  /** PostgreSQL before 14 has no choice, and a server may have been built without LZ4. */
  private static final String HAS_LZ4 =
      "select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)";

  private static final String IS_OTHER =
      """
      select 1 from pg_attribute
      where attrelid = to_regclass(?) and attname = ? and attcompression <> 'l'
      """;

  private PostgresCompression() {}

  /**
   * Changes the columns that still use another method. A failure, for example for lack of
   * privileges, only costs time and is no error.
   *
   * @param connection a connection with auto-commit
   */
  static void useLz4(Connection connection) {
    try {
      if (Sql.first(connection, HAS_LZ4, row -> true).isEmpty()) {
        return;
      }
      for (Column column : LARGE) {
        if (Sql.first(connection, IS_OTHER, row -> true, column.table(), column.name())
            .isPresent()) {
          change(connection, column);
        }
      }
    } catch (SQLException e) {
      LOG.debug("PostgreSQL does not compress bodies by LZ4: {}", DatabaseErrors.describe(e));
    }
  }

  /**
   * The change briefly locks the whole table, and a start should not wait for a long query of
   * another program.
   */
  private static void change(Connection connection, Column column) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '2s'");
      try {
        statement.execute(
            "alter table " + column.table() + " alter " + column.name() + " set compression lz4");
      } finally {
        statement.execute("reset lock_timeout");
      }
    }
  }
}

package io.bellhop.tool.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.UUID;

/** Copies one table, a batch at a time. */
final class TableCopy {
  private static final int ROWS = 1_000;

  /** A body has up to a megabyte: a thousand of them would not fit into the memory. */
  private static final long BYTES = 4L * 1024 * 1024;

  private final Connection from;
  private final Connection to;

  TableCopy(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /**
   * @return how many rows there are
   */
  long copy(String table, Collection<String> columns) throws SQLException {
    String names = String.join(", ", columns);
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    long rows = 0;
    long bytes = 0;
    try (Statement select = from.createStatement();
        ResultSet row = select.executeQuery("select " + names + " from " + table);
        PreparedStatement insert =
            to.prepareStatement(
                "insert into " + table + " (" + names + ") values (" + marks + ")")) {
      while (row.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          Object value = value(row, i);
          insert.setObject(i, value);
          bytes += size(value);
        }
        insert.addBatch();
        rows++;
        if (rows % ROWS == 0 || bytes > BYTES) {
          insert.executeBatch();
          bytes = 0;
        }
      }
      insert.executeBatch();
    }
    return rows;
  }

  /** In a type that both drivers know. */
  private static Object value(ResultSet row, int column) throws SQLException {
    return switch (row.getMetaData().getColumnType(column)) {
      case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(column, OffsetDateTime.class);
      case Types.DATE -> row.getObject(column, LocalDate.class);
      case Types.VARCHAR, Types.CLOB -> row.getString(column);
      case Types.VARBINARY, Types.BLOB -> row.getBytes(column);
      default -> {
        Object value = row.getObject(column);
        yield value instanceof byte[] id && id.length == 16
            ? row.getObject(column, UUID.class)
            : value;
      }
    };
  }

  private static int size(Object value) {
    return value instanceof String text ? text.length() : value instanceof byte[] b ? b.length : 8;
  }
}

package io.bellhop.tool.migrate;

import io.bellhop.tool.migrate.CopyProgress.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.UUID;

/** Copies one table, starting where an earlier run stopped: each batch is a transaction. */
final class TableCopy {
  private static final int ROWS = 1_000;

  /** A body has up to a megabyte: a thousand of them would not fit into memory. */
  private static final long BYTES = 4L * 1024 * 1024;

  private final Connection from;
  private final Connection to;
  private final CopyProgress progress;

  TableCopy(Connection from, Connection to, CopyProgress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /**
   * @return how many rows are copied, including those of earlier runs
   */
  long copy(String table, Collection<String> columns) throws SQLException {
    String names = String.join(", ", columns);
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    Part done = progress.part(table);
    // H2 numbers its rows: not in the order of a table's key, but in a stable one.
    try (PreparedStatement select =
            from.prepareStatement(
                "select "
                    + names
                    + ", _rowid_ from "
                    + table
                    + " where _rowid_ > ? order by _rowid_");
        PreparedStatement insert =
            to.prepareStatement(
                "insert into " + table + " (" + names + ") values (" + marks + ")")) {
      select.setLong(1, done.lastRow());
      try (ResultSet row = select.executeQuery()) {
        long bytes = 0;
        Part now = done;
        while (row.next()) {
          bytes += add(row, columns.size(), insert);
          now = new Part(row.getLong(columns.size() + 1), now.rows() + 1);
          if (now.rows() - done.rows() >= ROWS || bytes > BYTES) {
            done = commit(table, insert, now);
            bytes = 0;
          }
        }
        return commit(table, insert, now).rows();
      }
    }
  }

  private static long add(ResultSet row, int columns, PreparedStatement insert)
      throws SQLException {
    long bytes = 0;
    for (int i = 1; i <= columns; i++) {
      Object value = value(row, i);
      insert.setObject(i, value);
      bytes += size(value);
    }
    insert.addBatch();
    return bytes;
  }

  private Part commit(String table, PreparedStatement insert, Part now) throws SQLException {
    insert.executeBatch();
    progress.set(table, now);
    to.commit();
    return now;
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

package io.bellhop.tool.migrate;

import io.bellhop.account.SealedColumns;
import io.bellhop.account.SecretBox;
import io.bellhop.runtime.RowOwners;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Rows in every table and every column, whatever tables there are. */
record FilledTables(Connection connection, SecretBox secrets) {
  /** Two rows a table: one with a value in each column, one with as many nulls as it may have. */
  void fill(Map<String, ? extends Collection<String>> tables) throws SQLException {
    for (var table : tables.entrySet()) {
      insert(table.getKey(), List.copyOf(table.getValue()), false, 900);
      insert(table.getKey(), List.copyOf(table.getValue()), true, 901);
    }
  }

  private void insert(String table, List<String> columns, boolean nulls, int number)
      throws SQLException {
    UUID id = new UUID(0, number);
    String names = String.join(", ", columns);
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    try (Statement select = connection.createStatement();
        ResultSet none =
            select.executeQuery("select " + names + " from " + table + " where false");
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into " + table + " (" + names + ") values (" + marks + ")")) {
      ResultSetMetaData types = none.getMetaData();
      for (int i = 1; i <= columns.size(); i++) {
        boolean isNull = nulls && types.isNullable(i) == ResultSetMetaData.columnNullable;
        insert.setObject(i, isNull ? null : value(types, i, number, id, table));
      }
      insert.execute();
    }
  }

  private Object value(ResultSetMetaData types, int i, int number, UUID id, String table)
      throws SQLException {
    String column = types.getColumnName(i).toLowerCase();
    for (SealedColumns secret : RowOwners.sealed()) {
      if (secret.table().equals(table) && secret.columns().contains(column)) {
        return secrets.seal("a secret", secret.place(column, id));
      }
    }
    return switch (types.getColumnType(i)) {
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          Instant.parse("2026-11-27T18:00:00.123456Z").atOffset(ZoneOffset.UTC);
      case Types.DATE -> LocalDate.of(2026, 11, 27);
      case Types.VARBINARY -> new byte[] {0, -1, 10};
      case Types.BOOLEAN -> true;
      case Types.INTEGER, Types.BIGINT -> number;
      case Types.VARCHAR -> ("ö" + number);
      default -> id;
    };
  }

  /** All rows of a table, as texts that do not depend on the database. */
  static Collection<String> rows(Connection connection, String table, Collection<String> columns)
      throws SQLException {
    Collection<String> rows = new TreeSet<>();
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery("select " + String.join(", ", columns) + " from " + table)) {
      while (row.next()) {
        Map<String, String> values = new TreeMap<>();
        for (String column : columns) {
          Object value = row.getObject(column);
          values.put(
              column,
              value instanceof byte[] bytes
                  ? List.of(bytes.length, bytes[0], bytes[1]).toString()
                  : value instanceof OffsetDateTime || value instanceof java.sql.Timestamp
                      ? row.getObject(column, OffsetDateTime.class).toInstant().toString()
                      : String.valueOf(value));
        }
        rows.add(values.toString());
      }
    }
    return rows;
  }
}

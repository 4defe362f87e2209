package io.bellhop.tool.migrate;

import io.bellhop.store.MigrationMarker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of a schema and their columns, as the database itself lists them. */
final class SchemaTables {
  /** Flyway's history of the schema: each database has its own. */
  private static final String HISTORY = "bellhop_schema";

  private SchemaTables() {}

  /**
   * The columns of each table that both databases have. A table that only one has is not Bellhop's:
   * the same migrations have made all of Bellhop's in both.
   */
  static SortedMap<String, SortedSet<String>> inBoth(Connection from, Connection to)
      throws SQLException {
    SortedMap<String, SortedSet<String>> tables = of(from);
    tables.keySet().retainAll(of(to).keySet());
    return tables;
  }

  private static SortedMap<String, SortedSet<String>> of(Connection connection)
      throws SQLException {
    SortedMap<String, SortedSet<String>> tables = new TreeMap<>();
    try (ResultSet columns =
        connection
            .getMetaData()
            .getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
      while (columns.next()) {
        String table = columns.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        String column = columns.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
        tables.computeIfAbsent(table, name -> new TreeSet<>()).add(column);
      }
    }
    // A view or an index has columns too.
    SortedSet<String> real = new TreeSet<>();
    for (String type : List.of("TABLE", "BASE TABLE")) {
      try (ResultSet rows =
          connection
              .getMetaData()
              .getTables(
                  connection.getCatalog(), connection.getSchema(), "%", new String[] {type})) {
        while (rows.next()) {
          real.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
        }
      }
    }
    tables.keySet().retainAll(real);
    tables.remove(HISTORY);
    tables.remove(MigrationMarker.TABLE);
    return tables;
  }
}

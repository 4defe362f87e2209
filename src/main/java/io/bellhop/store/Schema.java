package io.bellhop.store;

import io.bellhop.config.ConfigException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Creates or updates Bellhop's tables in a database; the tables of other programs stay unchanged.
 */
final class Schema {
  private static final Pattern TABLE = Pattern.compile("(?m)^create table (\\w+)");

  private Schema() {}

  /**
   * @throws ConfigException if other programs' tables have the names that Bellhop uses
   */
  static void bring(DataSource source, Connection connection, Dialect dialect) throws SQLException {
    Set<String> there = tables(connection);
    if (!there.contains(SchemaHistory.TABLE)) {
      refuseTablesOfOthers(there);
    } else if (SchemaHistory.isCurrent(connection)) {
      return;
    }
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:" + SchemaHistory.FOLDER)
        .placeholders(dialect.types())
        .table(SchemaHistory.TABLE)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  /** On H2 a failed migration is not rolled back, so it must not begin. */
  private static void refuseTablesOfOthers(Set<String> there) {
    there.retainAll(ours());
    if (!there.isEmpty()) {
      throw new ConfigException(
          "the database has other programs' tables with the names that Bellhop uses: "
              + String.join(", ", there)
              + ". Give Bellhop a schema of its own in it, by the DataSource's URL (PostgreSQL:"
              + " ?currentSchema=bellhop, H2: ;SCHEMA=BELLHOP), or another database.");
    }
  }

  private static Set<String> tables(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet rows =
        connection
            .getMetaData()
            .getTables(connection.getCatalog(), connection.getSchema(), "%", null)) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static Set<String> ours() {
    return SchemaHistory.MIGRATIONS.stream()
        .flatMap(file -> TABLE.matcher(SchemaHistory.text(file)).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}

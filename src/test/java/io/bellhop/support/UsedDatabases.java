package io.bellhop.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Databases of a PostgreSQL that a test class has left behind: to empty one costs a part of what it
 * costs to make one, which has hundreds of files. One whose tables are no longer those of the
 * template, or that is still open, is not used again. Thread-safe.
 */
final class UsedDatabases {
  /** Opens a database of the server by its name. */
  @FunctionalInterface
  interface Opener {
    Connection open(String database) throws SQLException;
  }

  private static final String TABLES =
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
          + " and relname <> 'bellhop_schema' order by relname";

  /** What tests may not have changed: columns, indexes, rules, the list of migrations, settings. */
  private static final String SHAPE =
      "select string_agg(part, ',' order by part) from ("
          + "select attrelid::regclass || '.' || attname || ' ' || atttypid || attnotnull as part"
          + " from pg_attribute where attrelid >= 16384 and attnum > 0"
          + " union all select indexdef from pg_indexes where schemaname = 'public'"
          + " union all select pg_get_constraintdef(oid) from pg_constraint"
          + " union all select tgname from pg_trigger where not tgisinternal"
          + " union all select proname from pg_proc where oid >= 16384"
          + " union all select version || ' ' || checksum || success from bellhop_schema"
          + " union all select setconfig::text from pg_db_role_setting where setdatabase ="
          + " (select oid from pg_database where datname = current_database())) as parts";

  private final Opener opener;
  private final String shape;
  private final List<String> tables;

  /** The rows that a migrated database has, as JSON, by table. */
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private final List<String> handedOut = new ArrayList<>();
  private final List<String> free = new ArrayList<>();

  UsedDatabases(Opener opener, String template) {
    this.opener = opener;
    try (Connection connection = opener.open(template);
        Statement statement = connection.createStatement()) {
      shape = texts(statement, SHAPE).get(0);
      tables = texts(statement, TABLES);
      for (String table : tables) {
        List<String> found = texts(statement, "select to_json(t)::text from " + table + " t");
        if (!found.isEmpty()) {
          rows.put(table, found);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized void handOut(String database) {
    handedOut.add(database);
  }

  /** Those that were handed out are no longer needed. */
  synchronized void release() {
    free.addAll(handedOut);
    handedOut.clear();
  }

  /** One without rows, but for those of the template. */
  synchronized Optional<String> take() {
    for (Iterator<String> all = free.iterator(); all.hasNext(); ) {
      String database = all.next();
      all.remove();
      if (isEmptied(database)) {
        return Optional.of(database);
      }
    }
    return Optional.empty();
  }

  private boolean isEmptied(String database) {
    try (Connection connection = opener.open(database);
        Statement statement = connection.createStatement()) {
      String others =
          "select pid::text from pg_stat_activity where datname = current_database()"
              + " and pid <> pg_backend_pid()";
      if (!texts(statement, others).isEmpty() || !shape.equals(texts(statement, SHAPE).get(0))) {
        return false;
      }
      empty(statement);
      for (Map.Entry<String, List<String>> table : rows.entrySet()) {
        fill(connection, table.getKey(), table.getValue());
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void empty(Statement statement) throws SQLException {
    List<String> questions = new ArrayList<>();
    for (String table : tables) {
      questions.add("select '" + table + "' where exists (select from " + table + ")");
    }
    List<String> filled = texts(statement, String.join(" union all ", questions));
    if (!filled.isEmpty()) {
      statement.execute("truncate " + String.join(", ", filled) + " cascade");
    }
    texts(
        statement,
        "select setval(format('%I.%I', schemaname, sequencename), start_value, false)::text"
            + " from pg_sequences where last_value is not null");
  }

  private static void fill(Connection connection, String table, List<String> rows)
      throws SQLException {
    String sql =
        "insert into %1$s overriding system value select * from json_populate_record(null::%1$s, ?::json)";
    try (PreparedStatement insert = connection.prepareStatement(sql.formatted(table))) {
      for (String row : rows) {
        insert.setString(1, row);
        insert.executeUpdate();
      }
    }
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }
}

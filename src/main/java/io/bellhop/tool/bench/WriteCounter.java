package io.bellhop.tool.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts by the statistics that the database itself keeps. They cost time: for no other round. */
interface WriteCounter {
  /** What is counted from now on. */
  void begin() throws SQLException;

  TableWrites end() throws SQLException;

  static WriteCounter of(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("H2")
        ? new OfH2(connection)
        : new OfPostgres(connection);
  }

  /** H2 counts each statement by its text. */
  final class OfH2 implements WriteCounter {
    private static final Pattern WRITE =
        Pattern.compile(
            "^(?:insert into|update|delete from|merge into) \"?(?:public\"?\\.\"?)?(\\w+).*");

    private final Connection connection;

    OfH2(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void begin() throws SQLException {
      execute("set query_statistics_max_entries 10000");
      execute("set query_statistics false");
      execute("set query_statistics true");
    }

    @Override
    public TableWrites end() throws SQLException {
      Map<String, Long> rows = new HashMap<>();
      long statements = 0;
      try (Statement s = connection.createStatement();
          ResultSet all =
              s.executeQuery(
                  """
                  select sql_statement, execution_count, cumulative_row_count
                  from information_schema.query_statistics
                  """)) {
        while (all.next()) {
          statements += all.getLong(2);
          String table = tableWritten(all.getString(1));
          if (table != null) {
            rows.merge(table, all.getLong(3), Long::sum);
          }
        }
      }
      execute("set query_statistics false");
      return new TableWrites(rows, statements);
    }

    /** Null if the statement writes nothing. */
    static String tableWritten(String sql) {
      Matcher write = WRITE.matcher(sql.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
      return write.matches() ? write.group(1) : null;
    }

    private void execute(String sql) throws SQLException {
      try (Statement s = connection.createStatement()) {
        s.execute(sql);
      }
    }
  }

  /** PostgreSQL counts rows by table; statements only with an extension, which few have. */
  final class OfPostgres implements WriteCounter {
    /** An idle connection reports its work after ten seconds at the latest. */
    private static final long REPORT_MILLIS = 11_000;

    private final Connection connection;
    private Map<String, Long> before = Map.of();

    OfPostgres(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void begin() throws SQLException {
      before = rows();
    }

    @Override
    public TableWrites end() throws SQLException {
      Map<String, Long> rows = rows();
      before.forEach((table, count) -> rows.merge(table, -count, Long::sum));
      rows.values().removeIf(count -> count == 0);
      return new TableWrites(rows, 0);
    }

    private Map<String, Long> rows() throws SQLException {
      try {
        Thread.sleep(REPORT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Map<String, Long> rows = new HashMap<>();
      try (Statement s = connection.createStatement();
          ResultSet all =
              s.executeQuery(
                  "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables")) {
        while (all.next()) {
          rows.put(all.getString(1), all.getLong(2));
        }
      }
      return rows;
    }
  }
}

package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

final class PostgresDialect implements Dialect {
  private static final String PREFER_INDEXES =
      "select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

  /** The setting that limits how long a transaction may wait for its client's next statement. */
  static final String LONGEST_PAUSE = "idle_in_transaction_session_timeout";

  /**
   * A frozen process, or one whose machine has lost its power, keeps its connections and its locks,
   * for which all other nodes wait. Other nodes consider it dead after the same time.
   */
  static final String END_FROZEN_TRANSACTIONS = "set %s = '5s'".formatted(LONGEST_PAUSE);

  private static final String ALLOW_PAUSES = "set local %s = '2min'".formatted(LONGEST_PAUSE);

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public int largestBody() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Map<String, String> types() {
    return Map.of(
        "text", "text",
        "json", "text",
        "bytes", "bytea",
        // Keys must sort as in Java, so that all transactions take locks in the same order.
        "binary_collation", "collate \"C\"");
  }

  @Override
  public String arriveAtKey(String table) {
    return """
        insert into %1$s (order_key, queue, due_at, lease, version) values (?, ?, ?, ?, 1)
        on conflict (order_key) do update set version = %1$s.version + 1
        """
        .formatted(table);
  }

  @Override
  public String dueKeys(String table) {
    return """
        select order_key, version from %s where queue = ? and due_at <= ?
        order by queue, due_at limit ? for update skip locked
        """
        .formatted(table);
  }

  /**
   * PostgreSQL caches a plan until the table is analyzed. A plan from a time when the table was
   * small or had no statistics would scan all of it, up to a minute after a flood has begun. If a
   * scan is unavoidable, its artificial cost must not trigger JIT compilation.
   */
  @Override
  public void preferIndexes(Connection connection) throws SQLException {
    Sql.first(connection, PREFER_INDEXES, row -> true);
  }

  /** PostgreSQL's commit is durable by itself (synchronous_commit). */
  @Override
  public void makeDurable(Connection connection) {}

  @Override
  public void allowPauses(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ALLOW_PAUSES);
    }
  }

  @Override
  public boolean writesTransactionsTorn() {
    return false;
  }

  @Override
  public boolean isForManyNodes() {
    return true;
  }

  @Override
  public void prepare(Connection connection) {}

  @Override
  public void tune(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      PostgresCompression.useLz4(connection);
    }
  }
}

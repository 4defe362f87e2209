package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

final class H2Dialect implements Dialect {
  @Override
  public String name() {
    return "h2";
  }

  @Override
  public Map<String, String> types() {
    return Map.of(
        "text", "varchar(100000)",
        "json", "varchar(1048576)",
        "bytes", "varbinary(1048576)",
        "binary_collation", "");
  }

  @Override
  public String arriveAtKey() {
    return """
        merge into inbox_key k
        using (values (cast(? as varchar(300)), cast(? as timestamp(6) with time zone), cast(? as uuid)))
          a(order_key, due_at, lease)
        on k.order_key = a.order_key
        when matched then update set generation = k.generation + 1
        when not matched then insert (order_key, due_at, lease, generation)
          values (a.order_key, a.due_at, a.lease, 1)
        """;
  }

  /**
   * H2 writes a commit, but leaves the fsync to chance unless it is asked (measured: field notes).
   */
  @Override
  public void makeDurable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("checkpoint sync");
    }
  }

  /** With H2's default of 500 ms a kill -9 loses acknowledged commits. */
  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set write_delay 0");
      statement.execute("set default_lock_timeout 10000");
    }
  }
}

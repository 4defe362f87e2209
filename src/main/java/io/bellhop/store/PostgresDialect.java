package io.bellhop.store;

import java.sql.Connection;
import java.util.Map;

final class PostgresDialect implements Dialect {
  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Map<String, String> types() {
    return Map.of(
        "text", "text",
        "json", "text",
        "bytes", "bytea",
        // So that keys sort as Java sorts them: locks are taken in one order everywhere.
        "binary_collation", "collate \"C\"");
  }

  @Override
  public String arriveAtKey() {
    return """
        insert into inbox_key (order_key, due_at, lease, generation) values (?, ?, ?, 1)
        on conflict (order_key) do update set generation = inbox_key.generation + 1
        """;
  }

  @Override
  public String dueKeys() {
    return """
        select order_key, generation from inbox_key where due_at <= ?
        order by due_at limit ? for update skip locked
        """;
  }

  /** PostgreSQL's commit is durable by itself (synchronous_commit). */
  @Override
  public void makeDurable(Connection connection) {}

  @Override
  public boolean writesTransactionsTorn() {
    return false;
  }

  @Override
  public void prepare(Connection connection) {}
}

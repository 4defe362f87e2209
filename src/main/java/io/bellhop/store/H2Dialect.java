package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

final class H2Dialect implements Dialect {
  private final H2Store store = new H2Store();

  @Override
  public String name() {
    return "h2";
  }

  @Override
  public int largestBody() {
    return 1_048_576;
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
  public String arriveAtKey(String table) {
    return """
        merge into %s k
        using (values (cast(? as varchar(400)), cast(? as varchar(40)),
            cast(? as timestamp(6) with time zone), cast(? as uuid)))
          a(order_key, queue, due_at, lease)
        on k.order_key = a.order_key
        when matched then update set version = k.version + 1
        when not matched then insert (order_key, queue, due_at, lease, version)
          values (a.order_key, a.queue, a.due_at, a.lease, 1)
        """
        .formatted(table);
  }

  /**
   * In two steps: H2 locks all due rows before it applies the limit. Only one step names the queue:
   * with the queue in both, H2 would scan the whole queue and look up each key in the other step.
   */
  @Override
  public String dueKeys(String table) {
    return """
        select order_key, version from %1$s where due_at <= ?2 and order_key in (
          select order_key from %1$s where queue = ?1 and due_at <= ?2 order by queue, due_at limit ?3)
        order by queue, due_at for update skip locked
        """
        .formatted(table);
  }

  /** H2 always uses the index of a key. */
  @Override
  public void preferIndexes(Connection connection) {}

  /**
   * By default H2 keeps a commit in memory for a while and does not force it to disk. This method
   * writes all commits and waits for the fsync, once for a whole group.
   */
  @Override
  public void makeDurable(Connection connection) throws SQLException {
    store.writeOnDemandOnly(connection);
    store.compactWhenDue(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute("checkpoint sync");
    }
  }

  @Override
  public boolean mustWrite(Connection connection) {
    return store.hasMuchUnsaved(connection);
  }

  @Override
  public boolean writesTransactionsTorn() {
    return true;
  }

  @Override
  public boolean isForManyNodes() {
    return false;
  }

  /**
   * A write delay of 0 would write every commit at once, even those that may be lost, and without
   * an fsync. That work is wasted, because {@link #makeDurable} does it reliably.
   */
  @Override
  public void prepare(Connection connection) throws SQLException {
    H2Version.requireSound(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set write_delay 60000");
      statement.execute("set default_lock_timeout 10000");
    }
    store.writeOnDemandOnly(connection);
  }

  @Override
  public void tune(Connection connection) {}
}

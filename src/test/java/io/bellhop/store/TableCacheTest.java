package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.store.TableCache.Row;
import io.bellhop.support.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TableCacheTest {
  private Database database;
  private TableCache<String> cache;

  /** Ids that were read, and not known already. */
  private final List<UUID> read = new ArrayList<>();

  /** A read that has seen the table waits for these, if there are any. */
  private volatile CountDownLatch hasSeen;

  private volatile CountDownLatch mayGoOn;

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_slower_reader_does_not_set_memory_back(Store store) throws Exception {
    start(store);
    insert("a", 1);
    hasSeen = new CountDownLatch(1);
    mayGoOn = new CountDownLatch(1);
    CountDownLatch gate = mayGoOn;
    CompletableFuture<List<String>> slower = CompletableFuture.supplyAsync(this::values);
    assertThat(hasSeen.await(60, TimeUnit.SECONDS)).isTrue();
    hasSeen = null;
    mayGoOn = null;

    insert("b", 2);
    assertThat(values()).containsExactly("a", "b");
    gate.countDown();

    assertThat(slower.join()).as("what it saw").containsExactly("a");
    assertThat(cache.known().values()).containsExactly("a", "b");
    assertThat(cache.now().values()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void only_what_has_changed_is_read_again(Store store) throws Exception {
    start(store);
    UUID a = insert("a", 1);
    UUID b = insert("b", 2);
    UUID c = insert("c", 3);
    assertThat(cache.now().values()).containsExactly("a", "b", "c");
    read.clear();

    assertThat(cache.now()).isSameAs(cache.known());
    assertThat(read).isEmpty();
    sql("update small set name = 'bb', revision = 20 where id = '" + b + "'");
    sql("delete from small where id = '" + c + "'");

    assertThat(cache.now().values()).containsExactly("a", "bb");
    assertThat(read).containsExactly(b);
    assertThat(cache.now().find(a)).contains("a");
    assertThat(cache.now().find(c)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_transaction_that_fails_leaves_nothing_behind(Store store) throws Exception {
    start(store);
    UUID a = insert("a", 1);
    assertThatThrownBy(
            () ->
                database.transact(
                    connection -> {
                      execute(
                          connection,
                          "update small set name = 'x', revision = 9 where id = '" + a + "'");
                      assertThat(cache.in(connection).values()).containsExactly("x");
                      throw new SQLException("late trouble");
                    }))
        .hasMessage("late trouble");

    assertThat(cache.now().values()).containsExactly("a");
    assertThat(cache.known().values()).containsExactly("a");
  }

  private void start(Store store) throws SQLException {
    database = Store.open(store.freshUrl());
    sql("create table small (id uuid primary key, name varchar(10), revision bigint not null)");
    cache = new TableCache<>(database, "small", this::read, Comparator.naturalOrder());
  }

  private List<String> values() {
    try {
      return database.transact(connection -> cache.in(connection).values());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Row<String>> read(Connection connection, Collection<UUID> ids) throws SQLException {
    read.addAll(ids);
    List<Row<String>> rows = new ArrayList<>();
    try (PreparedStatement s =
        connection.prepareStatement("select id, revision, name from small where id = any(?)")) {
      s.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      try (ResultSet found = s.executeQuery()) {
        while (found.next()) {
          rows.add(new Row<>(found.getObject(1, UUID.class), found.getLong(2), found.getString(3)));
        }
      }
    }
    CountDownLatch gate = mayGoOn;
    if (gate != null) {
      hasSeen.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return rows;
  }

  private UUID insert(String name, long revision) throws SQLException {
    UUID id = UUID.randomUUID();
    sql("insert into small values ('%s', '%s', %d)".formatted(id, name, revision));
    return id;
  }

  private void sql(String sql) throws SQLException {
    // Not durably: on H2 that waits for all transactions, and one of them waits for us.
    database.transact(connection -> execute(connection, sql));
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      return s.executeUpdate();
    }
  }
}

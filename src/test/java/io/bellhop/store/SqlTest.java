package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.support.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlTest {
  private static final Instant NOON = Instant.parse("2030-01-02T12:00:00.123456Z");

  /** What a row of the table holds. */
  private record Thing(UUID id, String name, Instant dueAt, Integer size, boolean isNew) {}

  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();
  private Database database;

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_row_written_by_column_names_is_read_back_equal(Store store) throws Exception {
    start(store);
    assertThat(things("select * from thing order by is_new desc"))
        .containsExactly(
            new Thing(first, "a", NOON, 7, true), new Thing(second, null, null, null, false));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void values_are_bound_in_order_whatever_their_type(Store store) throws Exception {
    start(store);
    assertThat(
            things(
                "select * from thing where id = ? and due_at = ? and name = ?", first, NOON, "a"))
        .hasSize(1);
    assertThat(things("select * from thing where id = any(?)", Sql.ids(List.of(second))))
        .extracting(Thing::id)
        .containsExactly(second);
    assertThat(things("select * from thing where name = any(?)", Sql.texts(List.of("a", "b"))))
        .extracting(Thing::id)
        .containsExactly(first);
    assertThat(things("select * from thing where id = any(?)", Sql.ids(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_json_tree_is_kept_as_its_text(Store store) throws Exception {
    start(store);
    Object tree = JsonNodeFactory.instance.objectNode().put("a", 1);
    database.transact(c -> Sql.update(c, "update thing set name = ? where id = ?", tree, first));
    assertThat(things("select * from thing where id = ?", first))
        .extracting(Thing::name)
        .containsExactly("{\"a\":1}");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_update_changes_only_the_columns_that_it_names(Store store) throws Exception {
    start(store);
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("name", "b");
    change.put("due_at", null);
    int changed = database.transact(c -> Sql.updateRow(c, "thing", first, change));
    assertThat(changed).isOne();
    assertThat(things("select * from thing where id = ?", first))
        .containsExactly(new Thing(first, "b", null, 7, true));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_lock_says_whether_the_row_exists(Store store) throws Exception {
    start(store);
    String lock = "select id from thing where id = ? for update";
    boolean isThere = database.transact(c -> Sql.lock(c, lock, first));
    boolean isGone = database.transact(c -> !Sql.lock(c, lock, UUID.randomUUID()));
    assertThat(List.of(isThere, isGone)).containsExactly(true, true);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_statement_with_more_values_than_question_marks_is_refused(Store store) throws Exception {
    start(store);
    assertThatThrownBy(() -> things("select * from thing where id = ?", first, "more"))
        .isInstanceOf(SQLException.class);
  }

  private void start(Store store) throws SQLException {
    database = Store.open(store.freshUrl());
    database.transact(
        c -> {
          Sql.update(
              c,
              "create table thing (id uuid primary key, name varchar(100), size integer,"
                  + " due_at timestamp(6) with time zone, is_new boolean not null)");
          insert(c, new Thing(first, "a", NOON, 7, true));
          insert(c, new Thing(second, null, null, null, false));
          return null;
        });
  }

  private static void insert(Connection connection, Thing thing) throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", thing.id());
    columns.put("name", thing.name());
    columns.put("size", thing.size());
    columns.put("due_at", thing.dueAt());
    columns.put("is_new", thing.isNew());
    assertThat(Sql.insertRow(connection, "thing", columns)).isOne();
  }

  private List<Thing> things(String query, Object... values) throws SQLException {
    return database.transact(
        c ->
            Sql.list(
                c,
                query,
                row ->
                    new Thing(
                        row.id("id"),
                        row.text("name"),
                        row.time("due_at"),
                        row.integerOrNull("size"),
                        row.bool("is_new")),
                values));
  }
}

package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Store;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PostgresCompressionTest {
  private static final String WAYS =
      """
      select attcompression from pg_attribute
      where attrelid in ('inbox_content'::regclass, 'snapshot'::regclass, 'event'::regclass)
        and attname in ('body', 'headers', 'record', 'envelope')
      """;

  private Database database;
  private Connection connection;
  private boolean hasLz4;

  @BeforeEach
  void start() throws SQLException {
    String url = Store.POSTGRESQL.freshUrl();
    database = Store.open(url);
    connection = database.source().getConnection();
    hasLz4 = takes(url, "create table other (value text compression lz4)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void large_columns_are_compressed_by_lz4_where_the_server_has_it() throws SQLException {
    assertThat(ways()).hasSize(4).containsOnly(hasLz4 ? "l" : "");

    byte[] body = "{\"note\": \"as it was before\"}".repeat(300).getBytes(StandardCharsets.UTF_8);
    UUID id = UUID.randomUUID();
    Sql.update(
        connection, "insert into inbox_content (id, headers, body) values (?, '{}', ?)", id, body);

    String stored = "select body, pg_column_compression(body) as way from inbox_content";
    assertThat(Sql.list(connection, stored, row -> row.text("way")))
        .containsExactly(hasLz4 ? "lz4" : "pglz");
    assertThat(Sql.list(connection, stored, row -> row.bytes("body")).get(0)).isEqualTo(body);
  }

  /** A real server that answers as one does that was built without it. */
  @Test
  void a_server_without_it_is_left_as_it_is() throws SQLException {
    setDefault();
    run("create schema hidden");
    run(
        "create view hidden.pg_settings as select * from pg_catalog.pg_settings"
            + " where name <> 'default_toast_compression'");
    run("set search_path = hidden, public, pg_catalog");

    PostgresCompression.useLz4(connection);

    assertThat(ways()).hasSize(4).containsOnly("");
  }

  @Test
  void a_user_who_may_not_change_the_tables_can_still_start() throws SQLException {
    setDefault();
    run("create role plain_" + UUID.randomUUID().toString().substring(0, 8));
    String role =
        Sql.list(
                connection,
                "select rolname from pg_roles where rolname like 'plain%' limit 1",
                row -> row.text("rolname"))
            .get(0);
    run("set role " + role);

    PostgresCompression.useLz4(connection);

    run("reset role");
    assertThat(ways()).hasSize(4).containsOnly("");
    assertThat(Sql.list(connection, "show lock_timeout", row -> row.text("lock_timeout")))
        .containsExactly("0");
  }

  private void setDefault() throws SQLException {
    for (String column :
        List.of(
            "inbox_content alter body",
            "inbox_content alter headers",
            "snapshot alter record",
            "event alter envelope")) {
      run("alter table " + column + " set compression default");
    }
  }

  private List<String> ways() throws SQLException {
    return Sql.list(connection, WAYS, row -> row.text("attcompression").replace("\0", ""));
  }

  /** On a connection of its own: a pool would drop one on which that has failed. */
  private static boolean takes(String url, String sql) {
    try (Connection own = DriverManager.getConnection(url, Store.user(url), "");
        Statement statement = own.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

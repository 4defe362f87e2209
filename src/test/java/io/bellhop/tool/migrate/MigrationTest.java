package io.bellhop.tool.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.account.SecretBox;
import io.bellhop.config.ConfigException;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.support.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** H2 with rows in all tables, and what of them is in PostgreSQL afterwards. */
@Tag("slow")
class MigrationTest {
  private final SecretBox secrets = new SecretBox(new byte[32]);
  private final List<String> progress = new ArrayList<>();
  private Database h2;
  private Database postgres;
  private SortedMap<String, SortedSet<String>> tables;

  @BeforeEach
  void fill() throws Exception {
    h2 = Store.open(Store.H2.freshUrl());
    postgres = Store.open(Store.POSTGRESQL.freshUrl());
    try (Connection from = h2.source().getConnection();
        Connection to = postgres.source().getConnection()) {
      tables = SchemaTables.inBoth(from, to);
      new FilledTables(from, secrets).fill(tables);
    }
  }

  @AfterEach
  void close() {
    h2.close();
    postgres.close();
  }

  @Test
  void every_table_that_the_schema_makes_moves_with_every_column_and_row() throws Exception {
    assertThat(tables.keySet()).isEqualTo(madeBySchema());

    long rows = migration(secrets, progress::add).run();

    assertThat(progress).hasSameSizeAs(tables.keySet());
    assertThat(rows).isGreaterThanOrEqualTo(2L * tables.size());
    assertAllIsThere();
  }

  private void assertAllIsThere() throws SQLException {
    try (Connection from = h2.source().getConnection();
        Connection to = postgres.source().getConnection()) {
      for (String table : tables.keySet()) {
        Collection<String> columns = new TreeSet<>(tables.get(table));
        if (table.equals("inbox_key")) {
          // Nodes share the keys on PostgreSQL, and those that held leases are gone.
          columns.removeAll(Set.of("queue", "lease"));
        }
        assertThat(FilledTables.rows(to, table, columns))
            .as(table)
            .isEqualTo(FilledTables.rows(from, table, columns));
      }
    }
    assertThat(count("inbox_key where queue in (select queue from inbox_partition)")).isEqualTo(2);
  }

  /** A number that the database itself gives would have to go on behind the highest that moved. */
  @Test
  void no_column_counts_by_itself() throws SQLException {
    assertThat(count("information_schema.sequences where sequence_schema = current_schema"))
        .isZero();
    assertThat(
            count(
                "information_schema.columns where table_schema = current_schema and is_identity = 'YES'"))
        .isZero();
  }

  @Test
  void an_interrupted_run_continues_and_no_hub_starts_before_its_end() throws Exception {
    assertThatThrownBy(() -> migration(secrets, this::endTheSessionInTheMiddle).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("run migrate again");
    assertThat(count("api_key")).isEqualTo(2);
    assertThat(count("subscription")).isZero();
    String copied = transactionsOf("api_key");
    assertThatThrownBy(postgres::requireWhole)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bellhop migrate did not finish on this database");

    migration(secrets, progress::add).run();

    assertAllIsThere();
    assertThat(transactionsOf("api_key")).as("copied once").isEqualTo(copied);
    assertThat(count("inbox_partition")).isEqualTo(34);
    postgres.requireWhole();
    h2.requireWhole();
  }

  @Test
  void it_continues_in_the_middle_of_a_table() throws Exception {
    fillAudit(2_500);
    assertThatThrownBy(() -> migration(secrets, this::putARowInTheWay).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("audit: Bellhop cannot copy it to the end");
    assertThat(count("audit")).as("whole batches, and the row in the way").isEqualTo(2_001);
    String copied = transactionsOf("audit where object_id is distinct from 'in the way'");
    try (Connection to = postgres.source().getConnection()) {
      Sql.update(to, "delete from audit where object_id = 'in the way'");
    }

    migration(secrets, progress::add).run();

    assertAllIsThere();
    assertThat(progress).contains("audit: 2502 rows");
    assertThat(transactionsOf("audit")).startsWith(copied);
  }

  /** What is copied would not be what the hub has by then. */
  @Test
  void a_run_after_a_hub_has_worked_on_h2_again_is_refused() throws Exception {
    assertThatThrownBy(() -> migration(secrets, this::endTheSessionInTheMiddle).run())
        .isInstanceOf(ConfigException.class);
    h2.requireWhole();

    assertThatThrownBy(() -> migration(secrets, progress::add).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--to: the database holds a part of another copy");
    assertThat(progress).isEmpty();
  }

  @Test
  void a_target_that_has_rows_is_refused_and_stays_as_it_is() throws Exception {
    migration(secrets, progress::add).run();

    assertThatThrownBy(() -> migration(secrets, progress::add).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--to: the database is not empty, it has rows in access_token,");
    assertThat(count("inbox")).isEqualTo(2);
  }

  @Test
  void a_target_that_another_program_uses_is_refused() throws Exception {
    try (Connection other = postgres.source().getConnection()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        // Another program, unlike a hub, may pause in a transaction.
        statement.execute("set local idle_in_transaction_session_timeout = 0");
        statement.execute(
            "insert into inbox_node (id, alive_until) values (gen_random_uuid(), now())");
      }
      assertThatThrownBy(() -> migration(secrets, progress::add).run())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another program uses the tables");
      other.rollback();
      other.setAutoCommit(true);
    }
  }

  @Test
  void another_secret_key_is_refused_before_anything_is_copied() throws Exception {
    byte[] other = new byte[32];
    other[0] = 1;

    assertThatThrownBy(() -> migration(new SecretBox(other), progress::add).run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bellhop.secret-key");
    assertThat(progress).isEmpty();
    assertThat(count("inbox")).isZero();
  }

  private Migration migration(SecretBox key, java.util.function.Consumer<String> lines) {
    return new Migration(h2, postgres, key, false, lines);
  }

  private void endTheSessionInTheMiddle(String line) {
    if (line.startsWith("inbox:")) {
      try {
        count(
            "(select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid()) ended");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void fillAudit(int rows) throws SQLException {
    try (Connection connection = h2.source().getConnection()) {
      Sql.update(
          connection,
          """
          insert into audit (id, at, key_name, action, object_id, fields, outcome)
          select random_uuid(), current_timestamp, 'key', 'put', 'row ' || x, '', 'done'
          from system_range(1, ?)
          """,
          rows);
    }
  }

  /** It has the id of one of the last rows. */
  private void putARowInTheWay(String line) {
    if (line.startsWith("api_key:")) {
      try (Connection from = h2.source().getConnection();
          Connection to = postgres.source().getConnection()) {
        UUID id =
            Sql.first(
                    from, "select id from audit where object_id = 'row 2400'", row -> row.id("id"))
                .orElseThrow();
        Sql.update(
            to,
            """
            insert into audit (id, at, key_name, action, object_id, fields, outcome)
            values (?, now(), 'key', 'put', 'in the way', '', 'done')
            """,
            id);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The transactions that have written the rows, in their order. */
  private String transactionsOf(String from) throws SQLException {
    try (Connection connection = postgres.source().getConnection()) {
      return Sql.first(
              connection,
              "select string_agg(t, ' ') as written from"
                  + " (select distinct xmin::text as t, min(ctid) from "
                  + from
                  + " group by 1 order by 2) all_of_them",
              row -> row.text("written"))
          .orElseThrow();
    }
  }

  private long count(String from) throws SQLException {
    try (Connection connection = postgres.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + from)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Set<String> madeBySchema() throws Exception {
    Set<String> made = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Pattern.compile("(?m)^create table (\\w+)")
            .matcher(Files.readString(file, StandardCharsets.UTF_8))
            .results()
            .forEach(found -> made.add(found.group(1)));
      }
    }
    return made;
  }
}

package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.support.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a start leaves Flyway out, and when it does not. */
class SchemaHistoryTest {
  private Database database;

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_flyway_has_just_brought_is_current_by_flyways_own_checksum(Store store)
      throws Exception {
    database = Store.open(store.freshUrl());

    assertThat(isCurrent()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_differs_from_what_there_is_is_left_to_flyway(Store store) throws Exception {
    String url = store.freshUrl();
    database = Store.open(url);

    update("update \"bellhop_schema\" set \"success\" = false");
    assertThat(isCurrent()).as("one has failed").isFalse();
    update("update \"bellhop_schema\" set \"success\" = true, \"checksum\" = \"checksum\" + 1");
    assertThat(isCurrent()).as("one was edited").isFalse();
    database.close();

    assertThatThrownBy(() -> Store.open(url)).rootCause().hasMessageContaining("checksum mismatch");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_migration_of_a_later_version_is_left_to_flyway(Store store) throws Exception {
    database = Store.open(store.freshUrl());

    update(
        """
        insert into "bellhop_schema"
        select "installed_rank" + 1, '2', "description", "type", 'V2__later.sql', "checksum",
          "installed_by", "installed_on", "execution_time", "success"
        from "bellhop_schema" where "type" = 'SQL'
        """);

    assertThat(isCurrent()).isFalse();
  }

  @Test
  void all_migrations_are_named() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources", SchemaHistory.FOLDER))) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrderElementsOf(SchemaHistory.MIGRATIONS);
    }
  }

  private boolean isCurrent() throws SQLException {
    return database.transact(SchemaHistory::isCurrent);
  }

  private void update(String statement) throws SQLException {
    database.transact(connection -> Sql.update(connection, statement));
  }
}

package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.store.Database;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongHistoryTest {
  private static final int COUNT = 6_000;

  @TempDir Path folder;

  @Test
  void the_past_has_random_keys_behind_rows_in_the_order_of_time() throws Exception {
    BenchSettings settings =
        new BenchSettings(
            new BenchDatabase("jdbc:h2:mem:past;DB_CLOSE_DELAY=-1", "sa", ""),
            "database",
            folder,
            Duration.ofSeconds(1),
            1,
            1);
    try (Database database = Database.open(settings.options(Map.of()))) {
      new LongHistory(database).write(COUNT);

      assertThat(texts(database, "select record_id from snapshot order by id")).hasSize(COUNT);
      assertThat(texts(database, "select last_seq from event_head")).containsExactly("" + COUNT);
      assertThat(isRising(texts(database, "select id from event order by seq"))).isTrue();
      assertThat(isRising(texts(database, "select order_key from inbox order by id"))).isFalse();
      assertThat(isRising(texts(database, "select id from idempotency_key order by inbox_id")))
          .isFalse();
    }
  }

  private static boolean isRising(List<String> texts) {
    return texts.equals(texts.stream().sorted().toList());
  }

  private static List<String> texts(Database database, String sql) throws SQLException {
    return database.transact(
        connection -> {
          List<String> texts = new ArrayList<>();
          try (Statement s = connection.createStatement();
              ResultSet rows = s.executeQuery(sql)) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }
}

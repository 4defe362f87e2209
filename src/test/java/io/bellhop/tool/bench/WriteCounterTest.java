package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class WriteCounterTest {
  @Test
  void h2_counts_the_rows_of_each_table_and_all_statements() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement s = connection.createStatement()) {
      s.execute("create table one (id int primary key, n int)");
      s.execute("insert into one values (0, 0)");
      WriteCounter counter = WriteCounter.of(connection);

      counter.begin();
      try (PreparedStatement batch =
          connection.prepareStatement("insert into one (id, n) values (?, ?)")) {
        for (int i = 1; i <= 5; i++) {
          batch.setInt(1, i);
          batch.setInt(2, i);
          batch.addBatch();
        }
        batch.executeBatch();
      }
      s.execute("update one\n  set n = 7 where id > 3");
      s.execute("delete from one where id = 99");
      s.executeQuery("select n from one").close();
      TableWrites writes = counter.end();

      assertThat(writes.rows()).containsOnlyKeys("one").containsEntry("one", 7L);
      assertThat(writes.statements()).isGreaterThanOrEqualTo(8);
    }
  }
}

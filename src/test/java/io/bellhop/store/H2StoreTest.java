package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest {
  private static final int ROUNDS = 8;

  @TempDir private Path folder;

  @Test
  void a_file_as_a_kill_leaves_it_has_all_that_was_confirmed_also_beside_writes_of_h2()
      throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("hub"));
    try (HikariDataSource source = new HikariDataSource(config)) {
      Database database = Database.of(source);
      for (int round = 1; round <= ROUNDS; round++) {
        String name = "round " + round;
        database.transact(connection -> write(connection, name));
        try (Connection connection = source.getConnection()) {
          // As H2's own thread would.
          store(connection).tryCommit();
        }
        database.durably(connection -> null);

        Files.copy(folder.resolve("hub.mv.db"), folder.resolve(round + ".mv.db"));
        assertThat(has("jdbc:h2:file:" + folder.resolve(String.valueOf(round)), name)).isTrue();
      }
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection own = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) own.getSession()).getDatabase().getStore().getMvStore();
  }

  private static Void write(Connection connection, String name) throws SQLException {
    byte[] body = new byte[2500];
    for (int i = 0; i < 200; i++) {
      new Random(i).nextBytes(body);
      Sql.update(
          connection,
          "insert into inbox_content (id, headers, body) values (?, '', ?)",
          UUID.randomUUID(),
          body);
    }
    Sql.update(connection, "insert into setting (name, content) values (?, '')", name);
    return null;
  }

  private static boolean has(String url, String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select 1 from setting where name = '" + name + "'")) {
      return row.next();
    }
  }
}

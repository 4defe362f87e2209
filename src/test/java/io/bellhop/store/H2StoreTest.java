package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.config.ConfigException;
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
import org.h2.mvstore.MVMap;
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

  /**
   * The state that a first kill leaves has its last part at the end of the file; a start then finds
   * room before it. H2 2.5.252 loses each of the ten.
   */
  @Test
  void this_h2_finds_after_a_second_kill_what_it_has_confirmed_since_the_first() throws Exception {
    Path first = folder.resolve("first.mv.db");
    MVStore before = engine(first, Integer.MAX_VALUE);
    MVMap<Integer, byte[]> rows = before.openMap("row");
    for (int i = 0; i < 40; i++) {
      rows.put(i % 3, bytes(i, 9000));
      before.commit();
    }
    before.sync();

    Path second = Files.copy(first, folder.resolve("second.mv.db"));
    MVStore after = engine(second, 0);
    rows = after.openMap("row");
    for (int i = 0; i < 10; i++) {
      int key = 100 + i;
      rows.put(key, bytes(key, 10));
      after.commit();
      after.sync();

      Path third = Files.copy(second, folder.resolve(key + ".mv.db"));
      try (MVStore opened = engine(third, 0)) {
        assertThat(opened.openMap("row").containsKey(key)).as("write %d", i).isTrue();
      }
    }
    after.close();
    before.close();
  }

  @Test
  void an_h2_that_loses_what_it_has_confirmed_is_refused_with_a_file_and_what_to_do() {
    assertThatThrownBy(() -> H2Version.requireSound("/data/hub", "2.5.252"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("/data/hub", "2.5.252", "2.4.240");
    assertThatCode(() -> H2Version.requireSound(null, "2.5.252")).doesNotThrowAnyException();
    assertThatCode(() -> H2Version.requireSound("/data/hub", "2.4.240")).doesNotThrowAnyException();
  }

  /**
   * @param retention for how many milliseconds it keeps parts that nothing uses any more
   */
  private static MVStore engine(Path file, int retention) {
    MVStore engine = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
    engine.setRetentionTime(retention);
    return engine;
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static MVStore store(Connection connection) throws SQLException {
    JdbcConnection own = connection.unwrap(JdbcConnection.class);
    return ((SessionLocal) own.getSession()).getDatabase().getStore().getMvStore();
  }

  private static Void write(Connection connection, String name) throws SQLException {
    for (int i = 0; i < 200; i++) {
      Sql.update(
          connection,
          "insert into inbox_content (id, headers, body) values (?, '', ?)",
          UUID.randomUUID(),
          bytes(i, 2500));
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

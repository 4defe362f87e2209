package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellhop.crash.Load.Version;
import io.bellhop.support.Block;
import io.bellhop.support.MachinePostgres;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups as docs/operations.md describes them, taken of hubs under load. */
@Tag("slow")
class BackupTest {
  /** It is backed up apart from the database. */
  private static final Map<String, String> SECRET_KEY =
      Map.of("BELLHOP_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

  private final Load load = new Load();

  @TempDir private Path folder;

  @Test
  void a_copy_of_the_file_of_h2_and_its_journal_has_all_that_was_acknowledged() throws Exception {
    String database = Store.H2.bareUrl();
    HubClient.Account account = crashUnderLoad(database);

    Path file = Path.of(database.substring("jdbc:h2:file:".length()));
    try (Stream<Path> all = Files.list(file.getParent())) {
      for (Path one : all.filter(one -> !one.toString().endsWith(".lock.db")).toList()) {
        copy(one, folder.resolve(one.getFileName()));
      }
    }

    assertThat(folder.resolve("bellhop.journal")).isNotEmptyDirectory();
    assertRestored(
        "jdbc:h2:file:" + folder.resolve(file.getFileName()),
        SECRET_KEY,
        account,
        load.acknowledged());
  }

  /** By the commands of the page, as a user who owns a database and no more. */
  @Test
  void a_dump_of_postgresql_has_in_another_database_all_that_was_acknowledged_before_it()
      throws Exception {
    Optional<MachinePostgres> there = MachinePostgres.start();
    assumeTrue(there.isPresent(), "no pg_dump with its server here: apt-get install postgresql");
    try (MachinePostgres postgres = there.get()) {
      postgres.run("createuser -U postgres --createdb bellhop; createdb -U bellhop bellhop");
      Map<String, String> options = new HashMap<>(SECRET_KEY);
      options.put("BELLHOP_DB_USER", "bellhop");
      HubClient.Account account;
      Set<Version> before = new HashSet<>();
      try (HubProcess hub = hub(postgres.url("bellhop"), options)) {
        account = Load.makeAccount(hub.start().client());
        load.during(
            60,
            () -> hub.at(account.listener()),
            () -> {
              before.addAll(load.acknowledged());
              postgres.run(command("pg_dump"));
              hub.kill();
            });
      }

      postgres.run(command("pg_restore"));

      assertRestored(postgres.url("bellhop_restored"), options, account, before);
    }
  }

  /** With the server of the test in place of that of the page. */
  private static String command(String program) throws IOException {
    return Block.of(Path.of("docs", "operations.md"), "Backup").stream()
        .filter(Block::isCommand)
        .map(Block::text)
        .filter(text -> text.contains(program))
        .findFirst()
        .orElseThrow()
        .replace("db.example.com", "127.0.0.1");
  }

  private HubClient.Account crashUnderLoad(String database) throws Exception {
    try (HubProcess hub = hub(database, SECRET_KEY)) {
      HubClient.Account account = Load.makeAccount(hub.start().client());
      load.during(60, () -> hub.at(account.listener()), hub::kill);
      return account;
    }
  }

  /** Another hub on the copy has all, and its account's credentials. */
  private void assertRestored(
      String database,
      Map<String, String> options,
      HubClient.Account account,
      Set<Version> acknowledged)
      throws Exception {
    try (HubProcess hub = hub(database, options)) {
      HubClient client = hub.startHere().client();
      URI listener = hub.at(account.listener());
      load.during(1, () -> listener, () -> {});

      assertThat(client.awaitSettled(Duration.ofSeconds(60))).isTrue();
      Set<Version> published =
          client.events().stream().map(Version::of).collect(Collectors.toSet());
      assertThat(published).containsAll(acknowledged);
    }
  }

  private static HubProcess hub(String database, Map<String, String> options) {
    return new HubProcess(database, Load.PROVIDER, options);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    if (Files.isDirectory(from)) {
      try (Stream<Path> all = Files.list(from)) {
        for (Path one : all.toList()) {
          copy(one, to.resolve(one.getFileName()));
        }
      }
    }
  }
}

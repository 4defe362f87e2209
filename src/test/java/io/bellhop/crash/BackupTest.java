package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.crash.Load.Version;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup of H2 as docs/operations.md describes it, taken of a hub that has crashed under load.
 * That of PostgreSQL is PostgreSQL's own; FailoverTest starts a server from one.
 */
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
    assertRestored("jdbc:h2:file:" + folder.resolve(file.getFileName()), account);
  }

  private HubClient.Account crashUnderLoad(String database) throws Exception {
    try (HubProcess hub = hub(database)) {
      HubClient.Account account = Load.makeAccount(hub.start().client());
      load.during(60, () -> hub.at(account.listener()), hub::kill);
      return account;
    }
  }

  /** Another hub on the copy has all, and its account's credentials. */
  private void assertRestored(String database, HubClient.Account account) throws Exception {
    try (HubProcess hub = hub(database)) {
      HubClient client = hub.start().client();
      URI listener = hub.at(account.listener());
      load.during(1, () -> listener, () -> {});

      assertThat(client.awaitSettled(Duration.ofSeconds(60))).isTrue();
      Set<Version> published =
          client.events().stream().map(Version::of).collect(Collectors.toSet());
      assertThat(published).containsAll(load.acknowledged());
    }
  }

  private static HubProcess hub(String database) {
    return new HubProcess(database, Load.PROVIDER, SECRET_KEY);
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

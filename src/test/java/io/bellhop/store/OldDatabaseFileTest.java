package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.crash.HubJar;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.support.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database file that an H2 with known faults has made is not opened. */
@Tag("slow")
class OldDatabaseFileTest {
  private static final String ADVICE =
      " comes from an H2 older than 2.4.240, which could lose rows, so Bellhop does not"
          + " open it. Move it away to start with an empty database, or name another file."
          + " (bellhop.db.url is given in the environment as BELLHOP_DB_URL)";

  @TempDir Path folder;

  /** The files of the resources hold one empty table, each written by the H2 in its name. */
  @ParameterizedTest
  @ValueSource(strings = {"1.4.200", "2.1.214", "2.3.232"})
  void a_start_on_an_old_file_is_refused_and_told_what_to_do(String version) throws Exception {
    Path file = folder.resolve("bellhop.mv.db");
    try (InputStream in =
        new GZIPInputStream(
            getClass().getResourceAsStream("/h2/made-by-" + version + ".mv.db.gz"))) {
      Files.copy(in, file);
    }
    // Or the start would say that others could read it.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    Options options = StandaloneServer.options(new Properties(), environment());
    assertThatThrownBy(() -> StandaloneServer.start(options))
        .isInstanceOfSatisfying(
            ConfigException.class,
            error -> assertThat(options.placed(error)).hasMessage(refused(file)));
  }

  @Test
  void a_file_of_the_engine_before_ends_a_start_with_one_line_and_no_empty_database_made_beside_it()
      throws Exception {
    Path file = folder.resolve("bellhop.h2.db");
    Files.writeString(file, "-- H2 0.5/B --      \n");

    Process start = start();
    try {
      assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(start.exitValue()).isEqualTo(1);
      assertThat(Files.readAllLines(folder.resolve("said")))
          .containsExactly("bellhop: " + refused(file));
    } finally {
      start.destroyForcibly();
    }
    assertThat(folder.resolve("bellhop.mv.db")).doesNotExist();
  }

  private static String refused(Path file) {
    return "bellhop.db.url: the database file " + file + ADVICE;
  }

  private Map<String, String> environment() {
    return Map.of(
        "BELLHOP_DATA",
        folder.toString(),
        "BELLHOP_DB_URL",
        "jdbc:h2:file:" + folder.resolve("bellhop"),
        "BELLHOP_DB_USER",
        "sa",
        "BELLHOP_HTTP_PORT",
        "0",
        "BELLHOP_MANAGEMENT_PORT",
        "0");
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(HubJar.options());
    command.add("io.bellhop.Bellhop");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    builder.environment().putAll(environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }
}

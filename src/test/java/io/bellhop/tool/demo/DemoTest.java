package io.bellhop.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.support.Block;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An added provider in the demo: the one that docs/add-a-provider.md makes. */
class DemoTest {
  private static final String KEY = "demo";

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void writeTheFilesOfThePage() throws Exception {
    for (Block block : Block.of(Path.of("docs", "add-a-provider.md"))) {
      if (block.file() != null && block.file().startsWith("my-routes/")) {
        Path file = folder.resolve(block.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.text());
      }
    }
  }

  @Test
  void an_added_provider_is_played_as_its_folder_says() throws Exception {
    assertThat(play()).isTrue();

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("stay 7 has a night more", "The results are as expected.")
        .doesNotContain("WRONG");
  }

  @Test
  void an_event_of_another_type_than_in_the_script_fails_the_demo() throws Exception {
    Path script = folder.resolve("my-routes/acme/demo.yaml");
    String text = Files.readString(script);
    Files.writeString(script, text.replaceFirst("reservation\\.updated", "reservation.deleted"));

    assertThat(play()).isFalse();

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("WRONG: acme reservation.deleted is 0, must be 1")
        .contains("WRONG: acme reservation.updated is 2, must be 1")
        .contains("The results are NOT as expected.");
  }

  private boolean play() throws Exception {
    Properties given = new Properties();
    given.putAll(
        Map.of(
            "bellhop.http.port",
            "0",
            "bellhop.management.port",
            "0",
            "bellhop.api-key",
            KEY,
            "bellhop.data",
            folder.toString(),
            "bellhop.db.url",
            "jdbc:h2:mem:demo-" + System.nanoTime(),
            "bellhop.provider.allow-private",
            "true",
            "bellhop.providers",
            "acme",
            "bellhop.routes.extra",
            folder.resolve("my-routes").toString()));
    Options options = StandaloneServer.options(given, Map.of());
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    try (StandaloneServer server = StandaloneServer.start(options);
        Demo demo =
            new Demo(out, server.url(), server.management(), KEY, RouteFolders.of(options))) {
      return demo.run();
    }
  }
}

package io.bellhop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Options;
import io.bellhop.support.FreePort;
import io.bellhop.support.TestNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as its user unpacks and starts it, by the commands of the Containerfile. */
class ArchiveIT {
  @TempDir private static Path root;

  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
    home = Files.createDirectory(root.resolve("bellhop"));
    String[] unpack = {"tar", "-xzf", archive.toAbsolutePath().toString(), "-C", home.toString()};
    Process tar =
        new ProcessBuilder(
                Stream.concat(Stream.of(unpack), Stream.of("--strip-components", "1")).toList())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
  }

  @Test
  void it_holds_what_its_readme_names() throws Exception {
    for (String file :
        List.of(
            "bin/bellhop",
            "bin/bellhop-health",
            "bellhop.jar",
            "lib",
            "routes/_shared",
            "conf/bellhop.properties",
            "systemd/bellhop.service",
            "LICENSE",
            "licences/THIRD-PARTY.txt")) {
      assertThat(home.resolve(file)).exists();
    }
    assertThat(Files.isExecutable(home.resolve("bin/bellhop"))).isTrue();
    assertThat(Files.readString(home.resolve("README.md"))).doesNotContain("${");
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .anyMatch(name -> name.startsWith("camel-main-"))
          .noneMatch(name -> name.startsWith("assertj") || name.startsWith("junit"));
    }
  }

  @Test
  void its_configuration_has_every_option_and_sets_none() throws Exception {
    Path file = home.resolve("conf/bellhop.properties");
    Properties set = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      set.load(reader);
    }
    assertThat(set).isEmpty();

    TreeSet<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      if (line.matches("#bellhop\\.[a-z0-9.-]+=.*")) {
        named.add(line.substring(1, line.indexOf('=')));
      }
    }
    assertThat(named)
        .containsAll(Options.load(new Properties(), Map.of(), o -> Map.of()).all().keySet())
        .contains("bellhop.guesty.merge-window");
  }

  @Test
  void the_bill_of_materials_names_every_library() throws Exception {
    Path file;
    try (Stream<Path> files = Files.list(home)) {
      file =
          files.filter(one -> one.toString().endsWith("-cyclonedx.json")).findFirst().orElse(null);
    }
    // Maven makes none offline.
    assumeThat(file).isNotNull();
    JsonNode bill = TestNode.MAPPER.readTree(file.toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> files = new ArrayList<>();
    for (JsonNode one : bill.path("components")) {
      files.add(one.path("name").asText() + "-" + one.path("version").asText());
    }
    String licences = Files.readString(home.resolve("licences/THIRD-PARTY.txt"));
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        String name = jar.getFileName().toString().replace(".jar", "");
        assertThat(files).anyMatch(name::startsWith);
      }
    }
    assertThat(licences).contains("org.apache.camel:camel-main").doesNotContain("Unknown license");
  }

  /**
   * What the entry point of the image runs, by another user's folder, with a file for each secret.
   */
  @Test
  void it_starts_says_when_it_is_ready_and_stops_at_sigterm() throws Exception {
    Path data = Files.createDirectory(root.resolve("data"));
    Path key = Files.writeString(root.resolve("api-key"), "of-a-file\n");
    int port = FreePort.any();
    int management = FreePort.any();
    ProcessBuilder builder = command(home.resolve("bin/bellhop").toString(), "serve");
    builder.directory(data.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("BELLHOP_HTTP_PORT", String.valueOf(port));
    environment.put("BELLHOP_MANAGEMENT_PORT", String.valueOf(management));
    environment.put("BELLHOP_DATA", data.toString());
    environment.put("BELLHOP_DB_URL", "jdbc:h2:file:" + data.resolve("bellhop"));
    environment.put("BELLHOP_API_KEY_FILE", key.toString());
    environment.put("BELLHOP_WARM_UP", "0s");
    environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + data);
    Process hub = builder.redirectError(root.resolve("log").toFile()).start();
    try {
      BufferedReader out = hub.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine())
          .as(Files.readString(root.resolve("log")))
          .isEqualTo("bellhop ready: http://127.0.0.1:" + port);
      HttpResponse<String> events =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events"))
                      .header("user-api-key", "of-a-file")
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(events.statusCode()).isEqualTo(200);
      ProcessBuilder health = command(home.resolve("bin/bellhop-health").toString());
      health.environment().put("BELLHOP_MANAGEMENT_PORT", String.valueOf(management));
      assertThat(health.start().waitFor()).isZero();
      assertThat(hub.info().arguments().map(List::of).orElse(List.of()))
          .as("what the list of processes shows")
          .noneMatch(argument -> argument.contains("of-a-file"));
      assertThat(Files.readString(root.resolve("log"))).doesNotContain("of-a-file");

      hub.destroy();
      assertThat(hub.waitFor(35, TimeUnit.SECONDS)).isTrue();
      assertThat(hub.exitValue()).isZero();
      assertThat(health.start().waitFor()).as("nothing answers").isNotZero();
    } finally {
      hub.destroyForcibly();
    }
  }

  @Test
  void the_version_is_that_of_the_build_also_through_a_link() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("link"), home.resolve("bin/bellhop"));
    Process version = command(link.toString(), "--version").start();

    assertThat(new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .matches("bellhop [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?")
        .doesNotContain("unknown");
  }

  private static ProcessBuilder command(String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectErrorStream(false);
  }
}

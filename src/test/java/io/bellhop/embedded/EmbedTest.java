package io.bellhop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The applications of docs/embedding.md without Spring, each in a process of its own. */
@Tag("slow")
class EmbedTest {
  private static final Path SPRING = Path.of("src/it/spring-boot");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "my-app, MyApp, true",
    "yaml-app, org.apache.camel.main.Main, true",
    "bare-app, BareApp, false"
  })
  void an_application_takes_a_webhook_and_its_own_route_gets_the_event(
      String project, String main, boolean hasServer) throws Exception {
    try (HostProcess host = new HostProcess(folder).write(project).start(main)) {
      host.post();
      host.awaitStay();
      if (hasServer) {
        assertThat(host.get("/hello")).isEqualTo("hello");
      }
      host.stop();
    }
  }

  @Test
  void the_dependencies_on_the_page_are_those_of_the_build() throws Exception {
    String ours = Files.readString(Path.of("pom.xml"));
    String theirs = page("my-app/pom.xml");

    assertThat(DEPENDENCY.matcher(theirs.split("<dependencies>")[1]).results())
        .isNotEmpty()
        .allSatisfy(found -> assertThat(ours).contains("<artifactId>" + found.group(2) + "<"));
    for (String version : new String[] {"camel", "h2", "logback"}) {
      assertThat(theirs).contains(">" + version(ours, version) + "<");
    }
    assertThat(page(SPRING + "/pom.xml"))
        .contains("<camel.version>" + version(ours, "camel") + "<")
        .contains("<spring-boot.version>" + version(ours, "spring-boot") + "<");
  }

  @Test
  void the_page_shows_all_files_of_the_example_for_spring_boot() throws Exception {
    try (Stream<Path> files = Files.walk(SPRING)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(page(file.toString())).as("%s", file).isEqualTo(Files.readString(file));
      }
    }
  }

  private static String version(String pom, String name) {
    var found = Pattern.compile("<" + name + "\\.version>([^<]+)<").matcher(pom);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  private static String page(String file) throws Exception {
    return Block.of(HostProcess.PAGE).stream()
        .filter(block -> file.equals(block.file()))
        .map(Block::text)
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/embedding.md does not show " + file));
  }
}

package io.bellhop;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Block;
import io.bellhop.support.Session;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what README.md tells a user to do, in order, with a hub in a process of its own. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  @TempDir Path folder;

  @Test
  void the_first_use_replies_as_the_readme_says_and_its_metrics_are_described() throws Exception {
    try (Session session = new Session(folder, Path.of("").toAbsolutePath())) {
      session.follow(Block.of(README, "First use"));

      String metrics = session.run("curl -s http://127.0.0.1:8081/observe/metrics");
      assertThat(found("(?m)^# TYPE (bellhop_\\w+?)(?:_max)? ", metrics))
          .as("metrics of the hub that README.md describes")
          .isNotEmpty()
          .isSubsetOf(found("(?m)^\\| `(bellhop_\\w+)` \\|", Files.readString(README)));
      assertThat(session.stop()).as("exit code after SIGTERM").isZero();
    }
  }

  @Test
  void the_readme_has_every_option_with_its_default_and_no_other() throws Exception {
    Map<String, String> defaults = new TreeMap<>();
    List<Path> files = new ArrayList<>(List.of(Path.of("src/main/resources/bellhop.properties")));
    try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
      routes.filter(file -> file.endsWith("options.properties")).forEach(files::add);
    }
    for (Path file : files) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      properties.stringPropertyNames().forEach(n -> defaults.put(n, properties.getProperty(n)));
    }

    Map<String, String> described = new TreeMap<>();
    Pattern.compile("(?m)^\\| `(bellhop\\.[a-z.-]+)` \\| (?:`([^`]*)` )?\\| ")
        .matcher(Files.readString(README))
        .results()
        .forEach(row -> described.put(row.group(1), row.group(2) == null ? "" : row.group(2)));

    assertThat(described).isEqualTo(defaults);
  }

  @Test
  void the_ci_script_runs_what_the_readme_tells_a_new_user_to_run() throws Exception {
    String script = Files.readString(Path.of(".ci", "run"));
    for (Block block : Block.of(README, "Start")) {
      String[] commands = block.text().strip().split(" && ");
      assertThat(script).contains("\n" + commands[commands.length - 1] + "\n");
    }
  }

  private static TreeSet<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

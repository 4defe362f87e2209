package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Block;
import io.bellhop.support.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README.md and docs/getting-started.md, with a hub in a process of its own.
 */
@Tag("slow")
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path GETTING_STARTED = Path.of("docs", "getting-started.md");
  private static final Path OPERATIONS = Path.of("docs", "operations.md");

  @TempDir Path folder;

  @Test
  void the_quick_start_replies_as_the_readme_says() throws Exception {
    // The build and the demo come first, which other tests run.
    List<Block> blocks =
        Block.of(README, "Quick start").stream()
            .dropWhile(block -> !block.text().contains("BELLHOP_API_KEY"))
            .toList();
    assertThat(blocks).isNotEmpty();

    try (Session session = session("ownerrez")) {
      session.follow(blocks);
      assertThat(session.stop()).as("exit code after SIGTERM").isZero();
    }
  }

  @Test
  void getting_started_replies_as_the_page_says_and_its_metrics_are_described() throws Exception {
    try (Session session = session("guesty,ownerrez")) {
      session.follow(Block.of(GETTING_STARTED));

      String metrics = session.run("curl -s http://127.0.0.1:8081/observe/metrics");
      assertThat(found("(?m)^# TYPE (bellhop_\\w+?)(?:_max)? ", metrics))
          .as("metrics of the hub that docs/operations.md describes")
          .isNotEmpty()
          .isSubsetOf(found("(?m)^\\| `(bellhop_\\w+)` \\|", Files.readString(OPERATIONS)));
      assertThat(session.stop()).as("exit code after SIGTERM").isZero();
    }
  }

  private Session session(String providers) throws Exception {
    return new Session(folder, Path.of("").toAbsolutePath(), command -> providers);
  }

  private static TreeSet<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

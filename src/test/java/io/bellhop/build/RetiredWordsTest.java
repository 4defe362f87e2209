package io.bellhop.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One word, one meaning: docs/glossary.md has the words that code, SQL, routes and options use, and
 * this test the ones that they no longer use. {@code PagesTest} holds the docs to it.
 */
class RetiredWordsTest {
  private static final Pattern RETIRED =
      Pattern.compile(
          "\\b[Nn]obody\\b|\\b(?i:somebody|whoever|told|taken up|takes up|is over|come again|comes again"
              + "|tried again|hopeless|of no avail|mended|silent accounts?|rhythm|ledger"
              + "|looked_at|told_at|busy_by|listed_run|earlier_attempts|account_rhythm)\\b");

  /** The tests that hold the words themselves. */
  private static final Set<Path> WITH_THE_WORDS =
      Set.of(Path.of("RetiredWordsTest.java"), Path.of("PagesTest.java"));

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/main/resources", "src/test/java", "routes"})
  void no_source_uses_a_retired_word(String folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      files
          .filter(file -> Files.isRegularFile(file) && !WITH_THE_WORDS.contains(file.getFileName()))
          .sorted()
          .forEach(file -> search(file, found));
    }

    assertThat(found).isEmpty();
  }

  private static void search(Path file, List<String> found) {
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (RETIRED.matcher(lines.get(i)).find()) {
          found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.routes.RouteFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The house rules of our own route files that are no rule for others; CheckTest has the rest. */
class RouteFilesTest {
  private static final int MOST_LINES = 130;

  /** A template's file is mostly the list of its parameters, which is looked up, not read. */
  private static final int MOST_LINES_OF_TEMPLATE = 180;

  private static final int LONGEST_LINE = 120;
  private static final int LONGEST_MAPPING = 80;
  private static final Pattern INLINE =
      Pattern.compile("language: jslt\\n\\s+expression: (?!>|\\|)(.*)");

  /** What every provider's main file begins with, in this order. */
  private static final List<String> SECTIONS =
      List.of("bellhop-ingest", "bellhop-api", "bellhop-events", "bellhop-merge", "route");

  static Stream<Path> files() throws IOException {
    return all(".camel.yaml");
  }

  static Stream<Path> texts() throws IOException {
    return all("");
  }

  static Stream<Path> mainFiles() throws IOException {
    return all(".camel.yaml").filter(f -> f.endsWith(f.getParent().getFileName() + ".camel.yaml"));
  }

  private static Stream<Path> all(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("routes"))) {
      return all
          .filter(Files::isRegularFile)
          .filter(f -> f.toString().endsWith(ending))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_is_short_enough_to_be_read_in_one_go(Path file) throws Exception {
    int most = file.getParent().endsWith(RouteFolders.SHARED) ? MOST_LINES_OF_TEMPLATE : MOST_LINES;
    assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(most);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void each_line_fits_on_a_screen(Path file) throws Exception {
    assertThat(Files.readAllLines(file)).allMatch(line -> line.length() <= LONGEST_LINE);
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_long_mapping_stands_in_a_file_of_its_own(Path file) throws Exception {
    String text = Files.readString(file);
    assertThat(INLINE.matcher(text).results().map((MatchResult m) -> m.group(1)))
        .allMatch(mapping -> mapping.length() <= LONGEST_MAPPING);
    assertThat(text).doesNotContainPattern("language: jslt\\n\\s+expression: [>|]");
  }

  @ParameterizedTest
  @MethodSource("files")
  void steps_are_written_in_the_short_form_and_in_blocks(Path file) throws Exception {
    assertThat(Files.readString(file))
        .doesNotContainPattern("uri: direct\\n")
        .doesNotContain("expression: {", "steps: [", "throwException");
  }

  @ParameterizedTest
  @MethodSource("mainFiles")
  void each_provider_has_its_sections_in_the_same_order(Path file) throws Exception {
    List<?> entries =
        (List<?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    List<String> sections =
        entries.stream()
            .map(entry -> section(((Map<?, ?>) entry)))
            .distinct()
            .collect(Collectors.toList());

    assertThat(sections)
        .isSubsetOf(SECTIONS)
        .containsAll(Set.of("bellhop-ingest", "bellhop-events"));
    assertThat(sections).isSortedAccordingTo((a, b) -> SECTIONS.indexOf(a) - SECTIONS.indexOf(b));
  }

  private static String section(Map<?, ?> entry) {
    return entry.get("templatedRoute") instanceof Map<?, ?> route
        ? String.valueOf(route.get("routeTemplateRef"))
        : String.valueOf(entry.keySet().iterator().next());
  }
}

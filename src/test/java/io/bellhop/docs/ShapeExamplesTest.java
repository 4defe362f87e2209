package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.routes.jslt.BoundedJslt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expressions in docs/subscriptions.md give what stands below them. */
class ShapeExamplesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern EVENT =
      Pattern.compile("With this event\n\n```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EXAMPLE =
      Pattern.compile("```jslt\n(.*?)```\n\n```json\n(.*?)```", Pattern.DOTALL);

  static Stream<Arguments> examples() throws Exception {
    String page = Files.readString(Path.of("docs", "subscriptions.md"));
    String event = EVENT.matcher(page).results().findFirst().orElseThrow().group(1);
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
    assertThat(examples).hasSizeGreaterThan(4);
    return examples.stream().map(one -> Arguments.of(one.group(1), event, one.group(2)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_gives_what_stands_below_it(String expression, String event, String result)
      throws Exception {
    JsonNode given = new BoundedJslt(expression).apply(MAPPER.readTree(event));

    assertThat(MAPPER.readTree(given.toString())).isEqualTo(MAPPER.readTree(result));
  }
}

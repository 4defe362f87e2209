package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedJsltTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String EVENT =
      """
      {"hook": {"eventType": "reservation.created"},
       "data": {"record": {"id": "R1", "guest": {"name": "Ada Example"}, "nights": 3,
         "rooms": [{"id": "a", "price": 10}, {"id": "b", "price": 20}]}}}
      """;

  private static JsonNode event() throws Exception {
    return MAPPER.readTree(EVENT);
  }

  /** Each kind of part that JSLT has, so that none is left out or broken by the meter. */
  static Stream<String> expressions() {
    return Stream.of(
        ".data.record",
        ".data.record.rooms[-1 : ]",
        "def f(n) if ($n > 1) $n * f($n - 1) else 1 f(.data.record.nights)",
        "[for (.data.record.rooms) let p = .price let q = $p * 2 {\"id\": .id, \"q\": $q}]",
        "{for (.data.record.rooms) .id : .price * 2 if (.price > 10)}",
        "{\"data\": {\"record\": {\"nights\": 0, * : .}}, * - hook : .}",
        ".hook.eventType | {\"type\": ., \"kind\": split(., \"[.]\")[0]}",
        "if (test(.hook.eventType, \"^res\") and not(.none)) \"a\" + 1 else fallback(.x, 2)",
        "let a = 6 / 2 - 1 {\"all\": join([$a, 2.5 * 2, \"x\" * 3], \", \"), \"t\": \"a * b\"}",
        "capture(.hook.eventType, \"(?<kind>[a-z]+)[.](?<verb>.*)\")",
        "replace(.hook.eventType, \"[.]\", \" was \") // 2 * 3",
        "{\"total\": money(.data.record.nights), \"up\": upper(.data.record.guest.name)}",
        "[.a == null, .data.record.nights >= 3, .data.record.nights != 3 or false]");
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void a_bounded_expression_gives_what_jslt_gives(String source) throws Exception {
    JsonNode unbounded = JsltLanguage.compile("test", source).apply(event());

    assertThat(new BoundedJslt(source).apply(event())).isEqualTo(unbounded);
    assertThat(unbounded.isEmpty() && unbounded.isContainerNode()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Time: recursion that branches, loops in loops, a regular expression that backtracks.
        "def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1 f(100)",
        "let a = (split(\"x\" * 1000, \"\")) {\"a\": [for ($a) [for ($a) size([for ($a) 1])]]}",
        "test(\"a\" * 60, \"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)!\")",
        "replace(\"a\" * 60, \"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)!\", \"b\")",
        // Depth.
        "def f(n) 1 + f($n + 1) f(0)",
        // Memory: products, sums, texts in texts, lists that share their elements.
        "\"abc\" * 1000000000",
        "(\"a\" + 1) * 100000 * 100000",
        ".hook.eventType * 1000000000",
        "def f(s, n) if ($n > 0) f($s + $s, $n - 1) else $s f(\"ab\", 60)",
        ".hook | (.eventType + .eventType) |"
            + " .+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+."
            + "|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.",
        "def f(a, n) if ($n > 0) f([$a, $a], $n - 1) else $a to-json(f(\"a\", 60))",
        "join(split(\"x\" * 100000, \"\"), \"y\" * 100000)",
        "replace(\"x\" * 100000, \"x\", \"y\" * 100000)"
      })
  void an_endless_deep_or_huge_expression_ends_with_a_failure(String source) throws Exception {
    BoundedJslt expression = new BoundedJslt(source);

    assertThatThrownBy(() -> expression.apply(event()))
        .isInstanceOf(BoundedJslt.FailedException.class)
        .message()
        .matches(
            "(line 1: )?(takes more than .* steps|makes a value of more than .*"
                + "|calls itself too often, or is nested too deeply|is nested too deeply)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "(", "not("})
  void an_expression_that_is_nested_too_deeply_for_the_compiler_is_refused(String open) {
    assertThat(catchThrowable(() -> new BoundedJslt(open.repeat(BoundedJslt.LONGEST / 4))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": .b,, }             | line 1: ",
        "starts-wth(.a, \"b\")      | line 1: No such function: 'starts-wth'; there is"
            + " 'starts-with'",
        "not(.a, .b)                | line 1: ",
        "import \"x\" as x x:f(.)   | there are no files to import",
        "\"a                        | line 1",
        "$nothing                   | line 1: there is no variable $nothing",
        "2 * 3 *                    | line 1: "
      })
  void what_does_not_compile_is_explained_with_its_line(String source, String words) {
    assertThatThrownBy(() -> new BoundedJslt(source))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("is not JSLT: ")
        .hasMessageContaining(words)
        .message()
        .doesNotContain("bellhop-one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\n.data.record.guest.name / 2`      | line 2: ",
        "number(.data.record.guest.name)      | line 1: ",
        "\n\nerror(.data.record.guest.name)   | line 1: its error(...)",
        "error(\"no price\")                  | line 1: no price",
        "[for (.data.record.guest.name) .]    | line 1: For loop can't iterate over a text"
      })
  void a_failure_names_its_line_and_never_the_data(String source, String words) throws Exception {
    BoundedJslt expression = new BoundedJslt(source);

    BoundedJslt.FailedException failure =
        catchThrowableOfType(BoundedJslt.FailedException.class, () -> expression.apply(event()));

    assertThat(failure).hasMessageStartingWith(words).message().doesNotContain("Ada");
    assertThat(failure.quoting()).contains(source.contains("name") ? "Ada" : "no price");
  }

  @Test
  void a_failing_expression_leaves_the_next_run_all_its_steps() throws Exception {
    BoundedJslt expression =
        new BoundedJslt("def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1 f(.n)");
    catchThrowable(() -> expression.apply(MAPPER.readTree("{\"n\": 40}")));

    assertThat(expression.apply(MAPPER.readTree("{\"n\": 4}")).asInt()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "1, true", "0, false", "null, false", ".hook, true", ".none, false"})
  void truth_is_that_of_jslt(String source, boolean isTrue) throws Exception {
    assertThat(new BoundedJslt(source).isTrue(event())).isEqualTo(isTrue);
  }
}

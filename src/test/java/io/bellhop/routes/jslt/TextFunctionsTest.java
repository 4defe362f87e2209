package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFunctionsTest {
  @ParameterizedTest
  @CsvSource({"'a', 'a'", "7, 7", "-1.50, -1.50"})
  void text_is_a_text_or_a_number_as_text(String value, String text) {
    String json = value.matches("[-0-9.]+") ? value : "'" + value + "'";
    assertThat(call("text(.)", json).textValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "{}", "[]", "[null]", "['', [ ]]"})
  void text_of_nothing_is_null(String value) {
    assertThat(Called.of("text(.)", value).result().isNull()).isTrue();
    assertThat(Called.of("text(.)", value).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {"{'a': 1}|an object", "[1]|a list", "false|false", "true|true"})
  void what_is_there_and_no_text_is_null_with_a_warning(String value, String shown) {
    for (String function : new String[] {"text", "upper"}) {
      Called called = Called.of(function + "(.name)", "{'name': " + value + "}");

      assertThat(called.result().isNull()).isTrue();
      assertThat(called.warnings()).containsExactly("name: " + shown + " is not a text");
    }
    assertThat(Called.of("texts(.names)", "{'names': ['a', " + value + "]}").warnings())
        .containsExactly("names[1]: " + shown + " is not a text");
  }

  @Test
  void a_value_that_text_gave_still_has_its_field() {
    assertThat(Called.of("money(text(.a))", "{'a': 'free'}").warnings())
        .containsExactly("a: \"free\" is not an amount");
  }

  @Test
  void upper_is_the_same_text_in_capitals_in_any_country() {
    assertThat(call("upper(.)", "'confirmed'").textValue()).isEqualTo("CONFIRMED");
    assertThat(call("upper(.)", "''").isNull()).isTrue();
    assertThat(call("upper(.)", "null").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[null]|[]",
        "null|[]",
        "['', ' ', null]|[]",
        "['b', 'a', 'b']|['b','a']",
        "[7, '7', 8]|['7','8']",
        "'a'|['a']",
        "[{'a': 1}, ['x'], 'y']|['y']"
      })
  void texts_are_what_a_list_has_without_what_is_empty_or_there_twice(String list, String texts) {
    assertThat(call("texts(.)", list)).hasToString(texts.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "'''2''', 2", "2.0, 2", "0, 0"})
  void a_count_is_a_whole_number(String value, int count) {
    assertThat(call("count(.)", value).intValue()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2.5", "'two'", "99999999999", "[2]", "true"})
  void what_is_there_and_no_count_is_null_with_a_warning(String value) {
    Called called = Called.of("count(.adults)", "{'adults': " + value + "}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).singleElement().asString().endsWith(" is not a count");
    assertThat(Called.of("count(.adults)", "{}").warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "[]", "{}"})
  void what_a_source_says_is_empty_is_more_than_left_out(String value) {
    String cleared = "{'a': cleared(., 'a'), 'b': cleared(., 'b')}";

    assertThat(call(cleared, "{'a': " + value + "}").has("a")).isTrue();
    assertThat(call(cleared, "{'a': 'full'}")).isEmpty();
  }

  @Test
  void a_mapping_may_warn_by_itself_and_gets_nothing_for_it() {
    Called called = Called.of("warn('the amount is a payout')", "{}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).containsExactly("the amount is a payout");
    assertThat(Called.of("warn(null)", "{}").warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "'No', false", "'false', false", "1, true", "0, false"})
  void a_flag_is_a_truth_in_any_writing(String value, boolean flag) {
    String json = value.matches("No|false") ? "'" + value + "'" : value;
    assertThat(call("flag(.)", json).booleanValue()).isEqualTo(flag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'maybe'", "2", "{'a': 1}", "['true', 'false']"})
  void what_is_there_and_no_truth_is_null_with_a_warning(String value) {
    Called called = Called.of("flag(.tax)", "{'tax': " + value + "}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).singleElement().asString().endsWith("is neither true nor false");
    assertThat(Called.of("flag(.tax)", "{'tax': ''}").warnings()).isEmpty();
  }

  private static JsonNode call(String jslt, String input) {
    return Called.of(jslt, input).result();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {"[{'a': 1}, null, {'a': 2}]|2", "{'a': 1}|1", "[]|0", "{}|0", "null|0", "''|0"})
  void objects_are_those_of_a_list_or_one_alone(String list, int size) {
    Called objects = Called.of("[for (objects(.l)) .a]", "{'l': " + list + "}");

    assertThat(objects.result()).hasSize(size);
    assertThat(objects.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "'x'|l: a text is not a list",
        "false|l: false is not a list",
        "[7]|l[0]: 7 is not an object"
      })
  void what_is_no_list_of_objects_is_left_out_with_a_warning(String list, String warning) {
    Called objects = Called.of("[for (objects(.l)) .a]", "{'l': " + list + "}");

    assertThat(objects.result()).isEmpty();
    assertThat(objects.warnings()).containsExactly(warning);
  }

  @Test
  void an_object_is_the_list_of_itself_only_if_it_has_a_field_of_its_elements() {
    String jslt = "[for (objects(.l, ['a', 'b'])) .b]";
    Called other = Called.of(jslt, "{'l': {'7': {'b': 1}}}");

    assertThat(Called.of(jslt, "{'l': {'b': 1}}").result()).hasSize(1);
    assertThat(other.result()).isEmpty();
    assertThat(other.warnings())
        .containsExactly("l: an object is neither a list nor one of its elements");
  }
}

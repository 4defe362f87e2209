package io.bellhop.ingest;

import static io.bellhop.ingest.VerifierInput.headers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.net.RequestHeaders;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a provider's author names the parts of a key. */
class FieldExpressionTest {
  private static final RequestHeaders NO_HEADERS = headers();

  @Test
  void a_field_is_a_json_path() {
    assertThat(read("$.booking.id", "{'booking': {'id': 'b1'}}")).isEqualTo("b1");
    assertThat(read("$.changes[0].id", "{'changes': [{'id': 'c1'}, {'id': 'c2'}]}"))
        .isEqualTo("c1");
  }

  @Test
  void or_a_header_whose_name_has_no_case() {
    FieldExpression fields = fields("@svix-id");

    assertThat(fields.read(json("{}"), headers("Svix-Id", "msg_1"))).isEqualTo("msg_1");
    assertThat(fields.read(json("{}"), NO_HEADERS)).isNull();
  }

  @Test
  void numbers_and_booleans_read_as_they_are_written() {
    assertThat(read("$.n", "{'n': 12345678901234567890}")).isEqualTo("12345678901234567890");
    assertThat(read("$.n", "{'n': -1.5}")).isEqualTo("-1.5");
    assertThat(read("$.b", "{'b': false}")).isEqualTo("false");
  }

  @Test
  void parts_are_divided_by_a_blank_however_the_author_divides_them() {
    String body = "{'type': 'booking', 'id': 7}";

    assertThat(read("$.type $.id", body)).isEqualTo("booking 7");
    assertThat(read("  $.type \n  $.id ", body)).isEqualTo("booking 7");
  }

  @Test
  void if_one_part_is_not_there_there_is_no_key() {
    assertThat(read("$.type $.id", "{'type': 'booking'}")).isNull();
    assertThat(read("$.type $.id", "{'id': 7}")).isNull();
  }

  @Test
  void of_alternatives_the_first_that_is_there_counts() {
    assertThat(read("$.a|$.b|$.c", "{'b': 2, 'c': 3}")).isEqualTo("2");
    assertThat(read("$.a|$.b|$.c", "{'a': null, 'c': 3}")).isEqualTo("3");
    assertThat(read("$.a|$.b|$.c", "{}")).isNull();
  }

  @Test
  void a_header_may_stand_in_for_a_path() {
    FieldExpression fields = fields("$.id|@x-id $.type");

    assertThat(fields.read(json("{'type': 't'}"), headers("X-Id", "h"))).isEqualTo("h t");
    assertThat(fields.read(json("{'id': 'b', 'type': 't'}"), headers("X-Id", "h")))
        .isEqualTo("b t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'a': null}", "{'a': {'b': 1}}", "{'a': [1]}", "{'A': 1}"})
  void null_objects_and_lists_are_no_text(String body) {
    assertThat(read("$.a", body)).isNull();
  }

  @Test
  void an_empty_text_is_not_there() {
    // All messages with an empty id would be repeats of the first.
    assertThat(read("$.id", "{'id': ''}")).isNull();
    assertThat(read("$.id|$.key", "{'id': '', 'key': 'k'}")).isEqualTo("k");
    assertThat(fields("@x-id").read(json("{}"), headers("x-id", ""))).isNull();
  }

  @Test
  void a_path_through_something_that_is_no_object_finds_nothing() {
    assertThat(read("$.a.b.c", "{'a': 1}")).isNull();
    assertThat(read("$.a[3].b", "{'a': [1]}")).isNull();
  }

  @Test
  void the_payload_is_only_read_and_never_executed() {
    assertThat(read("$.id", "{'id': '$.secret', 'secret': 's'}")).isEqualTo("$.secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "body",
        "#bodies",
        "$..id",
        "$.items[*].id",
        "$.items[?(@.id)]",
        "",
        "$.a||$.b"
      })
  void a_field_that_is_not_one_value_is_refused_when_it_is_compiled(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields(expression))
        .withMessageContaining(
            "a field must be a JSONPath to one value ($.a.b) or a header (@name) or #body");
  }

  @Test
  void a_path_that_does_not_compile_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields("$.good $.bad."))
        .withMessageContaining("the JSONPath $.bad. does not compile");
  }

  @Test
  void the_body_itself_may_be_a_part_known_by_its_hash() {
    // printf "{'id': 7}" | sha256sum
    String hash = "sha256:298aaeb607383c2eb6a4a47471ef4f69fab101837cf017db1592a317533fed91";

    assertThat(read("#body", "{'id': 7}")).isEqualTo(hash);
    assertThat(read("$.key|#body", "{'id': 7}")).isEqualTo(hash);
    assertThat(read("$.id #body", "{'id': 7}")).isEqualTo("7 " + hash);
    assertThat(read("#body", "{'id':7}")).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"@x-id", "#body", "$.id|@x-id"})
  void where_only_the_body_is_at_hand_other_fields_are_refused(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FieldExpression(expression, EnumSet.of(FieldExpression.Source.BODY)))
        .withMessageContaining("a field must be a JSONPath to one value ($.a.b), was: ");
  }

  @Test
  void a_field_of_an_array_is_read_from_one_of_its_items() {
    assertThat(read("$[0].id", "[{'id': 'a'}, {'id': 'b'}]")).isEqualTo("a");
    assertThat(read("$.id", "[{'id': 'a'}]")).isNull();
  }

  private static String read(String expression, String body) {
    return fields(expression).read(json(body), NO_HEADERS);
  }

  private static FieldExpression fields(String expression) {
    return new FieldExpression(expression, EnumSet.allOf(FieldExpression.Source.class));
  }

  private static WebhookBody json(String withSingleQuotes) {
    return new WebhookBody(VerifierInput.json(withSingleQuotes), withSingleQuotes.getBytes(UTF_8));
  }
}

package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellhop.validation.InvalidFieldsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRequestTest {
  private static final String ID = "0b7e6a52-5d3f-4c1e-9a55-0d1c2b3a4f5e";

  @Test
  void a_path_is_taken_apart_before_it_is_decoded() {
    assertThat(get("/api/v1/reservations/a%2Fb+c%20d").segments())
        .containsExactly("reservations", "a/b+c d");
  }

  @Test
  void a_slash_at_the_end_changes_nothing() {
    assertThat(get("/api/v1/events/").segments()).containsExactly("events");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1", "/api/v2/events", "/events", "/api/v1/events/%zz"})
  void a_path_that_is_not_ours_is_not_found(String path) {
    assertThat(error(() -> get(path)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1-1-1-1-1", "x", " " + ID})
  void an_id_that_is_no_uuid_is_not_found(String id) {
    ApiRequest request = ApiRequest.of("GET", "/api/v1/events/" + id, null, body(new byte[0]));

    assertThat(error(request::uuid).status()).isEqualTo(404);
  }

  @Test
  void a_query_parameter_that_is_not_known_is_refused_with_those_that_are_near() {
    QueryParameters query = new QueryParameters("stauts=dead&provider=guesty&&y&=z&a%20b=1&page=2");

    assertThat(faults(() -> query.only(List.of("status", "provider", "pagination[page]"))))
        .containsOnlyKeys("stauts", "y", "query", "page")
        .containsEntry(
            "stauts",
            List.of(
                "is unknown; did you mean status? known are status, provider, pagination[page]"))
        .containsEntry(
            "page",
            List.of(
                "is unknown; did you mean pagination[page]? known are status, provider,"
                    + " pagination[page]"))
        .hasEntrySatisfying("query", texts -> assertThat(texts).hasSize(2));
  }

  @Test
  void a_known_query_parameter_that_is_repeated_is_refused() {
    assertThat(faults(() -> new QueryParameters("a=1&a=1").only(List.of("a"))))
        .containsEntry("a", List.of("must be given once"));
  }

  @Test
  void an_empty_query_parameter_is_absent() {
    assertThat(new QueryParameters("status=&provider").text("status")).isNull();
  }

  @Test
  void a_repeated_query_parameter_is_refused() {
    assertThat(error(() -> new QueryParameters("a=1&a=2").text("a")).details())
        .containsOnlyKeys("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%zz", "a=%", "%", "a=%f", "a=%ff", "a=%ED%A0%80", "%00=%FE", "a=%-1"})
  void a_query_that_cannot_be_decoded_is_refused(String query) {
    assertThat(error(() -> new QueryParameters(query)).details()).containsOnlyKeys("query");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%00", "a=x%0Ay", "a=%7F", "a=%C2%85"})
  void a_value_with_control_characters_is_refused(String query) {
    assertThat(error(() -> new QueryParameters(query).text("a")).details()).containsOnlyKeys("a");
  }

  @Test
  void a_value_may_be_of_any_script() {
    assertThat(new QueryParameters("a=%F0%9F%8F%A1+caf%C3%A9%2B").text("a")).isEqualTo("🏡 café+");
  }

  @Test
  void a_uuid_in_the_query_is_checked() {
    assertThat(new QueryParameters("a=" + ID.toUpperCase(java.util.Locale.ROOT)).uuid("a"))
        .isEqualTo(ID);
    assertThat(error(() -> new QueryParameters("a=1").uuid("a")).details()).containsOnlyKeys("a");
  }

  @Test
  void a_body_is_unwrapped_by_the_name_of_its_type() {
    assertThat(body("{\"thing\":{\"name\":\"x\"}}")).isEqualTo("{\"name\":\"x\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{nope", "{\"thing\":{}} {}", "\u0000"})
  void a_body_that_is_not_json_is_a_bad_request(String body) {
    assertThat(error(() -> body(body)).body().at("/errors/code").asText()).isEqualTo("bad_request");
  }

  @Test
  void a_body_without_bottom_is_a_bad_request() {
    String deep = "{\"thing\":".repeat(50_000) + "1" + "}".repeat(50_000);

    assertThat(error(() -> body(deep)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "{}", "{\"thing\":[]}", "{\"thing\":null}"})
  void other_json_is_refused_by_field(String body) {
    ApiError error = error(() -> body(body));

    assertThat(error.status()).isEqualTo(422);
    assertThat(error.body().at("/errors/code").asText()).isEqualTo("validation_error");
    assertThat(error.body().at("/errors/details/thing/0").isTextual()).isTrue();
  }

  @Test
  void a_wrapper_of_another_name_is_refused() {
    assertThat(faults(() -> body("{\"thign\":{},\"x\":1}")))
        .containsOnlyKeys("thign", "x", "thing")
        .containsEntry("thign", List.of("is unknown; did you mean thing? known are thing"));
    assertThat(faults(() -> body("{\"thing\":{},\"x\":1}"))).containsOnlyKeys("x");
  }

  @Test
  void a_repeated_name_is_refused() {
    assertThat(error(() -> body("{\"thing\":{\"a\":1,\"a\":2}}")).details().get("body"))
        .singleElement()
        .asString()
        .startsWith("has a name twice in one object (line 1, column ");
  }

  @Test
  void what_is_not_json_is_explained_by_its_type_and_json_is_read_whatever_its_type() {
    byte[] form = "thing=1".getBytes(StandardCharsets.UTF_8);
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    String type = "application/x-www-form-urlencoded";

    assertThat(error(() -> new ApiBody(form, type, false).json()))
        .hasMessage(
            "The body is not JSON (line 1, column 1); the content type is "
                + type
                + ": send application/json");
    assertThat(error(() -> new ApiBody(new byte[0], type, true).json()))
        .hasMessageContaining(type + ": send application/json");
    assertThat(new ApiBody(json, type, false).json().isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"limit\":5}", "limit=5", "[]"})
  void a_body_where_none_is_read_is_refused(String body) {
    ApiRequest request =
        ApiRequest.of("GET", "/api/v1/events", null, body(body.getBytes(StandardCharsets.UTF_8)));

    assertThat(error(request::mustHaveNoBody).details()).containsOnlyKeys("body");
  }

  private static ApiRequest get(String path) {
    return ApiRequest.of("GET", path, null, body(new byte[0]));
  }

  private static String body(String text) {
    return ApiRequest.of(
            "POST", "/api/v1/things", null, body(text.getBytes(StandardCharsets.UTF_8)))
        .wrapped("thing")
        .toString();
  }

  private static ApiBody body(byte[] bytes) {
    return new ApiBody(bytes, "", false);
  }

  private static ApiError error(ThrowingCallable call) {
    return catchThrowableOfType(ApiError.class, call);
  }

  private static Map<String, List<String>> faults(ThrowingCallable call) {
    return catchThrowableOfType(InvalidFieldsException.class, call).faults();
  }
}

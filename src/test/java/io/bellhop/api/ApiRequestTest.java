package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
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
    assertThat(get("/api/v1/events/").isCollection()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1", "/api/v2/events", "/events", "/api/v1/events/%zz"})
  void a_path_that_is_not_ours_is_not_found(String path) {
    assertThat(error(() -> get(path)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1-1-1-1-1", "x", " " + ID})
  void an_id_that_is_no_uuid_is_not_found(String id) {
    ApiRequest request = ApiRequest.of("GET", "/api/v1/events/" + id, null, new byte[0]);

    assertThat(error(request::uuid).status()).isEqualTo(404);
  }

  @Test
  void query_parameters_that_nobody_asks_for_are_ignored() {
    QueryString query = new QueryString("x=1&x=2&provider=guesty&&y");

    assertThat(query.text("provider")).isEqualTo("guesty");
    assertThat(query.text("status")).isNull();
  }

  @Test
  void an_empty_query_parameter_is_none() {
    assertThat(new QueryString("status=&provider").text("status")).isNull();
  }

  @Test
  void a_query_parameter_that_stands_twice_is_refused() {
    assertThat(error(() -> new QueryString("a=1&a=2").text("a")).details()).containsOnlyKeys("a");
  }

  @Test
  void a_query_that_cannot_be_decoded_is_refused() {
    assertThat(error(() -> new QueryString("a=%zz")).status()).isEqualTo(422);
  }

  @Test
  void a_uuid_in_the_query_is_checked() {
    assertThat(new QueryString("a=" + ID.toUpperCase(java.util.Locale.ROOT)).uuid("a"))
        .isEqualTo(ID);
    assertThat(error(() -> new QueryString("a=1").uuid("a")).details()).containsOnlyKeys("a");
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
  void a_method_that_is_not_there_names_those_that_are() {
    ApiError error = error(() -> get("/api/v1/events").only("POST"));

    assertThat(error.status()).isEqualTo(405);
    assertThat(error.headers()).containsEntry("Allow", "POST");
  }

  private static ApiRequest get(String path) {
    return ApiRequest.of("GET", path, null, new byte[0]);
  }

  private static String body(String text) {
    return ApiRequest.of("POST", "/api/v1/things", null, text.getBytes(StandardCharsets.UTF_8))
        .wrapped(new ObjectMapper(), "thing")
        .toString();
  }

  private static ApiError error(ThrowingCallable call) {
    return catchThrowableOfType(ApiError.class, call);
  }
}

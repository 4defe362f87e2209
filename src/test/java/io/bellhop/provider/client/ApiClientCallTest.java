package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.tool.fixture.FixtureAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider's API is sent, by each method and each kind of proof that is a credential. */
class ApiClientCallTest {
  private static final String KEY = "x-api-key: {api_key|x_api_key}";

  private final ApiBench bench = new ApiBench(null);

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void bearer_sends_the_accounts_token() {
    JsonNode answer = bench.call(bench.open("auth", "bearer"), Map.of("token", "at_1"));

    assertThat(answer).isEqualTo(RouteExchange.json("{'id': 7}"));
    assertThat(bench.last().headers())
        .containsEntry("authorization", "Bearer at_1")
        .containsEntry("accept", "application/json")
        .containsEntry("user-agent", ApiClient.USER_AGENT);
  }

  @Test
  void basic_sends_user_name_and_password_in_utf_8() {
    bench.call(bench.open("auth", "basic"), Map.of("username", "ada", "password", "pä:ss"));

    assertThat(bench.last().headers().get("authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder().encodeToString("ada:pä:ss".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void basic_takes_no_user_name_that_would_move_a_part_of_it_into_the_password() {
    ApiProcessor api = bench.open("auth", "basic");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, Map.of("username", "a:b", "password", "c")))
        .withMessageContaining("api.username");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void headers_sends_the_first_field_that_the_account_has() {
    ApiProcessor api = bench.open("auth", "headers", "headers", KEY);

    bench.call(api, Map.of("x_api_key", "k2"));
    assertThat(bench.last().headers()).containsEntry("x-api-key", "k2");

    bench.call(api, Map.of("x_api_key", "k2", "api_key", "k1"));
    assertThat(bench.last().headers())
        .containsEntry("x-api-key", "k1")
        .doesNotContainKey("authorization");
  }

  @Test
  void text_may_stand_around_the_braces() {
    bench.call(
        bench.open("auth", "headers", "headers", "Authorization: Token token={api_key}, v=1"),
        Map.of("api_key", "k1"));

    assertThat(bench.last().headers()).containsEntry("authorization", "Token token=k1, v=1");
  }

  @Test
  void of_several_ways_the_first_that_the_account_has_is_used() {
    ApiProcessor api = bench.open("auth", "headers | basic|bearer", "headers", KEY);

    bench.call(api, Map.of("token", "at_1"));
    assertThat(bench.last().headers())
        .containsEntry("authorization", "Bearer at_1")
        .doesNotContainKey("x-api-key");

    bench.call(api, Map.of("token", "at_1", "username", "ada", "password", "secret"));
    assertThat(bench.last().headers().get("authorization")).startsWith("Basic ");

    bench.call(api, Map.of("token", "at_1", "api_key", "k1"));
    assertThat(bench.last().headers())
        .containsEntry("x-api-key", "k1")
        .doesNotContainKey("authorization");
  }

  @Test
  void an_account_without_usable_credentials_names_the_fields_to_set() {
    ApiProcessor api = bench.open("auth", "headers|basic|oauth2-refresh-token", "headers", KEY);

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(
            () -> bench.call(api, Map.of("username", "ada", "base_url", "http://127.0.0.1:9")))
        .withMessage(
            "the account has no api.api_key, or api.username and api.password, or api.client_id and"
                + " api.client_secret and api.refresh_token: set them by PUT");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void an_external_id_and_a_payload_are_no_credentials() {
    ApiProcessor api = bench.open("auth", "headers", "headers", "x-key: {key|external_id|$id}");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, Map.of(), Map.of("id", "7")))
        .withMessage("the account has no api.key: set it by PUT");
  }

  @Test
  void headers_are_sent_beside_any_proof_and_left_out_if_nothing_is_found() {
    ApiProcessor api =
        bench.open(
            "auth",
            "bearer",
            "headers",
            "workspaceId: {workspace_id|$space}; accountId: {account_id|external_id}; "
                + "Accept: application/vnd.api+json; q=0.9;");

    bench.call(api, Map.of("token", "at_1"));
    assertThat(bench.last().headers())
        .containsEntry("accountid", "ext-1")
        .containsEntry("accept", "application/vnd.api+json; q=0.9")
        .doesNotContainKey("workspaceid");

    bench.call(api, Map.of("token", "at_1"), Map.of("space", "w-1"));
    assertThat(bench.last().headers()).containsEntry("workspaceid", "w-1");

    bench.call(
        api,
        Map.of("token", "at_1", "workspace_id", "mine", "account_id", "9"),
        Map.of("space", "w-1"));
    assertThat(bench.last().headers())
        .containsEntry("workspaceid", "mine")
        .containsEntry("accountid", "9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2",
        "1\r\nAuthorization: Bearer stolen",
        "1\nX: y",
        "{token}",
        "${variable.apiPath}",
        "{{bellhop.api-key}}",
        "a;b",
        "a:b",
        "ünïcode",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void what_is_no_id_never_gets_into_a_header(String text) {
    ApiProcessor api = bench.open("auth", "bearer", "headers", "x-space: {$space}");

    bench.call(api, Map.of("token", "at_1"), Map.of("space", text));
    assertThat(bench.last().headers()).doesNotContainKey("x-space");

    bench.call(
        api, Map.of("token", "at_1"), Map.of("space", RouteExchange.MAPPER.valueToTree(text)));
    assertThat(bench.last().headers())
        .doesNotContainKey("x-space")
        .containsEntry("authorization", "Bearer at_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "['a']", "true", "1.5"})
  void nor_does_json_that_is_no_id(String json) {
    ApiProcessor api = bench.open("auth", "bearer", "headers", "x-space: {$space}");

    bench.call(api, Map.of("token", "at_1"), Map.of("space", RouteExchange.json(json)));

    assertThat(bench.last().headers()).doesNotContainKey("x-space");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "headers"})
  void a_credential_with_control_characters_is_never_sent_and_never_shown(String auth) {
    ApiProcessor api = bench.open("auth", auth, "headers", "x-key: {token}");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "s3cret\r\nX-Admin: 1")))
        .withMessageContaining("control characters")
        .withMessageContaining("by PUT")
        .withMessageNotContaining("s3cret");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void a_post_sends_its_body_as_json() {
    ApiProcessor api = bench.open("auth", "bearer");
    JsonNode body = RouteExchange.json("{'sum': 310.50, 'name': 'Ada'}");

    bench.call(api, Map.of("token", "at_1"), Map.of("apiMethod", "POST", "apiBody", body));

    assertThat(bench.last().method()).isEqualTo("POST");
    assertThat(bench.last().headers()).containsEntry("content-type", "application/json");
    assertThat(bench.last().body()).asString().isEqualTo("{\"sum\":310.50,\"name\":\"Ada\"}");
  }

  @Test
  void a_get_sends_a_body_where_the_api_is_asked_so() {
    ApiProcessor api = bench.open("auth", "bearer", "getBody", "true");
    JsonNode body = RouteExchange.json("{'from': '2027-01-01'}");

    bench.call(api, Map.of("token", "at_1"), Map.of("apiBody", body));
    assertThat(bench.last().method()).isEqualTo("GET");
    assertThat(bench.last().headers()).containsEntry("content-type", "application/json");
    assertThat(bench.last().body()).asString().isEqualTo("{\"from\":\"2027-01-01\"}");

    bench.call(api, Map.of("token", "at_1"));
    assertThat(bench.last().body()).isEmpty();
    assertThat(bench.last().headers()).doesNotContainKeys("content-type", "content-length");
  }

  @Test
  void any_other_get_leaves_out_what_a_post_before_it_has_sent() {
    JsonNode body = RouteExchange.json("{'sum': 310.50}");

    bench.call(bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiBody", body));

    assertThat(bench.last().method()).isEqualTo("GET");
    assertThat(bench.last().body()).isEmpty();
  }

  @Test
  void a_post_of_another_json_type_says_so() {
    bench.call(
        bench.open("auth", "bearer", "headers", "Content-Type: application/vnd.api+json"),
        Map.of("token", "at_1"),
        Map.of("apiMethod", "POST", "apiBody", RouteExchange.json("{'a': 1}")));

    assertThat(bench.last().headers()).containsEntry("content-type", "application/vnd.api+json");
  }

  @Test
  void a_post_without_a_body_sends_none() {
    bench.call(bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiMethod", "POST"));

    assertThat(bench.last().method()).isEqualTo("POST");
    assertThat(bench.last().body()).isEmpty();
    assertThat(bench.last().headers()).containsEntry("content-length", "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "<html>"})
  void a_post_that_was_done_is_done_whatever_its_answer(String said) {
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(204, said.getBytes(StandardCharsets.UTF_8)));

    JsonNode answer =
        bench.call(
            bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiMethod", "POST"));

    assertThat(answer).isEqualTo(RouteExchange.json("{}"));
  }

  @Test
  void a_post_keeps_an_answer_that_is_json() {
    bench.api.next(
        1, ApiBench.PATH, FixtureAnswer.of(201, "\"done\"".getBytes(StandardCharsets.UTF_8)));

    JsonNode answer =
        bench.call(
            bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiMethod", "POST"));

    assertThat(answer.asText()).isEqualTo("done");
  }

  @Test
  void a_get_that_answers_with_nothing_comes_again() {
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(200, new byte[0]));
    ApiProcessor api = bench.open("auth", "bearer");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "at_1")));
  }

  @Test
  void a_post_is_refused_and_comes_again_as_a_get_is() {
    ApiProcessor api = bench.open("auth", "bearer");
    bench
        .api
        .next(1, ApiBench.PATH, FixtureAnswer.of(422))
        .next(1, ApiBench.PATH, FixtureAnswer.of(503));

    assertThatExceptionOfType(ApiRejectedException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "at_1"), Map.of("apiMethod", "POST")));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "at_1"), Map.of("apiMethod", "POST")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void what_is_there_may_be_changed_and_removed(String method) {
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(204, new byte[0]));

    JsonNode answer =
        bench.call(
            bench.open("auth", "bearer"),
            Map.of("token", "at_1"),
            Map.of("apiMethod", method, "apiBody", RouteExchange.json("{'seen':true}")));

    assertThat(answer).isEqualTo(RouteExchange.json("{}"));
    assertThat(bench.last().method()).isEqualTo(method);
    assertThat(new String(bench.last().body(), StandardCharsets.UTF_8))
        .isEqualTo(method.equals("DELETE") ? "" : "{\"seen\":true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "post", "GET /", "TRACE"})
  void no_other_method_is_used(String method) {
    ApiProcessor api = bench.open("auth", "bearer");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> bench.call(api, Map.of("token", "at_1"), Map.of("apiMethod", method)))
        .withMessageContaining("apiMethod");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void a_body_that_is_no_json_is_the_routes_mistake() {
    ApiProcessor api = bench.open("auth", "bearer");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(
            () ->
                bench.call(
                    api,
                    Map.of("token", "at_1"),
                    Map.of("apiMethod", "POST", "apiBody", "guest Ada")))
        .withMessageContaining("apiBody")
        .withMessageNotContaining("Ada");
  }
}

package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.config.TemplateParameters;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.support.SharedTemplate;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider's API is sent, by each kind of proof that needs no token to be fetched. */
class ApiClientCallTest {
  private static final String SIGNED =
      "{method}\\n{path}\\n{query}\\n{timestamp}\\n{nonce}\\n{bodyHash}\\n{key}";
  private static final String KEY = "x-api-key: {api_key|x_api_key}";

  private final ApiBench bench = new ApiBench(null);

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void bearer_sends_the_accounts_token() {
    JsonNode answer = call(bench.open("auth", "bearer"), Map.of("token", "at_1"));

    assertThat(answer).isEqualTo(RouteExchange.json("{'id': 7}"));
    assertThat(bench.last().headers())
        .containsEntry("authorization", "Bearer at_1")
        .containsEntry("accept", "application/json")
        .containsEntry("user-agent", ApiClient.USER_AGENT);
  }

  @Test
  void basic_sends_user_name_and_password_in_utf_8() {
    call(bench.open("auth", "basic"), Map.of("username", "ada", "password", "pä:ss"));

    assertThat(bench.last().headers().get("authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder().encodeToString("ada:pä:ss".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_failure_that_comes_as_200_is_judged_by_the_status_that_is_meant() {
    ApiProcessor api =
        bench.open("auth", "bearer", "answerStatus", "if (.status == \"fail\") .code");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'fail', 'code': 404}"));
    assertThatExceptionOfType(ApiRejectedException.class)
        .isThrownBy(() -> call(api, account))
        .withMessageContaining("404");

    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'fail', 'code': 'odd'}"));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, account))
        .withMessageContaining("500");

    assertThat(call(api, account)).isEqualTo(RouteExchange.json("{'id': 7}"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "{'status':'success','result':null} ~ 404",
        "{'status':'success','result':[]} ~ 404",
        "{'status':'success','result':{}} ~ 404",
        "{'status':'success'} ~ 404",
        "{} ~ 404",
        "[] ~ 404",
        "{'status':'fail','result':'Reservation was not found'} ~ 404",
        "{'status':'fail','message':'No query results for model [Reservation] 7'} ~ 404",
        "{'errors':[{'status':'404','title':'x'}]} ~ 404",
        "{'status':'fail','result':null,'message':'Account not found'} ~ 500",
        "{'status':'fail','result':[]} ~ 500",
        "{'status':'success','result':{'name':'no id'}} ~ 500",
        "{'status':'success','result':'soon'} ~ 500",
        "{'message':'Something went wrong'} ~ 500",
        "{'status':'fail','result':{'id':7}} ~ 500",
        "{'success':false,'result':{'id':7}} ~ 500",
        "{'error':'server','result':{'id':7}} ~ 500",
        "{'status':'fail','message':'Too many requests'} ~ 429",
        "{'code':429,'message':'slow down'} ~ 429",
        "{'status':'fail','result':'Rate limit exceeded'} ~ 429",
        "{'status':'fail','result':'Access token is invalid'} ~ 401",
        "{'message':'Unauthenticated.'} ~ 401",
        "{'status':'fail','message':'Your account has been suspended'} ~ 403"
      })
  void an_answer_without_the_record_counts_as_what_its_words_say(String body, String status) {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    bench.api.next(1, ApiBench.PATH, ApiBench.json(body.replace('\'', '"')));

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> call(api, Map.of("token", "at_1")))
        .withMessageContaining("answers " + status);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{'status':'success','result':{'id':7,'status':'failed'}}",
        "{'result':{'id':7},'errors':[],'error':null}",
        "{'status':200,'result':[{'id':7}]}"
      })
  void an_answer_with_the_record_is_one(String body) {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    bench.api.next(1, ApiBench.PATH, ApiBench.json(body.replace('\'', '"')));

    assertThat(call(api, Map.of("token", "at_1"))).hasToString(body.replace('\'', '"'));
  }

  @Test
  void an_empty_list_is_an_answer_and_a_missing_one_is_none() {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    Map<String, Object> list = Map.of("apiPath", "/v1/stays?limit=1");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, "/v1/stays", ApiBench.json("{'result': []}"));
    assertThat(call(api, account, list).path("result")).isEmpty();

    for (String body : List.of("{'result': null}", "{}", "{'status':'fail','result':[]}")) {
      bench.api.next(1, "/v1/stays", ApiBench.json(body));
      assertThatExceptionOfType(RetryableException.class)
          .as(body)
          .isThrownBy(() -> call(api, account, list))
          .withMessageContaining("500");
    }
  }

  @Test
  void a_record_without_an_envelope_is_known_by_its_id() {
    ApiProcessor api = bench.open("auth", "bearer", "recordField", "_id id");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'_id': 7, 'status': 'error', 'code': 404}"));
    assertThat(call(api, account).path("_id").asInt()).isEqualTo(7);

    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 401, 'title': 'x'}"));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, account))
        .withMessageContaining("401");
  }

  @Test
  void a_write_fails_only_if_it_says_so() {
    ApiProcessor api = bench.open("auth", "bearer", "envelope", "result", "recordField", "id");
    Map<String, Object> write = Map.of("apiMethod", "POST");
    Map<String, String> account = Map.of("token", "at_1");
    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'success'}"));
    assertThat(call(api, account, write)).isNotEmpty();

    bench.api.next(1, ApiBench.PATH, ApiBench.json("{'status': 'fail', 'message': 'x'}"));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, account, write))
        .withMessageContaining("500");
  }

  @Test
  void what_a_folder_names_as_an_answer_is_one_whatever_its_status() {
    ApiProcessor api = bench.open("auth", "bearer", "alsoAnswers", "204 404:no_stays");
    Map<String, String> account = Map.of("token", "at_1");
    byte[] none = ApiBench.json("{'code': 'no_stays'}").body();
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(204, new byte[0]));
    assertThat(call(api, account)).isEqualTo(RouteExchange.json("{}"));

    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(404, none));
    assertThat(call(api, account)).isEqualTo(RouteExchange.json("{'code': 'no_stays'}"));

    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(404));
    assertThatExceptionOfType(ApiRejectedException.class).isThrownBy(() -> call(api, account));
  }

  @Test
  void a_post_that_only_asks_needs_an_answer_as_a_get_does() {
    ApiProcessor api = bench.open("auth", "bearer");
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.garbage());

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(
            () ->
                call(
                    api, Map.of("token", "at_1"), Map.of("apiMethod", "POST", "apiReads", "true")));
  }

  @Test
  void a_signature_covers_method_path_sorted_query_time_nonce_body_and_key() {
    RequestSignature signature =
        RequestSignature.parse(new TemplateParameters(signing(Map.of("signedRequest", SIGNED))));

    Map<String, String> sent =
        signature.of(
            new ApiCall(
                "GET",
                "/api/reservations/292?includePriceElements=true",
                "",
                Map.of(),
                null,
                true,
                null,
                made -> {}),
            "label-1",
            "secret-1",
            Instant.parse("2026-09-01T10:00:00.5Z"),
            "3f2b8c1e-0d8e-4d1a-9a51-2f6f3c1b7a10");

    // Computed with another tool, by the provider's own description.
    assertThat(sent)
        .containsEntry("X-Timestamp", "2026-09-01T10:00:00Z")
        .containsEntry("X-Signature", "ZUD9DqjN+QjSu7WEAp4EdyRKoSBOBvI2PxujEstv2D0=");
  }

  @Test
  void a_signed_call_is_one_that_the_provider_would_take() throws Exception {
    ApiProcessor api =
        bench.open(
            signing(Map.of("auth", "hmac", "signedRequest", SIGNED)).entrySet().stream()
                .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                .toArray(String[]::new));
    Map<String, String> account = Map.of("api_key", "label-1", "api_secret", "secret-1");

    call(api, account, Map.of("apiPath", ApiBench.PATH + "?z=1&a%5B%5D=9&a%5B%5D=10"));
    FixtureApi.Call read = bench.last();
    call(
        api,
        account,
        Map.of("apiMethod", "POST", "apiBody", RouteExchange.json("{'text': 'Grüße'}")));
    FixtureApi.Call written = bench.last();

    assertThat(read.headers().get("x-signature"))
        .isEqualTo(expected(read, "a%5B%5D=10&a%5B%5D=9&z=1"));
    assertThat(written.headers().get("x-signature")).isEqualTo(expected(written, ""));
    assertThat(read.headers().get("x-nonce")).isNotEqualTo(written.headers().get("x-nonce"));
    assertThat(read.headers()).doesNotContainKey("authorization");
  }

  @Test
  void a_pause_may_stand_in_a_header_of_the_providers_own() {
    ApiProcessor api = bench.open("auth", "bearer", "retryAfterHeader", "X-RateLimit-Retry-After");
    Instant at = bench.clock.instant().plusSeconds(17).truncatedTo(ChronoUnit.SECONDS);
    bench.api.next(
        1,
        ApiBench.PATH,
        FixtureAnswer.of(429)
            .with(Map.of("X-RateLimit-Retry-After", String.valueOf(at.getEpochSecond()))));

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of("token", "at_1")))
        .satisfies(e -> assertThat(e.at()).isEqualTo(at));
  }

  private static Map<String, String> signing(Map<String, String> more) {
    Map<String, String> all = SharedTemplate.defaults("api");
    all.putAll(
        Map.of(
            "signatureEncoding",
            "base64",
            "signatureHeaders",
            "X-API-Key: {key}; X-Timestamp: {timestamp}; X-Nonce: {nonce}; X-Signature: {signature}"));
    all.putAll(more);
    all.keySet().removeAll(List.of("provider", "baseUrl"));
    return all;
  }

  /** As the provider computes it of what has arrived. */
  private static String expected(FixtureApi.Call call, String query) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(call.body());
    String text =
        String.join(
            "\n",
            call.method(),
            call.path(),
            query,
            call.headers().get("x-timestamp"),
            call.headers().get("x-nonce"),
            HexFormat.of().formatHex(hash),
            call.headers().get("x-api-key"));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("secret-1".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void basic_takes_no_user_name_that_would_move_a_part_of_it_into_the_password() {
    ApiProcessor api = bench.open("auth", "basic");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of("username", "a:b", "password", "c")))
        .withMessageContaining("api.username");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void headers_sends_the_first_field_that_the_account_has() {
    ApiProcessor api = bench.open("auth", "headers", "headers", KEY);

    call(api, Map.of("x_api_key", "k2"));
    assertThat(bench.last().headers()).containsEntry("x-api-key", "k2");

    call(api, Map.of("x_api_key", "k2", "api_key", "k1"));
    assertThat(bench.last().headers())
        .containsEntry("x-api-key", "k1")
        .doesNotContainKey("authorization");
  }

  @Test
  void text_may_stand_around_the_braces() {
    call(
        bench.open("auth", "headers", "headers", "Authorization: Token token={api_key}, v=1"),
        Map.of("api_key", "k1"));

    assertThat(bench.last().headers()).containsEntry("authorization", "Token token=k1, v=1");
  }

  @Test
  void of_several_ways_the_first_that_the_account_has_is_used() {
    ApiProcessor api = bench.open("auth", "headers | basic|bearer", "headers", KEY);

    call(api, Map.of("token", "at_1"));
    assertThat(bench.last().headers())
        .containsEntry("authorization", "Bearer at_1")
        .doesNotContainKey("x-api-key");

    call(api, Map.of("token", "at_1", "username", "ada", "password", "secret"));
    assertThat(bench.last().headers().get("authorization")).startsWith("Basic ");

    call(api, Map.of("token", "at_1", "api_key", "k1"));
    assertThat(bench.last().headers())
        .containsEntry("x-api-key", "k1")
        .doesNotContainKey("authorization");
  }

  @Test
  void an_account_with_credentials_for_none_is_told_what_to_set() {
    ApiProcessor api = bench.open("auth", "headers|basic|oauth2-refresh-token", "headers", KEY);

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of("username", "ada", "base_url", "http://127.0.0.1:9")))
        .withMessage(
            "the account has no api.api_key, or api.username and api.password, or api.client_id and"
                + " api.client_secret and api.refresh_token: set them by PUT");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void an_external_id_and_a_payload_are_no_credentials() {
    ApiProcessor api = bench.open("auth", "headers", "headers", "x-key: {key|external_id|$id}");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of(), Map.of("id", "7")))
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

    call(api, Map.of("token", "at_1"));
    assertThat(bench.last().headers())
        .containsEntry("accountid", "ext-1")
        .containsEntry("accept", "application/vnd.api+json; q=0.9")
        .doesNotContainKey("workspaceid");

    call(api, Map.of("token", "at_1"), Map.of("space", "w-1"));
    assertThat(bench.last().headers()).containsEntry("workspaceid", "w-1");

    call(
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

    call(api, Map.of("token", "at_1"), Map.of("space", text));
    assertThat(bench.last().headers()).doesNotContainKey("x-space");

    call(api, Map.of("token", "at_1"), Map.of("space", RouteExchange.MAPPER.valueToTree(text)));
    assertThat(bench.last().headers())
        .doesNotContainKey("x-space")
        .containsEntry("authorization", "Bearer at_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "['a']", "true", "1.5"})
  void nor_does_json_that_is_no_id(String json) {
    ApiProcessor api = bench.open("auth", "bearer", "headers", "x-space: {$space}");

    call(api, Map.of("token", "at_1"), Map.of("space", RouteExchange.json(json)));

    assertThat(bench.last().headers()).doesNotContainKey("x-space");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "headers"})
  void a_credential_with_control_characters_is_never_sent_and_never_told(String auth) {
    ApiProcessor api = bench.open("auth", auth, "headers", "x-key: {token}");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of("token", "s3cret\r\nX-Admin: 1")))
        .withMessageContaining("control characters")
        .withMessageContaining("by PUT")
        .withMessageNotContaining("s3cret");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void a_post_sends_its_body_as_json() {
    ApiProcessor api = bench.open("auth", "bearer");
    JsonNode body = RouteExchange.json("{'sum': 310.50, 'name': 'Ada'}");

    call(api, Map.of("token", "at_1"), Map.of("apiMethod", "POST", "apiBody", body));

    assertThat(bench.last().method()).isEqualTo("POST");
    assertThat(bench.last().headers()).containsEntry("content-type", "application/json");
    assertThat(bench.last().body()).asString().isEqualTo("{\"sum\":310.50,\"name\":\"Ada\"}");
  }

  @Test
  void a_post_of_another_json_type_says_so() {
    call(
        bench.open("auth", "bearer", "headers", "Content-Type: application/vnd.api+json"),
        Map.of("token", "at_1"),
        Map.of("apiMethod", "POST", "apiBody", RouteExchange.json("{'a': 1}")));

    assertThat(bench.last().headers()).containsEntry("content-type", "application/vnd.api+json");
  }

  @Test
  void a_post_without_a_body_sends_none() {
    call(bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiMethod", "POST"));

    assertThat(bench.last().method()).isEqualTo("POST");
    assertThat(bench.last().body()).isEmpty();
    assertThat(bench.last().headers()).containsEntry("content-length", "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "<html>"})
  void a_post_that_was_done_is_done_whatever_was_said_to_it(String said) {
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(204, said.getBytes(StandardCharsets.UTF_8)));

    JsonNode answer =
        call(bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiMethod", "POST"));

    assertThat(answer).isEqualTo(RouteExchange.json("{}"));
  }

  @Test
  void a_post_keeps_an_answer_that_is_json() {
    bench.api.next(
        1, ApiBench.PATH, FixtureAnswer.of(201, "\"done\"".getBytes(StandardCharsets.UTF_8)));

    JsonNode answer =
        call(bench.open("auth", "bearer"), Map.of("token", "at_1"), Map.of("apiMethod", "POST"));

    assertThat(answer.asText()).isEqualTo("done");
  }

  @Test
  void a_get_that_answers_with_nothing_comes_again() {
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(200, new byte[0]));
    ApiProcessor api = bench.open("auth", "bearer");

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of("token", "at_1")));
  }

  @Test
  void a_post_is_refused_and_comes_again_as_a_get_is() {
    ApiProcessor api = bench.open("auth", "bearer");
    bench
        .api
        .next(1, ApiBench.PATH, FixtureAnswer.of(422))
        .next(1, ApiBench.PATH, FixtureAnswer.of(503));

    assertThatExceptionOfType(ApiRejectedException.class)
        .isThrownBy(() -> call(api, Map.of("token", "at_1"), Map.of("apiMethod", "POST")));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> call(api, Map.of("token", "at_1"), Map.of("apiMethod", "POST")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void what_is_there_may_be_changed_and_removed(String method) {
    bench.api.next(1, ApiBench.PATH, FixtureAnswer.of(204, new byte[0]));

    JsonNode answer =
        call(
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
        .isThrownBy(() -> call(api, Map.of("token", "at_1"), Map.of("apiMethod", method)))
        .withMessageContaining("apiMethod");
    assertThat(bench.api.calls()).isEmpty();
  }

  @Test
  void a_body_that_is_no_json_is_the_routes_mistake() {
    ApiProcessor api = bench.open("auth", "bearer");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(
            () ->
                call(
                    api,
                    Map.of("token", "at_1"),
                    Map.of("apiMethod", "POST", "apiBody", "guest Ada")))
        .withMessageContaining("apiBody")
        .withMessageNotContaining("Ada");
  }

  private JsonNode call(ApiProcessor api, Map<String, String> fields) {
    return call(api, fields, Map.of());
  }

  private JsonNode call(
      ApiProcessor api, Map<String, String> fields, Map<String, Object> variables) {
    Account account = ApiBench.account(fields);
    return bench.call(api, account, variables);
  }
}

package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that users have a hub make of a provider's API. */
class ProviderCallsTest {
  private static final String ACME =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: acme-ingest
          parameters:
            - {name: provider, value: acme}
            - {name: verify, value: token}
            - {name: event, value: "$.event"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.id"}
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: acme-api
          parameters:
            - {name: provider, value: acme}
            - {name: baseUrl, value: "https://api.example.com"}
            - {name: auth, value: bearer}
            - {name: limits, value: 1000/1s}
            - {name: passthrough, value: "GET /v1/guests; POST /v1/notes/{id}; DELETE /v1/notes/{id}"}
      """;

  @TempDir private static Path folder;
  private static TestHub hub;
  private static Api api;
  private static FixtureApi provider;
  private static String account;

  @BeforeAll
  static void start() {
    OwnProvider acme = OwnProvider.in(folder).routes(ACME);
    hub = TestHub.start(Store.H2, acme.options(Map.of()));
    api = Api.of(hub);
    provider = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", "ownerrez")));
    account = account("'token':'t0k3n','base_url':'" + provider.uri() + "'");
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
    provider.close();
  }

  private static String account(String credentials) {
    return api.post(
            "/integration_accounts",
            "{'integration_account':{'provider':'acme','name':'Lake House','api':{"
                + credentials
                + "}}}",
            201)
        .at("/data/id")
        .asText();
  }

  private static JsonNode pass(String call, int status) {
    return api.post(
        "/integration_accounts/" + account + "/passthrough",
        "{'passthrough':{" + call + "}}",
        status);
  }

  private static FixtureAnswer answer(int status, String body) {
    return FixtureAnswer.of(status, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_call_goes_out_with_the_account_s_token_and_its_answer_comes_back() {
    provider.next(1, "/v1/notes/", answer(422, "{\"error\":\"too long\",\"n\":1.50}"));

    JsonNode reply =
        pass(
            "'method':'POST','path':'/v1/notes/n-7','query':{'a[]':['x y','\u00e9&'],'b':2},"
                + "'headers':{'Accept-Language':'nl'},'body':{'text':'Late \u2603'}",
            200);

    assertThat(reply.at("/data/attributes").toString())
        .isEqualTo("{\"status\":422,\"body\":{\"error\":\"too long\",\"n\":1.50}}");
    List<FixtureApi.Call> calls = provider.calls("/v1/notes/n-7");
    FixtureApi.Call made = calls.get(calls.size() - 1);
    assertThat(made.method()).isEqualTo("POST");
    assertThat(made.query()).isEqualTo(Map.of("a[]", List.of("x y", "\u00e9&"), "b", List.of("2")));
    assertThat(new String(made.body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"text\":\"Late \u2603\"}");
    assertThat(made.headers())
        .containsEntry("authorization", "Bearer t0k3n")
        .containsEntry("accept-language", "nl");
    JsonNode audit = api.get("/audit?pagination[limit]=1", 200).at("/data/0/attributes");
    assertThat(audit.path("action").asText())
        .isEqualTo("POST integration_accounts/{id}/passthrough");
    assertThat(audit.at("/fields/0").asText()).isEqualTo("POST /v1/notes/{id}");
    assertThat(audit.path("outcome").asText()).isEqualTo("done");
  }

  @Test
  void an_answer_that_is_no_json_is_a_text_and_a_redirect_is_not_followed() {
    provider.next(1, "/v1/guests", answer(200, "<p>hello"));
    assertThat(pass("'path':'/v1/guests'", 200).at("/data/attributes/body").asText())
        .isEqualTo("<p>hello");

    provider.next(
        1, "/v1/guests", answer(302, "").with(Map.of("Location", provider.uri() + "/v1/secrets")));
    assertThat(pass("'path':'/v1/guests'", 200).at("/data/attributes").toString())
        .isEqualTo("{\"status\":302,\"body\":null}");
    assertThat(provider.calls("/v1/secrets")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'path':'/v1/notes/1'|path",
        "'path':'/v1/guests/../notes'|path",
        "'path':'//other.example.com/v1/guests'|path",
        "'method':'TRACE','path':'/v1/guests'|method",
        "'path':'/v1/guests','query':'a=b'|query",
        "'path':'/v1/guests','query':{'a':{'b':1}}|query",
        "'path':'/v1/guests','query':{'a&b':1}|query",
        "'path':'/v1/guests','headers':{'Authorization':'x'}|headers",
        "'path':'/v1/guests','headers':{'If-Match':'a\\r\\nHost: b'}|headers",
        "'path':'/v1/guests','body':{}|body",
        "'method':'POST','path':'/v1/notes/1','body':'text'|body",
        "'path':'/v1/guests','host':'other.example.com'|host"
      })
  void a_call_that_is_not_allowed_is_refused_before_it_is_made(String call, String field) {
    int before = provider.calls().size();

    JsonNode error = pass(call, 422);

    assertThat(error.at("/errors/details").fieldNames()).toIterable().containsExactly(field);
    assertThat(provider.calls()).hasSize(before);
  }

  @Test
  void without_a_whole_answer_the_outcome_is_unknown_and_the_audit_record_stays_begun() {
    provider.next(1, "/v1/notes/", FixtureAnswer.never());

    JsonNode error = pass("'method':'DELETE','path':'/v1/notes/9'", 502);

    assertThat(error.at("/errors/code").asText()).isEqualTo("provider_no_answer");
    assertThat(api.get("/audit?pagination[limit]=1", 200).at("/data/0/attributes/outcome").asText())
        .isEqualTo("begun");
  }

  @Test
  void a_limit_of_the_provider_is_kept_for_the_next_call() {
    String own = account("'token':'other','base_url':'" + provider.uri() + "'");
    provider.next(1, "/v1/guests", FixtureAnswer.tooManyRequests(60));
    String path = "/integration_accounts/" + own + "/passthrough";

    JsonNode first = api.post(path, "{'passthrough':{'path':'/v1/guests'}}", 200);
    JsonNode second = api.post(path, "{'passthrough':{'path':'/v1/guests'}}", 503);

    assertThat(first.at("/data/attributes/status").asInt()).isEqualTo(429);
    assertThat(second.at("/errors/code").asText()).isEqualTo("provider_unavailable");
  }

  @Test
  void an_account_that_cannot_be_used_says_why() {
    String bare = account("'base_url':'" + provider.uri() + "'");
    String call = "{'passthrough':{'path':'/v1/guests'}}";
    JsonNode lacking = api.post("/integration_accounts/" + bare + "/passthrough", call, 422);
    assertThat(lacking.at("/errors/code").asText()).isEqualTo("provider_refused");

    api.call(
        "PUT", "/integration_accounts/" + bare, "{'integration_account':{'is_active':false}}", 200);
    JsonNode off = api.post("/integration_accounts/" + bare + "/passthrough", call, 422);
    assertThat(off.at("/errors/code").asText()).isEqualTo("account_inactive");
  }
}

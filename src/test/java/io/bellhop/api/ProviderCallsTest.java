package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpResponse;
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
            - {name: envelope, value: data}
            - {name: passthrough, value: "GET /v1/guests; POST /v1/notes/{id}; DELETE /v1/notes/{id}"}
      - templatedRoute:
          routeTemplateRef: bellhop-send-message
          routeId: acme-send-message
          parameters:
            - {name: provider, value: acme}
            - {name: target, value: ".reservationId[0]"}
            - {name: path, value: "/v1/stays/{targetId}/messages"}
            - {name: body, value: '{"to": .id, "text": $message.body}'}
      - route:
          id: acme-events
          description: Publishes a conversation.
          from:
            uri: direct:bellhop-acme
            steps:
              - setVariable: {name: recordType, constant: conversation}
              - setVariable: {name: verb, constant: updated}
              - setBody: {language: {language: jslt, expression: .record}}
              - to: direct:bellhop-publish
      """;

  @TempDir private static Path folder;
  private static TestHub hub;
  private static Api api;
  private static FixtureApi provider;
  private static String account;

  @BeforeAll
  static void start() {
    OwnProvider acme = OwnProvider.in(folder).routes(ACME);
    hub = TestHub.start(acme.options(Map.of()));
    api = Api.of(hub);
    provider = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", "ownerrez")));
    account = account("'token':'t0k3n','base_url':'" + provider.uri() + "'");
    for (String id : List.of("c1", "c2", "c3", "c4", "c5")) {
      converse(account, id, "s-" + id);
    }
    converse(account, "without-stay", "");
    hub.awaitSettled();
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

  private static void converse(String of, String id, String stay) {
    String url =
        api.get("/integration_accounts/" + of, 200).at("/data/attributes/listener_url").asText();
    String body =
        "{\"event\":\"said\",\"id\":\"%s\",\"record\":{\"id\":\"%s\",\"reservationId\":[%s],\"messages\":[]}}"
            .formatted(id, id, stay.isEmpty() ? "" : "\"" + stay + "\"");
    assertThat(
            hub.senders()
                .post(URI.create(url), body.getBytes(StandardCharsets.UTF_8), Map.of())
                .statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> say(String conversation, String text, String key) {
    return api.send(
        "POST",
        "/conversations/" + conversation + "/messages",
        "{'message':{'body':'" + text + "'}}",
        key == null
            ? Map.of("user-api-key", TestHub.API_KEY)
            : Map.of("user-api-key", TestHub.API_KEY, "Idempotency-Key", key));
  }

  private static List<String> said(String conversation) {
    return provider.calls("/v1/stays/s-" + conversation + "/messages").stream()
        .map(call -> new String(call.body(), StandardCharsets.UTF_8))
        .toList();
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
  void a_200_that_holds_a_failure_keeps_the_provider_s_status_and_shows_what_is_meant() {
    provider.next(1, "/v1/guests", answer(200, "{\"status\":\"fail\",\"code\":403}"));
    assertThat(pass("'path':'/v1/guests'", 200).at("/data/attributes").toString())
        .isEqualTo(
            "{\"status\":200,\"meant_status\":403,\"body\":{\"status\":\"fail\",\"code\":403}}");

    provider.next(1, "/v1/guests", answer(200, "{\"data\":[]}"));
    assertThat(pass("'path':'/v1/guests'", 200).at("/data/attributes").toString())
        .isEqualTo("{\"status\":200,\"body\":{\"data\":[]}}");
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
    provider.next(1, "/v1/notes/", FaultyAnswer.never());

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

  @Test
  void a_message_goes_out_once_for_each_key() {
    provider.serve("/v1/stays/s-c1/", call -> answer(201, "{\"id\":77}"));

    HttpResponse<String> first = say("c1", "Welcome \u2603", "k1");
    HttpResponse<String> second = say("c1", "Welcome \u2603", "k1");
    HttpResponse<String> other = say("c1", "Good bye", "k1");
    HttpResponse<String> another = say("c1", "Welcome \u2603", "k2");

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(first.body())
        .contains("\"conversation_id\":\"c1\"", "\"provider_message_id\":\"77\"");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("\"Idempotency-Key\":[\"belongs to an earlier message");
    assertThat(another.statusCode()).isEqualTo(201);
    assertThat(said("c1")).containsOnly("{\"to\":\"c1\",\"text\":\"Welcome \u2603\"}").hasSize(2);
  }

  @Test
  void without_an_answer_it_is_not_known_whether_a_message_went_out_and_it_is_not_sent_again() {
    provider.next(1, "/v1/stays/s-c2/", FaultyAnswer.never());

    assertThat(say("c2", "Hello", "k").statusCode()).isEqualTo(502);
    HttpResponse<String> again = say("c2", "Hello", "k");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("result_unknown");
    assertThat(said("c2")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "422,422,provider_refused",
    "404,422,provider_refused",
    "429,503,provider_unavailable"
  })
  void a_message_that_the_provider_refused_may_be_sent_with_the_same_key(
      int refusal, int status, String code) {
    String id = "refused-" + refusal;
    String own = account("'token':'" + id + "','base_url':'" + provider.uri() + "'");
    converse(own, id, "s-" + id);
    hub.awaitSettled();
    provider.next(
        1,
        "/v1/stays/s-" + id,
        answer(refusal, "{\"error\":\"no\"}").with(Map.of("Retry-After", "0")));

    HttpResponse<String> refused = say(id, "Hello", "k");
    provider.serve("/v1/stays/s-" + id, call -> answer(200, "{}"));
    HttpResponse<String> again = say(id, "Hello", "k");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(refused.body()).contains(code);
    assertThat(again.statusCode()).as(again.body()).isIn(201, 503);
  }

  @Test
  void a_message_that_cannot_be_sent_says_why() {
    assertThat(say("c3", "Hello", null).body()).contains("\"Idempotency-Key\":[\"must be");
    assertThat(say("c3", " ", "k3").body()).contains("\"body\":[\"must be a text");
    assertThat(say("unknown", "Hello", "k3").statusCode()).isEqualTo(404);
    HttpResponse<String> bare = say("without-stay", "Hello", "k3");
    assertThat(bare.statusCode()).isEqualTo(422);
    assertThat(bare.body()).contains("{targetId} of the path has no value");
    assertThat(said("c3")).isEmpty();
  }

  @Test
  void a_conversation_of_two_accounts_needs_the_account() {
    String own = account("'token':'two','base_url':'" + provider.uri() + "'");
    converse(own, "c4", "s-other");
    hub.awaitSettled();
    provider.serve("/v1/stays/s-other/", call -> answer(200, "{}"));

    HttpResponse<String> unclear = say("c4", "Hello", "k4");
    HttpResponse<String> clear =
        api.send(
            "POST",
            "/conversations/c4/messages?integration_account_id=" + own,
            "{'message':{'body':'Hello'}}",
            Map.of("user-api-key", TestHub.API_KEY, "Idempotency-Key", "k4"));

    assertThat(unclear.body()).contains("\"integration_account_id\":[\"must name the account");
    assertThat(clear.statusCode()).as(clear.body()).isEqualTo(201);
  }

  @Test
  void a_conversation_of_a_deleted_account_hinders_no_other() {
    String gone = account("'token':'gone','base_url':'" + provider.uri() + "'");
    converse(gone, "c6", "s-gone");
    converse(account, "c6", "s-c6");
    hub.awaitSettled();
    provider.serve("/v1/stays/s-c6/", call -> answer(200, "{}"));

    api.call("DELETE", "/integration_accounts/" + gone, null, 200);

    HttpResponse<String> clear = say("c6", "Hello", "k6");
    assertThat(clear.statusCode()).as(clear.body()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "calry|conversation.updated|19268317|/api/v2/vrs/conversations|\"body\":\"Hello\"",
        "channex|message|f4a2d8c1-6e93-4b07-9d15-000000000001|/api/v1/bookings/|{\"message\":{\"message\":\"Hello\"}}",
        "guesty|reservation.messageReceived|68f4d7f5a6b8ea0015d30001|/v1/communication/conversations/|{\"body\":\"Hello\",\"module\":{\"type\":\"sms\"}}",
        "hospitable|message.created|7c1e2f4a-0d3b-4c5d-9e6f-000000000520|/v2/reservations/|{\"body\":\"Hello\"}",
        "hostaway|message.received|35460020|/v1/conversations/35460020/messages|{\"body\":\"Hello\",\"communicationType\":\"channel\"}",
        "ownerrez|message-entity_create|8800061|/v2/messages|{\"thread_id\":8800061,\"body\":\"Hello\"}",
        "smoobu|newMessage|292|/api/reservations/292/messages/send-message-to-guest|{\"messageBody\":\"Hello\"}"
      })
  void each_provider_that_takes_messages_gets_its_own_form(
      String name, String fixture, String conversation, String path, String body) {
    Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures", name));
    try (FixtureApi theirs = new FixtureApi(fixtures).takeWrites()) {
      HubClient.Account own = hub.account(name, theirs.uri());
      hub.post(own, fixtures.read(fixture + ".json"));
      hub.awaitSettled();

      HttpResponse<String> sent = say(conversation, "Hello", "k-" + name);

      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
      List<FixtureApi.Call> posts =
          theirs.calls(path).stream().filter(call -> call.method().equals("POST")).toList();
      assertThat(posts).singleElement();
      assertThat(new String(posts.get(0).body(), StandardCharsets.UTF_8)).contains(body);
    }
  }
}

package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.Bookings;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.validation.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a hub does with a webhook when it is asked to: a test, a trial, a rotation, a replay. And
 * the hub of {@link WebhooksApiTest}, which has these cases too.
 */
abstract class WebhookTrialCases extends ApiOnHub {
  static final String GLOBAL = ",'event_mask':'*','is_global':true";

  Receiver receiver;

  WebhookTrialCases(Store store) {
    super(
        store,
        // Loopback alone, so that the guard is there.
        Map.of(
            "bellhop.providers", "ownerrez",
            "bellhop.delivery.allowed-addresses", "127.0.0.1/32",
            "bellhop.delivery.poll-interval", "50ms"));
  }

  @BeforeAll
  void receive() {
    receiver = new Receiver();
  }

  @BeforeEach
  void empty() {
    Api.ids(api.get("/webhooks?pagination%5Blimit%5D=100", 200))
        .forEach(id -> api.call("DELETE", "/webhooks/" + id, null, 200));
    receiver.forget();
  }

  @AfterAll
  void stopReceiving() throws Exception {
    receiver.close();
  }

  @Test
  void a_test_posts_at_once_and_tells_the_answer() throws Exception {
    receiver.next(Answer.text(202, "thanks"));
    int sent = api.get("/deliveries", 200).at("/meta/total").asInt();

    JsonNode answer =
        api.post(
            "/webhooks/test",
            "{'webhook':{"
                + url(receiver.url())
                + GLOBAL
                + ",'send_data':true,'request_params':{'a':'b'},'headers':{'X-A':'1'},"
                + "'secret':'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}}",
            200);

    assertThat(answer.toString()).isEqualTo("{\"status_code\":202,\"body\":\"thanks\"}");
    Received post = receiver.await(1).get(0);
    assertThat(post.query()).isEqualTo("a=b");
    assertThat(post.header("X-A")).isEqualTo("1");
    assertThat(post.json().at("/hook/eventType").asText()).isEqualTo("webhook.test");
    EventSchema.check(post.json());
    new com.standardwebhooks.Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        .verify(post.text(), signed(post));
    assertThat(api.get("/webhooks", 200).at("/meta/total").asInt()).isZero();
    assertThat(api.get("/deliveries", 200).at("/meta/total").asInt()).isEqualTo(sent);
  }

  @Test
  void a_stored_subscription_is_tested_with_its_own_secret_and_headers() throws Exception {
    JsonNode made =
        api.webhook(url(receiver.url()) + GLOBAL + ",'send_data':true,'headers':{'X-A':'1'}");
    receiver.next(Answer.text(401, "who is it"));
    String path = "/webhooks/" + made.path("id").asText() + "/test";

    assertThat(api.post(path, "{}", 200).toString())
        .isEqualTo("{\"status_code\":401,\"body\":\"who is it\"}");

    Received post = receiver.await(1).get(0);
    assertThat(post.header("X-A")).isEqualTo("1");
    new com.standardwebhooks.Webhook(made.at("/attributes/secret").asText())
        .verify(post.text(), signed(post));
    api.post(path, "{'callback_url':'http://127.0.0.1:1/'}", 422);
  }

  @Test
  void health_counts_what_waits_and_shows_the_latest_attempts() {
    String ok = api.subscribe(receiver.url());
    Receiver failing = new Receiver();
    failing.usually(Answer.text(500, "no room"));
    String bad = api.subscribe(failing.url());
    Bookings.of(hub).send((int) (System.nanoTime() % 1_000_000) * 10);
    receiver.await(1);
    failing.await(1);
    Awaitility.await().until(() -> health(bad).path("failed_attempts").asInt() == 1);
    Awaitility.await().until(() -> health(ok).path("attempts").asInt() == 1);

    JsonNode all = api.get("/webhooks/health", 200);
    assertThat(Api.ids(all)).containsExactlyInAnyOrder(ok, bad);
    assertThat(health(ok).path("pending").asInt()).isZero();
    assertThat(health(ok).path("median_ms").isNumber()).isTrue();
    assertThat(health(ok).path("last_errors")).isEmpty();
    assertThat(health(bad).path("pending").asInt()).isEqualTo(1);
    assertThat(health(bad).at("/last_errors/0/status").asInt()).isEqualTo(500);
    assertThat(health(bad).at("/last_errors/0/answer").asText()).isEqualTo("no room");
    assertThat(api.get("/webhooks/health?webhook_id=" + UUID.randomUUID(), 200).path("data"))
        .isEmpty();
    failing.close();
  }

  private JsonNode health(String id) {
    return api.get("/webhooks/health?webhook_id=" + id, 200).at("/data/0/attributes");
  }

  @Test
  void a_test_that_fails_says_how() {
    receiver.next(Answer.text(500, "sorry"));
    String webhook = "{'webhook':{%s" + GLOBAL + "}}";
    assertThat(api.post("/webhooks/test", webhook.formatted(url(receiver.url())), 200).toString())
        .isEqualTo("{\"status_code\":500,\"body\":\"sorry\"}");

    Receiver closed = new Receiver();
    closed.close();
    JsonNode none = api.post("/webhooks/test", webhook.formatted(url(closed.url())), 422);
    assertThat(none.at("/errors/details/callback_url").size()).isEqualTo(1);
    api.post("/webhooks/test", webhook.formatted(url("http://10.0.0.1/")), 422);
  }

  @Test
  void a_filter_and_a_transform_are_compiled_when_they_are_set() {
    JsonNode made =
        api.webhook(
            url(receiver.url())
                + GLOBAL
                + ",'filter':'.data.record.numberOfGuests > 2','transform':'[.hook.id]'");
    String path = "/webhooks/" + made.path("id").asText();
    assertThat(made.at("/attributes/filter").asText()).isEqualTo(".data.record.numberOfGuests > 2");

    JsonNode wrong =
        api.call("PUT", path, "{'webhook':{'filter':'1 ==','transform':'\\n\\nupperr(.a)'}}", 422);
    assertThat(wrong.at("/errors/details/filter/0").asText())
        .startsWith("is not JSLT: line 1: Parse error: ");
    assertThat(wrong.at("/errors/details/transform/0").asText())
        .isEqualTo("is not JSLT: line 1: No such function: 'upperr'; there is 'upper'");

    JsonNode none =
        api.call("PUT", path, "{'webhook':{'filter':null,'transform':null}}", 200)
            .at("/data/attributes");
    assertThat(none.path("filter").isNull() && none.path("transform").isNull()).isTrue();
  }

  @Test
  void a_trial_says_what_would_be_sent_and_stores_nothing() {
    JsonNode wanted =
        api.post(
            "/webhooks/try",
            """
            {'filter': '.data.record.nights > 2', 'transform': '[.data.record.nights]',
             'event': {'data': {'record': {'nights': 3}}}}
            """,
            200);
    assertThat(wanted.toString()).isEqualTo("{\"matches\":true,\"body\":[3],\"error\":null}");

    JsonNode unwanted =
        api.post("/webhooks/try", "{'filter': '1 > 2', 'event': {'data': {}}}", 200);
    assertThat(unwanted.toString()).isEqualTo("{\"matches\":false,\"body\":null,\"error\":null}");

    JsonNode standard =
        api.post(
            "/webhooks/try",
            """
            {'transform': 'schema.org/LodgingReservation',
             'event': {'hook': {'eventType': 'reservation.created'}, 'data': {'record': {'id': '12'}}}}
            """,
            200);
    assertThat(standard.at("/body/reservationId").asText()).isEqualTo("12");

    JsonNode failed =
        api.post(
            "/webhooks/try",
            "{'transform': '.data.name / 2', 'event': {'data': {'name': 'Ada'}}}",
            200);
    assertThat(failed.path("error").asText()).startsWith("transform, line 1: ");
    assertThat(failed.path("matches").isNull()).isTrue();

    for (String body :
        List.of(
            "{}",
            "{'event': []}",
            "{'event_id': 'x'}",
            "{'event_id': '01972f3e-5d2a-7000-8000-000000000001'}",
            "{'event': {'data': {}}, 'transform': 'schema.org/Reservation'}",
            "{'event': {'data': {}}, 'filter': '('}")) {
      api.post("/webhooks/try", body, 422);
    }
    assertThat(api.get("/webhooks", 200).at("/meta/total").asInt()).isZero();
  }

  @Test
  void a_rotation_shows_the_new_secret_once() {
    JsonNode made = api.webhook(url(receiver.url()) + GLOBAL);
    String path = "/webhooks/" + made.path("id").asText();
    String before = made.at("/attributes/secret").asText();

    String next = api.post(path + "/rotate_secret", "", 200).at("/data/attributes/secret").asText();
    assertThat(next).startsWith("whsec_").isNotEqualTo(before);
    assertThat(api.get(path, 200).at("/data/attributes").has("secret")).isFalse();

    JsonNode given =
        api.post(path + "/rotate_secret", "{'webhook':{'secret':'" + before + "'}}", 200);
    assertThat(given.at("/data/attributes/secret").asText()).isEqualTo(before);
    api.post(path + "/rotate_secret", "{'webhook':{'secret':'x'}}", 422);
    api.post(path + "/rotate_secret", "{'webhook':1}", 422);
  }

  @Test
  void a_replay_sends_what_is_in_the_log() {
    Instant before = Instant.now().minusSeconds(1);
    Bookings bookings = Bookings.of(hub);
    int first = (int) (System.nanoTime() % 1_000_000) * 10;
    for (int i = 0; i < 3; i++) {
      bookings.send(first + i);
    }
    List<String> ids = new ArrayList<>();
    hub.events(bookings.account()).forEach(e -> ids.add(e.at("/hook/id").asText()));
    String id = api.subscribe(receiver.url());
    String path = "/webhooks/" + id + "/replay";

    JsonNode preview =
        api.post(path, "{'event_id':'" + ids.get(0) + "','limit':2,'dry_run':true}", 200);
    assertThat(preview.at("/meta/count").asInt()).isEqualTo(2);
    assertThat(preview.at("/meta/next").asText()).isEqualTo(ids.get(2));
    assertThat(preview.at("/meta/events").findValuesAsText("eventType"))
        .containsExactly("reservation.created", "reservation.created");
    assertThat(api.get("/deliveries?webhook_id=" + id, 200).at("/meta/total").asInt()).isZero();
    JsonNode page = api.post(path, "{'event_id':'" + ids.get(0) + "','limit':2}", 200).path("meta");
    assertThat(page.toString()).isEqualTo("{\"count\":2,\"next\":\"" + ids.get(2) + "\"}");
    JsonNode rest =
        api.post(path, "{'replay':{'event_id':'" + ids.get(2) + "'}}", 200).path("meta");
    assertThat(rest.toString()).isEqualTo("{\"count\":1,\"next\":null}");
    assertThat(receiver.await(3)).extracting(Received::id).containsExactlyInAnyOrderElementsOf(ids);

    assertThat(api.post(path, "{'from':'" + before + "','limit':3}", 200).at("/meta/count").asInt())
        .isEqualTo(3);
    receiver.await(6);
    assertThat(api.post(path, "{'from':'" + before + "','to':'" + before + "'}", 200).path("meta"))
        .hasToString("{\"count\":0,\"next\":null}");
    assertThat(api.post(path, "{'from':'9000-01-01T00:00:00Z'}", 200).path("meta"))
        .hasToString("{\"count\":0,\"next\":null}");
  }

  @Test
  void a_replay_that_cannot_be_is_refused() {
    String id = api.subscribe(receiver.url());
    String path = "/webhooks/" + id + "/replay";
    assertThat(refused(path, "{}")).containsOnlyKeys("event_id");
    assertThat(
            refused(path, "{'event_id':'" + UUID.randomUUID() + "','from':'2026-05-02T09:30:00Z'}"))
        .containsOnlyKeys("event_id");
    assertThat(refused(path, "{'event_id':'x','to':'y','limit':1001}"))
        .containsOnlyKeys("event_id", "to", "limit");
    assertThat(refused(path, "{'from':'2026-05-02'}"))
        .isEqualTo(Map.of("from", List.of(Times.EXPECTED)));
    assertThat(refused(path, "{'event_id':'" + UUID.randomUUID() + "'}"))
        .isEqualTo(Map.of("event_id", List.of("must be the id of an event in the log")));
    api.call("PUT", "/webhooks/" + id, "{'webhook':{'is_active':false}}", 200);
    assertThat(refused(path, "{'from':'2026-05-02T09:30:00Z'}")).containsOnlyKeys("is_active");
  }

  static String url(String url) {
    return "'callback_url':'" + url + "'";
  }

  Map<String, List<String>> details(String attributes) {
    return refused("/webhooks", "{'webhook':{" + attributes + "}}");
  }

  private Map<String, List<String>> refused(String path, String body) {
    Map<String, List<String>> details = new HashMap<>();
    api.post(path, body, 422)
        .at("/errors/details")
        .properties()
        .forEach(
            field -> {
              List<String> texts = new ArrayList<>();
              field.getValue().forEach(text -> texts.add(text.asText()));
              details.put(field.getKey(), texts);
            });
    return details;
  }

  private static Map<String, List<String>> signed(Received post) {
    Map<String, List<String>> headers = new HashMap<>();
    post.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return headers;
  }

  static JsonNode without(JsonNode attributes, String field) {
    ObjectNode copy = attributes.deepCopy();
    copy.remove(field);
    return copy;
  }
}

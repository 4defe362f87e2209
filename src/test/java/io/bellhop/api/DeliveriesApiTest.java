package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.Bookings;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of events on their way to subscriptions, over HTTP. */
class DeliveriesApiTest {
  private static final int ROUND = 10;

  /** Pauses are nothing: a subscriber that fails has all attempts of a round at once. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "bellhop.providers", "ownerrez",
          "bellhop.delivery.allow-private", "true",
          "bellhop.delivery.retry-scale", "0",
          "bellhop.delivery.poll-interval", "50ms");

  private static final TestHub HUB = TestHub.start(OPTIONS);

  private final Receiver receiver = new Receiver();
  private TestHub hub;
  private Api api;
  private Bookings bookings;
  private String subscription;

  @BeforeEach
  void share() {
    use(HUB);
  }

  @AfterEach
  void close() throws Exception {
    api.deleteWebhooks();
    receiver.close();
    if (hub != HUB) {
      hub.close();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @Test
  void a_delivery_shows_its_attempts_and_can_be_tried_again() {
    receiver.usually(Answer.text(500, "not\u0000 now"));
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);
    String dead = awaitOne("status=dead");

    JsonNode attributes = api.get("/deliveries/" + dead, 200).at("/data/attributes");
    assertThat(attributes.at("/webhook_id").asText()).isEqualTo(subscription);
    assertThat(attributes.at("/event_type").asText()).isEqualTo("reservation.created");
    assertThat(attributes.at("/status").asText()).isEqualTo("dead");
    assertThat(attributes.at("/attempts").asInt()).isEqualTo(ROUND);
    assertThat(attributes.at("/due_at").isNull()).isTrue();
    assertThat(attributes.at("/settled_at").asText()).endsWith("Z");
    assertThat(attributes.at("/attempt_list")).hasSize(ROUND);
    JsonNode last = attributes.at("/attempt_list/9");
    assertThat(last.at("/number").asInt()).isEqualTo(10);
    assertThat(last.at("/status").asInt()).isEqualTo(500);
    assertThat(last.at("/answer").asText()).isEqualTo("not now");
    assertThat(last.at("/error").isNull()).isTrue();
    assertThat(last.at("/started_at").asText()).endsWith("Z");
    assertThat(last.at("/duration_ms").isInt()).isTrue();

    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.forget();
    receiver.usually(Answer.status(204).after(gate));
    JsonNode again = api.post("/deliveries/" + dead + "/retry", null, 200).at("/data");
    assertThat(again.at("/id").asText()).isEqualTo(dead);
    assertThat(again.at("/attributes/status").asText()).isEqualTo("pending");
    assertThat(receiver.await(1).get(0).id()).isEqualTo(attributes.at("/event_id").asText());
    gate.complete(null);

    assertThat(awaitOne("status=delivered")).isEqualTo(dead);
    JsonNode done = api.get("/deliveries/" + dead, 200).at("/data/attributes");
    assertThat(done.at("/attempts").asInt()).isEqualTo(ROUND + 1);
    assertThat(done.at("/attempt_list/10/status").asInt()).isEqualTo(204);
    assertThat(api.get("/deliveries?" + own("status=pending"), 200).at("/meta/total").asInt())
        .isZero();
  }

  @Test
  void an_attempt_shows_where_a_redirect_points() {
    receiver.usually(
        Answer.status(308).with("Location", "https://user:pass@new.example/hook?token=abc"));
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);

    String dead = awaitOne("status=dead");

    JsonNode delivery = api.get("/deliveries/" + dead, 200).at("/data/attributes");
    assertThat(delivery.at("/attempt_list/0/status").asInt()).isEqualTo(308);
    assertThat(delivery.at("/attempt_list/0/redirect").asText())
        .isEqualTo("https://new.example/hook?token=***");
    JsonNode event = api.get("/events/" + delivery.at("/event_id").asText(), 200);
    assertThat(event.at("/data/attributes/attempts/0/redirect").asText())
        .isEqualTo("https://new.example/hook?token=***");
  }

  @Test
  void another_round_is_a_whole_one() {
    receiver.usually(Answer.status(500));
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);
    String dead = awaitOne("status=dead");

    api.post("/deliveries/" + dead + "/retry", null, 200);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        api.get("/deliveries/" + awaitOne("status=dead"), 200)
                            .at("/data/attributes/attempts")
                            .asInt())
                    .isEqualTo(2 * ROUND));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_list_is_the_newest_first_and_has_filters(Store store) {
    use(TestHub.start(store, OPTIONS));
    CompletableFuture<Void> gate = new CompletableFuture<>();
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);
    bookings.send(7002);
    awaitTotal("status=delivered", 2);
    receiver.usually(Answer.status(200).after(gate));
    String second = api.subscribe(receiver.url("/second"));
    bookings.send(7003);

    JsonNode all = api.get("/deliveries", 200);
    assertThat(all.at("/meta").toString()).isEqualTo("{\"page\":1,\"limit\":10,\"total\":4}");
    assertThat(Api.ids(all))
        .isSortedAccordingTo((a, b) -> UUID.fromString(b).compareTo(UUID.fromString(a)));
    assertThat(all.findValuesAsText("status"))
        .containsExactly("pending", "pending", "delivered", "delivered");
    JsonNode page = api.get("/deliveries?pagination%5Blimit%5D=3&pagination%5Bpage%5D=2", 200);
    assertThat(Api.ids(page)).containsExactly(Api.ids(all).get(3));
    awaitTotal("status=pending", 2);
    awaitTotal("webhook_id=" + subscription, 3);
    awaitTotal("webhook_id=" + second, 1);
    awaitTotal("webhook_id=" + second + "&status=delivered", 0);
    JsonNode oldest = all.at("/data/3/attributes");
    awaitTotal("event_id=" + oldest.at("/event_id").asText(), 1);
    awaitTotal("event_id=" + all.at("/data/0/attributes/event_id").asText(), 2);
    awaitTotal("event_id=" + UUID.randomUUID(), 0);
    awaitTotal("to=2000-01-01T00:00:00Z", 0);
    awaitTotal("from=2000-01-01T00:00:00Z&to=9000-01-01T00:00:00%2B01:00", 4);
    for (String bad :
        List.of("status=lost", "webhook_id=x", "event_id=x", "from=2026-05-02", "to=now")) {
      assertThat(api.get("/deliveries?" + bad, 422).at("/errors/details")).hasSize(1);
    }
    // A hub that is stopped waits for what is under way.
    gate.complete(null);
  }

  @Test
  void an_event_shows_where_it_went() {
    receiver.next(Answer.status(503));
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);
    String delivery = awaitOne("status=delivered");
    String event = hub.events(bookings.account()).get(0).at("/hook/id").asText();

    JsonNode attributes = api.get("/events/" + event, 200).at("/data/attributes");

    assertThat(attributes.at("/webhook_deliveries").toString())
        .isEqualTo(
            "[{\"id\":\"%s\",\"webhook_id\":\"%s\",\"status\":\"delivered\"}]"
                .formatted(delivery, subscription));
    assertThat(attributes.at("/attempts").findValuesAsText("status")).containsExactly("503", "200");
    assertThat(attributes.at("/attempts/1/delivery_id").asText()).isEqualTo(delivery);
    assertThat(attributes.at("/deliveries")).hasSize(1);
  }

  @Test
  void many_are_counted_first_and_then_tried_again() {
    receiver.usually(Answer.status(500));
    subscription = api.subscribe(receiver.url());
    for (int i = 1; i <= 3; i++) {
      bookings.send(7000 + i);
    }
    awaitTotal(own("status=dead"), 3);
    receiver.usually(Answer.status(200));
    receiver.forget();
    String wish = "'webhook_id':'" + subscription + "'";

    assertThat(api.post("/deliveries/retry", "{" + wish + ",'dry_run':true}", 200))
        .hasToString("{\"meta\":{\"count\":3,\"dry_run\":true}}");
    assertThat(api.post("/deliveries/retry", "{" + wish + ",'to':'2000-01-01T00:00:00Z'}", 200))
        .hasToString("{\"meta\":{\"count\":0,\"dry_run\":false}}");
    awaitTotal(own("status=dead"), 3);
    assertThat(
            api.post(
                "/deliveries/retry", "{'retry':{" + wish + ",'status':'dead','rate':100}}", 200))
        .hasToString("{\"meta\":{\"count\":3,\"dry_run\":false}}");

    awaitTotal(own("status=delivered"), 3);
    assertThat(receiver.await(3)).extracting(Received::record).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void what_cannot_be_tried_again_is_refused() {
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);
    String id = awaitOne("status=delivered");
    api.call("PUT", "/webhooks/" + subscription, "{'webhook':{'is_active':false}}", 200);

    assertThat(api.post("/deliveries/" + id + "/retry", null, 422).at("/errors/code").asText())
        .isEqualTo("not_supported");
    JsonNode inactive = api.post("/deliveries/retry", "{'webhook_id':'" + subscription + "'}", 422);
    assertThat(inactive.at("/errors/details/webhook_id/0").asText()).contains("not active");
    assertThat(
            api.post(
                    "/deliveries/retry",
                    "{'webhook_id':'"
                        + UUID.randomUUID()
                        + "','status':'pending','from':1,"
                        + "'dry_run':'no','rate':0}",
                    422)
                .at("/errors/details")
                .properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("webhook_id", "status", "from", "dry_run", "rate");
    assertThat(api.post("/deliveries/retry", "", 422).at("/errors/details/webhook_id/0").asText())
        .isEqualTo("can't be blank");
    api.post("/deliveries/retry", "[]", 422);
    api.post("/deliveries/retry", "{", 400);
    api.post("/deliveries/" + UUID.randomUUID() + "/retry", null, 404);
    api.get("/deliveries/" + UUID.randomUUID(), 404);
    api.get("/deliveries/x", 404);
    api.get("/deliveries/" + id + "/nothing", 404);
    for (String call :
        List.of("POST /deliveries", "GET /deliveries/retry", "DELETE /deliveries/x")) {
      String[] words = call.split(" ");
      api.call(words[0], words[1], words[0].equals("POST") ? "{}" : null, 405);
    }
    api.call("DELETE", "/webhooks/" + subscription, null, 200);
    api.post("/deliveries/" + id + "/retry", null, 422);
    assertThat(api.get("/deliveries/" + id, 200).at("/data/attributes/status").asText())
        .isEqualTo("delivered");
    assertThat(api.send("GET", "/deliveries", null, Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void what_waits_and_what_was_sent_is_measured() {
    use(TestHub.start(OPTIONS));
    receiver.next(Answer.status(500), Answer.hangUp(), Answer.hangUp());
    subscription = api.subscribe(receiver.url());
    bookings.send(7001);
    awaitOne("status=delivered");
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));
    bookings.send(7002);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("bellhop_delivery_attempts_total{outcome=\"delivered\"} 1.0")
                    .contains("bellhop_delivery_attempts_total{outcome=\"refused\"} 1.0")
                    .contains("bellhop_delivery_attempts_total{outcome=\"unanswered\"} 1.0")
                    .contains("bellhop_delivery_latency_seconds_count 1")
                    .contains("bellhop_delivery_pending{webhook=\"" + subscription + "\"} 1.0")
                    .contains("bellhop_subscriptions 1.0"));
    gate.complete(null);
    api.call("DELETE", "/webhooks/" + subscription, null, 200);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("bellhop_subscriptions 0.0")
                    .doesNotContain(subscription));
  }

  private void use(TestHub one) {
    hub = one;
    api = Api.of(hub);
    bookings = Bookings.of(hub);
  }

  private String awaitOne(String filter) {
    awaitTotal(own(filter), 1);
    return Api.ids(api.get("/deliveries?" + own(filter), 200)).get(0);
  }

  private String own(String filter) {
    return filter + "&webhook_id=" + subscription;
  }

  private void awaitTotal(String filter, int total) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(api.get("/deliveries?" + filter, 200).at("/meta/total").asInt())
                    .as(filter)
                    .isEqualTo(total));
  }

  private String metrics() {
    return hub.senders()
        .send("GET", URI.create(hub.server().management() + "/observe/metrics"), null, Map.of())
        .body();
  }
}

package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.Bookings;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import io.bellhop.support.TestHub;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * All of the way: from what a provider posts to what a subscriber gets. What its statements do on
 * PostgreSQL is tested with each of them.
 */
class WebhookTest {
  private static final String ALL = "'event_mask':'*','is_global':true,'is_active':true";

  private static final TestHub HUB =
      TestHub.start(
          Map.of(
              "bellhop.providers", "ownerrez",
              "bellhop.delivery.allow-private", "true",
              "bellhop.delivery.retry-scale", "0.001",
              "bellhop.delivery.poll-interval", "50ms"));

  private final Receiver receiver = new Receiver();
  private final Api api = Api.of(HUB);
  private final Bookings bookings = Bookings.of(HUB);

  /** A webhook gets the events of every account: the next test's are not for it. */
  @AfterEach
  void close() {
    api.deleteWebhooks();
    receiver.close();
  }

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @Test
  void a_webhook_gets_the_event_of_a_fixture() throws Exception {
    JsonNode webhook =
        api.webhook(
            to("/hook?x=1")
                + ALL
                + ",'send_data':true,'headers':{'X-Token':'t'},'request_params':{'a':'b c'}");

    bookings.send(7001);

    Received post = receiver.await(1).get(0);
    assertThat(post.json()).isEqualTo(HUB.events(bookings.account()).get(0));
    assertThat(post.record()).isEqualTo("7001");
    EventSchema.check(post.json());
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.query()).isEqualTo("x=1&a=b+c");
    assertThat(post.header("X-Token")).isEqualTo("t");
    assertThat(post.header("Content-Type")).isEqualTo("application/json");
    assertThat(post.id()).isEqualTo(post.json().at("/hook/id").asText());
    verify(secret(webhook), post);
    assertThatThrownBy(() -> verify("whsec_" + "A".repeat(32), post))
        .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
  }

  @Test
  void without_data_there_is_the_id_alone() throws Exception {
    JsonNode webhook = api.webhook(to("/") + ALL);

    bookings.send(7001);

    Received post = receiver.await(1).get(0);
    JsonNode data = post.json().path("data");
    assertThat(data.path("recordId").asText()).isEqualTo("7001");
    for (String content : List.of("record", "changes", "previous")) {
      assertThat(data.has(content)).isFalse();
    }
    assertThat(post.text()).doesNotContain("Danso");
    verify(secret(webhook), post);
  }

  @Test
  void a_global_webhook_and_one_of_the_property_with_one_url_are_one_post() {
    api.webhook(to("/one") + ALL + ",'headers':{'X-Which':'global'}");
    api.webhook(
        to("/one")
            + "'event_mask':'*','is_active':true,'headers':{'X-Which':'property'},'property_id':'"
            + Bookings.PROPERTY
            + "'");
    api.webhook(to("/other") + ALL);
    api.webhook(to("/else") + "'event_mask':'*','is_active':true,'property_id':'elsewhere'");
    api.webhook(to("/blocks") + ALL.replace("*", "block.*"));
    api.webhook(to("/off") + ALL.replace(",'is_active':true", ""));

    bookings.send(7001);

    Awaitility.await().until(() -> deliveries("delivered").at("/meta/total").asInt() == 2);
    assertThat(
            receiver.received().stream()
                .collect(Collectors.toMap(Received::path, WebhookTest::which)))
        .isEqualTo(Map.of("/one", "property", "/other", "none"));
    assertThat(deliveries("").at("/meta/total").asInt()).isEqualTo(2);
  }

  @Test
  void while_a_secret_is_rotated_both_sign() throws Exception {
    JsonNode webhook = api.webhook(to("/") + ALL);
    String next =
        api.post("/webhooks/" + webhook.path("id").asText() + "/rotate_secret", "{}", 200)
            .at("/data/attributes/secret")
            .asText();

    bookings.send(7001);

    Received post = receiver.await(1).get(0);
    assertThat(post.header("webhook-signature").split(" ")).hasSize(2);
    verify(secret(webhook), post);
    verify(next, post);
  }

  @Test
  void a_failed_delivery_is_retried_with_the_same_id() throws Exception {
    receiver.next(Answer.status(500), Answer.status(302).with("Location", receiver.url("/moved")));
    JsonNode webhook = api.webhook(to("/") + ALL);

    bookings.send(7001);

    List<Received> posts = receiver.await(3);
    assertThat(posts).extracting(Received::id).containsOnly(posts.get(0).id());
    assertThat(posts).extracting(Received::path).containsOnly("/");
    for (Received post : posts) {
      verify(secret(webhook), post);
    }
    Awaitility.await().until(() -> deliveries("delivered").at("/meta/total").asInt() == 1);
    assertThat(receiver.received()).hasSize(3);
  }

  @Test
  void one_that_is_gone_is_switched_off_and_the_others_get_an_event() throws Exception {
    Receiver other = new Receiver();
    try {
      receiver.usually(Answer.status(410));
      String gone =
          api.webhook(to("/") + ALL + ",'name':'old','workspace_id':'default'").path("id").asText();
      api.webhook(
          "'callback_url':'"
              + other.url()
              + "','event_mask':'webhook.*','is_global':true,'is_active':true,'send_data':true");

      bookings.send(7001);

      JsonNode notice = other.await(1).get(0).json();
      EventSchema.check(notice);
      assertThat(notice.at("/hook/eventType").asText()).isEqualTo("webhook.disabled");
      assertThat(notice.at("/data/record/id").asText()).isEqualTo(gone);
      assertThat(notice.at("/data/record/name").asText()).isEqualTo("old");
      assertThat(notice.at("/data/record/reason").asText()).isEqualTo("gone");
      assertThat(notice.at("/data/workspaceId").asText()).isEqualTo("default");
      assertThat(api.get("/webhooks/" + gone, 200).at("/data/attributes/is_active").asBoolean(true))
          .isFalse();

      bookings.send(7002);
      assertThat(receiver.received()).hasSize(1);
      assertThat(HUB.events(bookings.account())).hasSize(2);
    } finally {
      other.close();
    }
  }

  @Test
  void what_matched_no_webhook_is_still_in_the_log_and_can_be_replayed() {
    bookings.send(7001);
    assertThat(deliveries("").at("/meta/total").asInt()).isZero();

    String id = api.subscribe(receiver.url());
    api.post("/webhooks/" + id + "/replay", "{'event_id':'" + event() + "'}", 200);

    assertThat(receiver.await(1).get(0).id()).isEqualTo(event());
  }

  @Test
  void what_waits_for_a_webhook_that_is_off_goes_out_when_it_is_on_again() {
    receiver.next(Answer.status(503).with("Retry-After", "3600"));
    String path = "/webhooks/" + api.subscribe(receiver.url());
    bookings.send(7001);
    receiver.await(1);
    Awaitility.await()
        .until(() -> deliveries("pending").at("/data/0/attributes/attempts").asInt() == 1);
    String delivery = Api.ids(deliveries("pending")).get(0);

    api.call("PUT", path, "{'webhook':{'is_active':false}}", 200);
    api.post("/deliveries/" + delivery + "/retry", null, 422);
    api.call("PUT", path, "{'webhook':{'is_active':true}}", 200);
    api.post("/deliveries/" + delivery + "/retry", null, 200);

    assertThat(receiver.await(2)).extracting(Received::record).containsExactly("7001", "7001");
  }

  /** Of the first event of this test. */
  private JsonNode deliveries(String status) {
    String filter = status.isEmpty() ? "" : "&status=" + status;
    return api.get("/deliveries?event_id=" + event() + filter, 200);
  }

  private String event() {
    return HUB.events(bookings.account()).get(0).at("/hook/id").asText();
  }

  private String to(String path) {
    return "'callback_url':'" + receiver.url(path) + "',";
  }

  private static String secret(JsonNode webhook) {
    return webhook.at("/attributes/secret").asText();
  }

  private static String which(Received post) {
    String which = post.header("X-Which");
    return which == null ? "none" : which;
  }

  /** By the libraries that receivers use, not by our own code. */
  private static void verify(String secret, Received post) throws Exception {
    Map<String, List<String>> headers =
        post.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    new com.standardwebhooks.Webhook(secret).verify(post.text(), headers);
    new com.svix.Webhook(secret).verify(post.text(), headers);
  }
}

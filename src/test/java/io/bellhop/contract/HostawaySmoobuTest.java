package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What Hostaway and Smoobu do to a hub beyond what one fixture can show. */
class HostawaySmoobuTest {
  private static final TestHub HUB =
      TestHub.start(
          Map.of("bellhop.providers", "hostaway,smoobu", "bellhop.provider.read-again", "6s"));

  private final Fixtures hostaway = Fixtures.inFolder(Path.of("fixtures/hostaway"));
  private final Fixtures smoobu = Fixtures.inFolder(Path.of("fixtures/smoobu"));

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @Test
  void a_list_that_lacks_what_webhooks_have_makes_no_event_when_nothing_has_changed() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode webhook = hostaway.json("reservation.updated-two-units.json");
      ObjectNode page = FixtureJson.object().put("status", "success");
      ObjectNode listed = ((ObjectNode) webhook.get("data")).deepCopy();
      page.putArray("result")
          .add(
              listed.without(
                  List.of(
                      "updatedOn",
                      "insertedOn",
                      "latestActivityOn",
                      "paymentStatus",
                      "reservationUnit")));
      api.put("/v1/reservations", FixtureJson.bytes(page));
      post(account, webhook);
      HUB.awaitSettled();
      HUB.sync(account, true);
      ((ObjectNode) webhook.get("data")).put("latestActivityOn", "2026-07-01 09:00:00");
      post(account, webhook);
      HUB.awaitSettled();
      HUB.sync(account, true);

      List<JsonNode> events = HUB.settledEvents(account);
      assertThat(events).hasSize(1);
      assertThat(events.get(0).at("/data/record/rooms")).hasSize(2);
    }
  }

  @Test
  void fields_that_one_source_leaves_out_are_no_news_of_the_other() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode webhook = hostaway.json("reservation.updated.json");
      ObjectNode data = (ObjectNode) webhook.get("data");
      data.put("hostNote", "Late").put("doorCode", "1234").put("cleaningFee", 25);
      ObjectNode listed = data.deepCopy();
      listed.remove(
          List.of("hostNote", "guestNote", "comment", "doorCode", "checkInTime", "channelName"));
      ObjectNode page = FixtureJson.object().put("status", "success");
      page.putArray("result").add(listed.without(List.of("financeField", "adults", "currency")));
      api.put("/v1/reservations", FixtureJson.bytes(page));
      post(account, webhook);
      HUB.awaitSettled();
      HUB.sync(account, true);
      data.put("latestActivityOn", "2026-07-01 09:00:00");
      post(account, webhook);
      HUB.awaitSettled();
      HUB.sync(account, true);

      assertThat(HUB.settledEvents(account)).hasSize(1);
    }
  }

  @Test
  void fields_that_smoobus_list_leaves_out_are_no_news_of_the_webhook() {
    try (FixtureApi api = new FixtureApi(smoobu)) {
      HubClient.Account account = HUB.account("smoobu", api.uri());
      ObjectNode webhook = smoobu.json("updateReservation-with-prices.json");
      ObjectNode listed = ((ObjectNode) webhook.get("data")).deepCopy();
      listed.remove(List.of("notice", "assistant-notice", "check-in", "reference-id"));
      ObjectNode page = FixtureJson.object().put("page_count", 1).put("page", 1);
      page.putArray("bookings").add(listed);
      api.put("/api/reservations", FixtureJson.bytes(page));
      post(account, webhook);
      HUB.awaitSettled();
      HUB.sync(account, true);
      post(account, webhook);
      HUB.awaitSettled();
      HUB.sync(account, true);

      assertThat(HUB.settledEvents(account)).hasSize(1);
    }
  }

  @Test
  void a_part_of_a_reservation_counts_where_the_api_cannot_be_read() {
    ObjectNode fields = TestHub.accountFields("hostaway");
    fields.remove("api");
    HubClient.Account account = HUB.account("hostaway", URI.create("http://127.0.0.1:9"), fields);
    ObjectNode webhook = hostaway.json("reservation.updated.json");
    post(account, webhook);
    HUB.awaitSettled();
    ObjectNode cancelled = webhook.deepCopy();
    ObjectNode part = cancelled.putObject("data").put("status", "cancelled");
    part.set("id", webhook.at("/data/id"));
    post(account, cancelled);

    List<JsonNode> events = HUB.settledEvents(account);
    assertThat(events).hasSize(2);
    JsonNode data = events.get(1).get("data");
    assertThat(data.at("/record/status").asText()).isEqualTo("CANCELLED");
    assertThat(data.at("/record/arrivalDate")).isEqualTo(webhook.at("/data/arrivalDate"));
    assertThat(data.at("/changes").has("totalPrice")).isFalse();
  }

  @Test
  void a_late_webhook_does_not_undo_what_the_list_has_shown_and_a_newer_one_counts() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode webhook = hostaway.json("reservation.updated.json");
      at(webhook, -7200).put("status", "new");
      post(account, webhook);
      HUB.awaitSettled();
      lists(api, webhook, "cancelled", webhook.at("/data/id").asInt());
      HUB.sync(account, true);

      at(webhook, -3600).put("status", "modified");
      post(account, webhook);
      HUB.awaitSettled();
      assertThat(statuses(account)).containsExactly("CONFIRMED", "CANCELLED");

      api.put("/v1/reservations/" + webhook.at("/data/id").asText(), answer(webhook, "modified"));
      at(webhook, 1).put("status", "modified");
      post(account, webhook);
      assertThat(statuses(account)).containsExactly("CONFIRMED", "CANCELLED", "CONFIRMED");
    }
  }

  @Test
  void a_late_webhook_does_not_bring_back_what_a_sync_has_found_deleted() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode webhook = hostaway.json("reservation.updated.json");
      at(webhook, -7200);
      post(account, webhook);
      HUB.awaitSettled();
      lists(api, webhook, "modified", 4711);
      HUB.sync(account, true);

      at(webhook, -3600).put("adults", 4);
      post(account, webhook);
      HUB.awaitSettled();
      assertThat(types(account).stream().filter(type -> !type.equals("reservation.created")))
          .containsExactly("reservation.updated", "reservation.deleted");

      api.put("/v1/reservations/" + webhook.at("/data/id").asText(), answer(webhook, "modified"));
      at(webhook, 1);
      post(account, webhook);
      assertThat(types(account)).hasSize(4).last().isEqualTo("reservation.created");
    }
  }

  @Test
  void a_webhook_that_only_names_a_reservation_is_read_each_time() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode thin = hostaway.json("reservation.updated-thin.json");
      post(account, thin);
      HUB.awaitSettled();
      String path = "/v1/reservations/49264394";
      ObjectNode now = hostaway.json("api" + path + ".json");
      now.withObject("result").put("status", "cancelled");
      api.put(path, FixtureJson.bytes(now));
      post(account, thin);
      HUB.awaitSettled();
      post(account, thin);

      assertThat(statuses(account)).hasSize(2).last().isEqualTo("CANCELLED");
      assertThat(HUB.statuses(account)).containsExactly("done", "done", "duplicate");
    }
  }

  @Test
  void an_owners_stay_that_is_cancelled_is_a_block_that_is_cancelled() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode stay = hostaway.json("reservation.created-owner-stay.json");
      post(account, stay);
      HUB.awaitSettled();
      stay.put("event", "reservation.updated");
      ((ObjectNode) stay.get("data"))
          .put("status", "cancelled")
          .put("updatedOn", "2026-07-02 08:00:00");
      post(account, stay);

      assertThat(types(account)).containsExactly("block.created", "block.updated");
      assertThat(statuses(account)).last().isEqualTo("CANCELLED");
    }
  }

  @Test
  void blocked_days_stay_blocked_where_a_change_does_not_say_what_they_are() {
    try (FixtureApi api = new FixtureApi(smoobu);
        FixtureApi other = new FixtureApi(hostaway)) {
      HubClient.Account account =
          HUB.account("smoobu", api.uri(), TestHub.accountFields("smoobu").without("api"));
      ObjectNode blocked = smoobu.json("newReservation-blocked.json");
      ObjectNode data = (ObjectNode) blocked.get("data");
      data.remove("is-blocked-booking");
      post(account, blocked);
      HUB.awaitSettled();
      blocked.put("action", "updateReservation");
      data.put("departure", "2026-08-15").put("modifiedAt", "2026-08-02 13:55");
      post(account, blocked.set("data", data.putNull("channel")));
      assertThat(types(account)).containsExactly("block.created", "block.updated");

      HubClient.Account second = HUB.account("hostaway", other.uri());
      ObjectNode stay = hostaway.json("reservation.created-owner-stay.json");
      post(second, stay);
      HUB.awaitSettled();
      ObjectNode thin = (ObjectNode) stay.put("event", "reservation.updated").get("data");
      thin.put("departureDate", "2026-07-15").put("updatedOn", "2026-07-02 08:00:00");
      ObjectNode answer = FixtureJson.object().put("status", "success");
      answer.set("result", thin.put("status", ""));
      other.put("/v1/reservations/" + thin.get("id"), FixtureJson.bytes(answer));
      post(second, stay);
      assertThat(types(second)).containsExactly("block.created", "block.updated");
      assertThat(statuses(second)).containsExactly("CONFIRMED", "CONFIRMED");
    }
  }

  @Test
  void a_message_that_its_thread_does_not_show_yet_is_read_again() {
    try (FixtureApi api = new FixtureApi(smoobu)) {
      HubClient.Account account = HUB.account("smoobu", api.uri());
      ObjectNode webhook = smoobu.json("newMessage.json");
      String path = "/api/reservations/" + webhook.at("/data/booking/id").asText() + "/messages";
      api.next(2, path, FixtureAnswer.of(200, bytes("{'messages': []}")));
      post(account, webhook);

      JsonNode event = HUB.settledEvents(account).get(0);
      assertThat(event.at("/data/record/messages/0/body").asText()).isNotEmpty();
      assertThat(event.at("/data/warnings").isMissingNode()).isTrue();
      assertThat(api.calls(path)).hasSize(3);
    }
  }

  @Test
  void without_credentials_a_message_is_what_its_webhook_carries_of_it() {
    ObjectNode fields = TestHub.accountFields("smoobu");
    fields.remove("api");
    HubClient.Account account = HUB.account("smoobu", URI.create("https://example.com"), fields);
    ObjectNode webhook = smoobu.json("newMessage.json");
    post(account, webhook);
    ObjectNode message = (ObjectNode) webhook.path("data");
    message.put("id", 999).put("message", "May we come at noon?");
    post(account, webhook);

    List<JsonNode> events = HUB.settledEvents(account);
    assertThat(events.get(0).at("/data/warnings").toString())
        .contains("the message could not be read: the account has no credentials for the API");
    JsonNode second = events.get(1).path("data");
    assertThat(second.at("/record/messages/0/body").asText()).isEqualTo("May we come at noon?");
    assertThat(second.has("warnings")).isFalse();
    assertThat(second.has("error")).isFalse();
  }

  @Test
  void missing_attachments_are_read_again() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode webhook = hostaway.json("message.received.json");
      api.next(1, "/v1/conversations/", FixtureAnswer.of(404));
      post(account, webhook);

      JsonNode event = HUB.settledEvents(account).get(0);
      assertThat(event.at("/data/record/messages/0/attachments").size()).isEqualTo(1);
      assertThat(event.at("/data/warnings").isMissingNode()).isTrue();
      assertThat(api.calls("/v1/conversations/")).hasSize(2);
    }
  }

  @Test
  void a_message_goes_out_without_attachments_that_are_gone() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      api.next(9, "/v1/conversations/", FixtureAnswer.of(404));
      post(account, hostaway.json("message.received.json"));

      JsonNode event = HUB.settledEvents(account).get(0);
      assertThat(event.at("/data/result").asText()).isEqualTo("SUCCESS");
      assertThat(event.at("/data/warnings/0").asText()).contains("attachments could not be read");
      assertThat(api.calls("/v1/conversations/")).hasSize(2);
    }
  }

  private static ObjectNode at(ObjectNode webhook, int seconds) {
    String time = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
    return ((ObjectNode) webhook.get("data"))
        .put("updatedOn", time.replace("T", " ").replace("Z", ""));
  }

  private static void lists(FixtureApi api, ObjectNode webhook, String status, int id) {
    JsonNode entry =
        ((ObjectNode) FixtureJson.parse(answer(webhook, status)).get("result")).put("id", id);
    ObjectNode page = FixtureJson.object().put("status", "success");
    page.putArray("result").add(entry);
    api.put("/v1/reservations", FixtureJson.bytes(page));
  }

  /** As the API has it: without the times that only webhooks have. */
  private static byte[] answer(ObjectNode webhook, String status) {
    ObjectNode result = ((ObjectNode) webhook.get("data")).deepCopy().put("status", status);
    result.remove(List.of("updatedOn", "insertedOn", "latestActivityOn"));
    return FixtureJson.bytes(FixtureJson.object().put("status", "success").set("result", result));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void an_owners_stay_that_becomes_a_guests_ends_the_block_and_begins_the_reservation() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = HUB.account("hostaway", api.uri());
      ObjectNode stay = hostaway.json("reservation.created-owner-stay.json");
      post(account, stay);
      HUB.awaitSettled();
      stay.put("event", "reservation.updated");
      ((ObjectNode) stay.get("data"))
          .put("status", "modified")
          .put("guestName", "Omar Lind")
          .put("updatedOn", "2026-07-02 08:00:00");
      post(account, stay);

      assertThat(types(account))
          .containsExactly("block.created", "block.deleted", "reservation.created");
    }
  }

  @Test
  void a_price_that_goes_back_within_a_minute_is_not_lost() {
    try (FixtureApi api = new FixtureApi(smoobu)) {
      ObjectNode fields = TestHub.accountFields("smoobu");
      fields.putObject("api");
      HubClient.Account account = HUB.account("smoobu", api.uri(), fields);
      ObjectNode webhook = smoobu.json("updateReservation.json");
      for (int price : List.of(100, 200, 100)) {
        ((ObjectNode) webhook.get("data")).put("price", price);
        post(account, webhook);
      }

      List<JsonNode> events = HUB.settledEvents(account);
      assertThat(events)
          .extracting(e -> e.at("/data/record/totalPrice").asInt())
          .containsExactly(100, 200, 100);
      assertThat(api.calls()).isEmpty();
    }
  }

  @Test
  void an_old_cancellation_that_is_replayed_does_not_cancel_what_is_booked_again() {
    try (FixtureApi api = new FixtureApi(smoobu)) {
      HubClient.Account account = HUB.account("smoobu", api.uri());
      post(account, smoobu.json("cancelReservation.json"));
      HUB.awaitSettled();
      ObjectNode again = smoobu.json("api/api/reservations/295.json");
      again.put("type", "reservation").put("modifiedAt", "2026-08-05 10:00");
      api.put("/api/reservations/295", FixtureJson.bytes(again));
      ObjectNode webhook = smoobu.json("updateReservation.json");
      ((ObjectNode) webhook.get("data")).put("id", 295).put("modifiedAt", "2026-08-05 10:00");
      post(account, webhook);
      HUB.awaitSettled();
      String cancellation =
          HUB.client()
              .call("GET", "/inbox?integration_account_id=" + account.id(), null)
              .at("/data/1/id")
              .asText();
      HUB.client().call("POST", "/inbox/" + cancellation + "/replay", new byte[0]);

      assertThat(HUB.settledEvents(account))
          .extracting(e -> e.at("/data/record/status").asText())
          .containsExactly("CANCELLED", "CONFIRMED");
    }
  }

  private List<String> types(HubClient.Account account) {
    return HUB.settledEvents(account).stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  private List<String> statuses(HubClient.Account account) {
    return HUB.settledEvents(account).stream()
        .map(e -> e.at("/data/record/status").asText())
        .toList();
  }

  private void post(HubClient.Account account, JsonNode body) {
    assertThat(HUB.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
  }
}

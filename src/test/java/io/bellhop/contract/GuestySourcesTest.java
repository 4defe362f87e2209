package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Guesty tells of one reservation by its legacy list, by webhooks and by v3, each with its own
 * gaps.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestySourcesTest {
  private static final String ID = "68f1a4c2d3e5b700120b0001";
  private static final String LIST = "/v1/reservations";
  private static final String V3 = "/v1/reservations-v3@" + ID;
  private static final String POSTS =
      "/v1/communication/conversations/68f4d7f5a6b8ea0015d3b009/posts";
  private static final String CANCELLED = "reservation.updated.v2-cancelled.json";

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/guesty"));
  private final TestHub hub =
      TestHub.start(Map.of("bellhop.providers", "guesty", "bellhop.provider.read-again", "6s"));
  private FixtureApi api;
  private HubClient.Account account;

  @BeforeEach
  void open() {
    api = new FixtureApi(fixtures);
    api.put(V3, past(fixtures.read("api" + V3 + ".json")));
    api.put(POSTS, past(fixtures.read("api" + POSTS + ".json")));
  }

  @AfterEach
  void close() {
    api.close();
  }

  @AfterAll
  void stop() throws Exception {
    hub.close();
  }

  @Test
  void a_cancellation_is_published_although_the_list_gave_a_later_time_than_v3() {
    start();
    api.put(LIST, list(legacy()));
    hub.sync(account, false);
    post(json(CANCELLED));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(types(events)).containsExactly("reservation.created", "reservation.updated");
    assertThat(events.get(1).at("/data/changes/status").toString())
        .isEqualTo("[\"CONFIRMED\",\"CANCELLED\"]");
    assertThat(events.get(1).at("/data/record/notes").asText()).isEqualTo("Pays by transfer");
    assertThat(last(hub.statuses(account))).isEqualTo("done");
  }

  @Test
  void a_cancellation_that_v3_does_not_show_yet_is_read_again_until_it_does() {
    start();
    api.put(LIST, list(legacy()));
    hub.sync(account, false);
    api.next(2, "/v1/reservations-v3", FixtureAnswer.of(200, array(current())));
    post(json(CANCELLED));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(types(events)).containsExactly("reservation.created", "reservation.updated");
    assertThat(events.get(1).at("/data/record/status").asText()).isEqualTo("CANCELLED");
    assertThat(events.get(1).path("data").has("warnings")).isFalse();
    assertThat(api.calls("/v1/reservations-v3")).hasSize(3);
    assertThat(last(hub.statuses(account))).isEqualTo("done");
  }

  @Test
  void list_webhook_list_webhook_makes_no_event_when_nothing_has_changed() {
    start();
    api.put(LIST, list(legacy()));
    api.put(V3, array(current()));
    hub.sync(account, false);
    post(confirmed(1));
    hub.awaitSettled();
    api.put(LIST, list(legacy().put("lastUpdatedAt", "2026-10-25T12:00:01.000Z")));
    hub.sync(account, true);
    post(confirmed(2));
    post(inline("2026-10-26T12:00:00.000Z"));

    assertThat(types(hub.settledEvents(account))).containsExactly("reservation.created");
  }

  @Test
  void what_one_source_alone_knows_is_no_news_when_the_others_send_again() {
    start();
    ObjectNode invoiced = legacy();
    ObjectNode item = FixtureJson.object().put("title", "Nights and linen").put("amount", 400);
    invoiced.withObject("money").putArray("invoiceItems").add(item);
    invoiced.withObject("money").put("hostPayout", 344.5).put("balanceDue", 100);
    api.put(LIST, list(invoiced));
    ObjectNode split = current();
    ArrayNode stay = (ArrayNode) split.get("stay");
    ObjectNode second = stay.get(0).deepCopy();
    ((ObjectNode) stay.get(0)).put("checkOutDateLocalized", "2027-03-12");
    stay.add(second.put("_id", "s2").put("checkInDateLocalized", "2027-03-12").put("unitId", "u2"));
    split.putObject("guestStay").put("status", "checked_in");
    api.put(V3, array(split));
    ObjectNode guest = json("api/v1/guests-crud/68f2b5d3e4f6c80013b1aa01.json");
    guest.putArray("emails").add("wanda.probe@example.com").add("w.probe@example.com");
    guest.putObject("address").put("city", "Springfield");
    api.put("/v1/guests-crud/68f2b5d3e4f6c80013b1aa01", FixtureJson.bytes(guest));
    hub.sync(account, false);
    post(confirmed(1));

    List<JsonNode> learned = hub.settledEvents(account);
    JsonNode record = learned.get(learned.size() - 1).at("/data/record");
    assertThat(record.path("rooms")).hasSize(2);
    assertThat(record.path("status").asText()).isEqualTo("CHECKED_IN");
    assertThat(record.at("/finances/hostPayout").asText()).isEqualTo("344.5");
    assertThat(record.at("/finances/fee/breakdown/0/name").asText()).isEqualTo("Nights and linen");
    assertThat(record.at("/primaryGuest/emails")).hasSize(2);

    api.put(LIST, list(invoiced.deepCopy().put("lastUpdatedAt", "2026-10-27T12:00:01.000Z")));
    hub.sync(account, true);
    post(confirmed(3));
    hub.awaitSettled();
    post(inline("2026-10-28T12:00:00.000Z"));

    assertThat(hub.settledEvents(account)).hasSameSizeAs(learned);
  }

  @Test
  void a_webhook_without_guest_and_money_keeps_both() {
    start();
    api.put(LIST, list(legacy()));
    hub.sync(account, false);
    ObjectNode whole = reservation(hub.events(account));
    ObjectNode shortBody = json("reservation.updated-short.json");
    ObjectNode state = (ObjectNode) shortBody.get("reservation");
    state.put("_id", ID).put("listingId", legacy().get("listingId").asText());
    state.put("checkOutDateLocalized", "2027-03-15");
    api.next(9, "/v1/guest-folio/overview", FixtureAnswer.of(403));
    post(shortBody);

    JsonNode event = last(hub.settledEvents(account));
    assertThat(event.at("/data/changes").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("departureDate", "nights");
    for (String kept : List.of("primaryGuest", "totalPrice", "finances", "notes", "codes")) {
      assertThat(event.at("/data/record/" + kept)).isEqualTo(whole.get(kept));
    }
  }

  @Test
  void a_source_that_says_that_a_field_is_empty_removes_it() {
    start();
    api.put(LIST, list(legacy()));
    hub.sync(account, false);
    ObjectNode state = current();
    state.putObject("notes").put("other", "");
    api.put(V3, array(state));
    post(confirmed(1));

    JsonNode changes = last(hub.settledEvents(account)).at("/data/changes");
    assertThat(changes.path("notes").toString()).isEqualTo("[\"Pays by transfer\",null]");
  }

  @Test
  void a_reservation_that_is_confirmed_again_is_no_longer_cancelled() {
    start();
    post(json(CANCELLED));
    hub.awaitSettled();
    ObjectNode again = json("reservation.updated-confirmed-again.json");
    ((ObjectNode) again.get("reservation"))
        .put("_id", ID)
        .put("confirmationCode", "GY-bug01")
        .put("lastUpdatedAt", "2026-10-27T10:00:00.000Z");
    post(again);

    JsonNode event = last(hub.settledEvents(account));
    assertThat(event.at("/data/changes/status/1").asText()).isEqualTo("CONFIRMED");
    assertThat(event.at("/data/record").has("cancelledAt")).isFalse();
  }

  @Test
  void an_unmapped_word_for_the_status_is_reported_and_not_lost() {
    start();
    ObjectNode body = inline("2026-10-26T12:00:00.000Z");
    body.withObject("reservation").put("status", "Overbooked");
    post(body);

    JsonNode data = last(hub.settledEvents(account)).path("data");
    assertThat(data.at("/record/status").asText()).isEqualTo("UNKNOWN");
    assertThat(data.at("/record/nativeStatus").asText()).isEqualTo("Overbooked");
    assertThat(data.path("warnings").toString()).contains("Overbooked");
  }

  @Test
  void a_guest_that_the_api_refuses_leaves_an_error_and_a_warning() {
    start();
    api.next(
        9,
        "/v1/guests-crud/",
        FixtureAnswer.of(403, FixtureJson.bytes(FixtureJson.object().put("message", "no"))));
    post(json("reservation.created.v2.json"));

    JsonNode data = last(hub.settledEvents(account)).path("data");
    assertThat(data.path("result").asText()).isEqualTo("SUCCESS");
    assertThat(data.path("error").asText()).contains("guest");
    assertThat(data.path("warnings").toString()).contains("guest");
  }

  @Test
  void nights_that_contradict_the_dates_are_a_warning() {
    start();
    ObjectNode body = inline("2026-10-26T12:00:00.000Z");
    body.withObject("reservation").put("nightsCount", 7);
    post(body);

    JsonNode data = last(hub.settledEvents(account)).path("data");
    assertThat(data.at("/record/nights").asInt()).isEqualTo(4);
    assertThat(data.path("warnings").toString()).contains("nights");
  }

  @Test
  void a_message_that_is_only_a_picture_is_read_whole_and_the_known_thread_stays() {
    start();
    ObjectNode picture = json("reservation.messageReceived-picture.json");
    ObjectNode words = picture.deepCopy();
    ObjectNode said =
        FixtureJson.object()
            .put("_id", "68f5e8a6b7c9fb0016e4b090")
            .put("type", "fromGuest")
            .put("body", "Something is wrong")
            .put("createdAt", "2026-11-03T17:00:00.000Z");
    words.withObject("conversation").putArray("thread").add(said);
    words.set("message", said);
    post(words);
    hub.awaitSettled();
    post(picture);

    JsonNode event = last(hub.settledEvents(account));
    JsonNode messages = event.at("/data/record/messages");
    assertThat(messages).hasSize(2);
    assertThat(messages.at("/0/attachments/0/url").asText())
        .isEqualTo("https://files.example.com/boiler.jpg");
    assertThat(messages.at("/0/attachments/0/type").asText()).isEqualTo("image/jpeg");
    assertThat(messages.at("/1/body").asText()).isEqualTo("Something is wrong");
    assertThat(event.path("data").has("warnings")).isFalse();
  }

  @Test
  void messages_that_the_api_refuses_leave_what_the_webhook_has_and_an_error() {
    start();
    api.remove(POSTS);
    post(json("reservation.messageReceived-picture.json"));

    JsonNode data = last(hub.settledEvents(account)).path("data");
    assertThat(data.at("/record/messages")).hasSize(1);
    assertThat(data.path("error").asText()).contains("messages");
    assertThat(data.path("warnings").toString()).contains("neither a text nor an attachment");
  }

  private void start() {
    account = hub.guesty(api.uri());
  }

  /** The fixtures tell of next year, and times of the future are not believed. */
  private static byte[] past(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .replace("2027-01-", "2026-10-")
        .replace("2027-02-", "2026-11-")
        .getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode json(String name) {
    return FixtureJson.object(past(fixtures.read(name)));
  }

  private static byte[] array(ObjectNode... elements) {
    return FixtureJson.bytes(FixtureJson.object().putArray("all").addAll(List.of(elements)));
  }

  private void post(ObjectNode body) {
    assertThat(hub.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
  }

  /** As the legacy list has it. */
  private ObjectNode legacy() {
    ObjectNode it =
        (ObjectNode) json("reservation.updated-confirmed-again.json").get("reservation");
    it.remove("canceledAt");
    it.put("_id", ID).put("confirmationCode", "GY-bug01");
    return it.put("lastUpdatedAt", "2026-10-20T10:00:00.000Z");
  }

  private ObjectNode inline(String updated) {
    ObjectNode body = FixtureJson.object();
    body.set("reservation", legacy().put("lastUpdatedAt", updated));
    return body.put("event", "reservation.updated");
  }

  /** As v3 has it while it is confirmed. */
  private ObjectNode current() {
    ObjectNode it =
        (ObjectNode) FixtureJson.parse(past(fixtures.read("api" + V3 + ".json"))).get(0);
    it.remove(List.of("canceledAt", "canceledBy"));
    ObjectNode stay = (ObjectNode) it.get("stay").get(0);
    stay.set("unitTypeId", stay.get("unitId"));
    return it.put("status", "confirmed");
  }

  private ObjectNode confirmed(int day) {
    ObjectNode body = json(CANCELLED);
    body.put("publishedAt", "2026-10-2" + (5 + day) + "T12:00:00.000Z");
    body.withObject("data").put("status", "confirmed");
    return body;
  }

  private static byte[] list(ObjectNode... reservations) {
    ObjectNode page = FixtureJson.object();
    page.putArray("results").addAll(List.of(reservations));
    return FixtureJson.bytes(
        page.put("limit", 100).put("skip", 0).put("count", reservations.length));
  }

  private static ObjectNode reservation(List<JsonNode> events) {
    return (ObjectNode) last(events).at("/data/record");
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}

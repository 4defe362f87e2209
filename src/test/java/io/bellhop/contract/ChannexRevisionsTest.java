package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What revisions of one booking say in turn: its rooms, its money, its guest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannexRevisionsTest {
  private static final String REVISIONS = "/api/v1/booking_revisions";
  private static final String TWO_ROOMS = "booking_new-two-rooms.json";
  private static final String PAYOUT = "booking_new-airbnb-payout.json";

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/channex"));
  private final TestHub hub = TestHub.start(Map.of("bellhop.providers", "channex"));
  private final Map<String, Consumer<ObjectNode>> changes = new HashMap<>();
  private FixtureApi api;
  private HubClient.Account account;

  @BeforeEach
  void open() {
    api = new FixtureApi(fixtures);
  }

  @AfterEach
  void close() {
    changes.clear();
    api.close();
  }

  @AfterAll
  void stop() throws Exception {
    hub.close();
  }

  @Test
  void each_step_of_a_booking_of_two_rooms_shows_the_room_that_changed() {
    start();
    send(TWO_ROOMS);
    send("booking_modification-room-cancelled.json");
    send("booking_modification-mid-stay.json");

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events).hasSize(3);
    JsonNode rooms = events.get(0).at("/data/record/rooms");
    assertThat(texts(rooms, "status")).containsExactly("CONFIRMED", "CONFIRMED");
    assertThat(texts(rooms, "roomTypeId"))
        .hasSize(2)
        .containsOnly(rooms.at("/0/roomTypeId").asText());
    assertThat(texts(events.get(1).at("/data/changes/rooms/1"), "status"))
        .containsExactly("CANCELLED", "CONFIRMED");
    assertThat(events.get(1).at("/data/record/roomTypeIds")).hasSize(1);
    assertThat(texts(events.get(2).at("/data/changes/rooms/1"), "arrivalDate"))
        .containsExactly("2027-05-01", "2027-05-03");
    assertThat(events.get(2).at("/data/record/departureDate").asText()).isEqualTo("2027-05-04");
  }

  @Test
  void list_webhook_list_webhook_makes_no_event_when_nothing_has_changed() {
    start();
    change(TWO_ROOMS, a -> ((ObjectNode) a.at("/rooms/0")).putObject("days").put("d", "150.00"));
    ObjectNode revision = revision(TWO_ROOMS);
    api.put(REVISIONS, list(revision)).put(REVISIONS + "/feed", list());
    hub.sync(account, true);
    send(TWO_ROOMS);
    ObjectNode turned = revision.deepCopy();
    JsonNode first = rooms(turned).remove(0);
    rooms(turned).add(first);
    api.put(REVISIONS, list(turned));
    hub.sync(account, true);
    post(json(TWO_ROOMS).put("event", "booking"));

    assertThat(hub.settledEvents(account)).hasSize(1);
  }

  @Test
  void a_modification_that_names_the_guest_only_keeps_the_addresses_of_the_same_person() {
    start();
    send(TWO_ROOMS);
    JsonNode guest = last(hub.settledEvents(account)).at("/data/record/primaryGuest");
    String next = "booking_modification-room-cancelled.json";
    change(next, a -> a.putObject("customer").put("name", "Iris").put("surname", "Proof"));
    send(next);
    assertThat(last(hub.settledEvents(account)).at("/data/record/primaryGuest")).isEqualTo(guest);

    String then = "booking_modification-mid-stay.json";
    change(then, a -> a.putObject("customer").put("name", "Otto").put("surname", "Other"));
    send(then);
    assertThat(last(hub.settledEvents(account)).at("/data/record/primaryGuest").has("emails"))
        .isFalse();
  }

  @Test
  void a_modification_without_rooms_keeps_the_parts_of_the_same_price() {
    start();
    send(TWO_ROOMS);
    JsonNode known = last(hub.settledEvents(account)).at("/data/record");
    String next = "booking_modification-room-cancelled.json";
    change(
        next,
        a -> {
          JsonNode whole = revision(TWO_ROOMS).get("attributes");
          a.set("amount", whole.get("amount"));
          a.set("occupancy", whole.get("occupancy"));
          a.put("notes", "Late").remove("rooms");
        });
    send(next);

    JsonNode event = last(hub.settledEvents(account));
    assertThat(event.at("/data/record/rooms")).isEqualTo(known.get("rooms"));
    assertThat(event.at("/data/record/finances")).isEqualTo(known.get("finances"));
    assertThat(event.at("/data/changes").has("notes")).isTrue();
  }

  @Test
  void an_empty_address_of_the_same_person_is_removed() {
    start();
    send(TWO_ROOMS);
    String next = "booking_modification-room-cancelled.json";
    change(next, a -> a.withObject("customer").put("mail", ""));
    send(next);

    JsonNode guest = last(hub.settledEvents(account)).at("/data/record/primaryGuest");
    assertThat(guest.has("emails")).isFalse();
    assertThat(guest.has("mobileNumbers")).isTrue();
  }

  @Test
  void a_cancelled_booking_keeps_its_price_and_names_the_penalty_a_fee() {
    start();
    send(TWO_ROOMS);
    String next = "booking_modification-room-cancelled.json";
    change(next, a -> a.put("status", "cancelled").put("amount", "120.00"));
    send(next);

    JsonNode data = last(hub.settledEvents(account)).path("data");
    assertThat(data.at("/record/status").asText()).isEqualTo("CANCELLED");
    assertThat(data.at("/record/totalPrice").decimalValue()).isEqualByComparingTo("400");
    assertThat(data.at("/record/finances/fee/totalFee").decimalValue()).isEqualByComparingTo("120");
    assertThat(data.path("warnings").toString()).contains("fee for its cancellation");
  }

  @Test
  void a_payout_is_no_price_and_an_import_does_not_say_when_it_was_booked() {
    start();
    send(PAYOUT);

    JsonNode data = last(hub.settledEvents(account)).path("data");
    assertThat(data.at("/record/totalPrice").decimalValue()).isEqualByComparingTo("101.00");
    assertThat(data.at("/record/finances/hostPayout").decimalValue()).isEqualByComparingTo("82.21");
    assertThat(data.at("/record/notes").asText()).isEqualTo("We arrive late, is that fine?");
    assertThat(data.path("record").has("createdAt")).isFalse();
    assertThat(data.path("record").toString()).doesNotContain("\"totalPrice\":82.21");
  }

  /** The price is known only where both lines can be read and fit to the amount. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Listing Cancellation Payout: 82.21    | Listing Cancellation Host Fee: 18.79     | 101.00",
        "LISTING CANCELLATION PAYOUT : 82.21   | listing cancellation host fee:18.79      | 101.00",
        "Listing Cancellation Payout: EUR 82.21| Listing Cancellation Host Fee: 1.018,79 €| 1101.00",
        "Listing Cancellation Payout: 82.21    | Listing Cancellation Host Fee: 1'018.79  | 1101.00",
        "Listing Cancellation Payout: 82.21    | Listing Cancellation Host Fee: 18.79 USD |",
        "Listing Cancellation Payout: 80.00    | Listing Cancellation Host Fee: 18.79     |",
        "Listing Cancellation Payout: 82.21    | Listing Cancellation Host Fee: N/A       |",
        "Listing Cancellation Payout: 82.21    | Listing Cancellation Host Fee: much      |",
        "Listing Cancellation Payout: 82.21    | Please call me                           |"
      })
  void a_payout_has_a_price_or_none_with_a_warning(String one, String two, String price) {
    start();
    change(PAYOUT, a -> a.put("notes", one.trim() + "\r\n" + two.trim() + "\r\nBye\r\n"));
    send(PAYOUT);

    JsonNode data = last(hub.settledEvents(account)).path("data");
    JsonNode record = data.path("record");
    assertThat(record.at("/finances/hostPayout").decimalValue()).isEqualByComparingTo("82.21");
    assertThat(record.path("notes").asText()).doesNotContain("Payout").contains("Bye");
    if (price == null) {
      assertThat(record.has("totalPrice")).isFalse();
      assertThat(data.path("warnings").toString()).contains("payout");
    } else {
      assertThat(record.path("totalPrice").decimalValue()).isEqualByComparingTo(price);
    }
  }

  @Test
  void words_for_a_status_are_read_in_any_case_and_an_unknown_one_is_reported() {
    start();
    send("booking_modification-capital.json");
    change("booking_modification-capital.json", a -> a.put("status", "Overbooked"));
    ObjectNode later = json("booking_modification-capital.json").put("event", "booking");
    post(later);

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events.get(0).at("/data/record/status").asText()).isEqualTo("CONFIRMED");
    assertThat(events.get(0).at("/data/record/nativeStatus").asText()).isEqualTo("Modified");
    assertThat(events.get(1).at("/data/changes/status/1").asText()).isEqualTo("UNKNOWN");
    assertThat(events.get(1).at("/data/warnings").toString()).contains("Overbooked");
  }

  @Test
  void a_conversation_keeps_the_messages_that_came_before() {
    start();
    ObjectNode words = json("message.json");
    ObjectNode picture = json("message-attachment.json");
    picture
        .withObject("payload")
        .put("message_thread_id", words.at("/payload/message_thread_id").asText());
    post(words);
    hub.awaitSettled();
    post(picture);

    JsonNode messages = last(hub.settledEvents(account)).at("/data/record/messages");
    assertThat(messages).hasSize(2);
    assertThat(messages.at("/0/attachments/0/url").asText()).startsWith("https://");
    assertThat(messages.at("/1/body").asText()).isNotEmpty();
  }

  private void start() {
    account = hub.account("channex", api.uri());
  }

  private void send(String name) {
    String path = path(name);
    api.put(path, FixtureJson.bytes(FixtureJson.object().set("data", revision(name))));
    post(json(name));
    hub.awaitSettled();
  }

  private void post(ObjectNode body) {
    assertThat(hub.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
  }

  private String path(String name) {
    return REVISIONS + "/" + json(name).at("/payload/revision_id").asText();
  }

  /** What this webhook reports from now on. */
  private void change(String name, Consumer<ObjectNode> change) {
    changes.put(name, change);
    api.put(path(name), FixtureJson.bytes(FixtureJson.object().set("data", revision(name))));
  }

  private ObjectNode revision(String name) {
    ObjectNode data =
        (ObjectNode)
            FixtureJson.object(past(fixtures.read("api" + path(name) + ".json"))).get("data");
    changes.getOrDefault(name, a -> {}).accept(data.withObject("attributes"));
    return data;
  }

  private ObjectNode json(String name) {
    return FixtureJson.object(past(fixtures.read(name)));
  }

  /** The fixtures tell of next year, and times of the future are not believed. */
  private static byte[] past(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .replace("2027-02-", "2026-10-")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ArrayNode rooms(ObjectNode revision) {
    return (ArrayNode) revision.at("/attributes/rooms");
  }

  private static byte[] list(ObjectNode... revisions) {
    ObjectNode page = FixtureJson.object();
    page.putArray("data").addAll(List.of(revisions));
    page.putObject("meta").put("page", 1).put("limit", 100).put("total", revisions.length);
    return FixtureJson.bytes(page);
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(element -> element.path(field).asText())
        .toList();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}

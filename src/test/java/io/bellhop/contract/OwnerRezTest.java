package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.support.EventSchema;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What OwnerRez does to a record over several webhooks and lists. */
class OwnerRezTest {
  private static final int ID = 279001;
  private static final String BOOKING = "/v2/bookings/" + ID;
  private static final TestHub HUB = TestHub.start(Map.of("bellhop.providers", "ownerrez"));

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/ownerrez"));
  private final FixtureApi api = new FixtureApi(fixtures);
  private int webhooks;

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_list_tells_owners_time_and_holds_from_guests_stays_as_webhooks_do() {
    HubClient.Account account = account();
    list(
        booking("{'id': 1, 'type': 'owner', 'is_block': false, 'guest_id': 640606}"),
        booking("{'id': 2, 'type': 'linked_availability', 'is_block': false}"),
        booking("{'id': 3, 'type': 'quote_hold', 'is_block': false, 'status': 'pending'}"),
        booking("{'id': 4, 'type': 'block', 'is_block': true}"),
        booking("{'id': 5}"));

    HUB.sync(account, true);

    assertThat(events(account))
        .extracting(
            e -> name(e) + " " + e.at("/data/record/kind").asText(e.at("/data/record/id").asText()))
        .containsExactlyInAnyOrder(
            "block.created owner",
            "block.created linked_availability",
            "block.created quote_hold",
            "block.created block",
            "reservation.created 5");
    assertThat(api.calls("/v2/guests/")).as("an owner is no guest").isEmpty();
  }

  @Test
  void a_cancelled_booking_that_is_active_again_has_no_time_of_cancellation() {
    HubClient.Account account = account();
    post(
        account,
        "{'status': 'canceled', 'canceled_utc': '2026-10-10T08:00:00Z',"
            + " 'updated_utc': '2026-10-10T08:00:00Z'}");
    post(
        account,
        "{'status': 'active', 'canceled_utc': '2026-10-10T08:00:00Z',"
            + " 'updated_utc': '2026-10-11T09:30:00Z'}");

    JsonNode event = last(account);
    assertThat(status(event)).isEqualTo("CONFIRMED");
    assertThat(event.at("/data/record").has("cancelledAt")).isFalse();
    assertThat(event.at("/data/changes/cancelledAt"))
        .isEqualTo(RouteExchange.json("['2026-10-10T08:00:00.000Z', null]"));
  }

  @Test
  void an_unmapped_status_is_reported_in_the_event_and_the_next_one_is_read_as_usual() {
    HubClient.Account account = account();
    post(account, "{'updated_utc': '2026-10-10T08:00:00Z'}");
    post(account, "{'status': 'overbooked', 'updated_utc': '2026-10-10T09:00:00Z'}");
    JsonNode unknown = last(account);
    post(account, "{'status': 'ACTIVE', 'updated_utc': '2026-10-10T10:00:00Z'}");

    assertThat(status(unknown)).isEqualTo("UNKNOWN");
    assertThat(unknown.at("/data/record/nativeStatus").asText()).isEqualTo("overbooked");
    assertThat(warnings(unknown)).contains("status: no mapping knows the word \"overbooked\"");
    assertThat(status(last(account))).isEqualTo("CONFIRMED");
    assertThat(warnings(last(account))).isEmpty();
  }

  static List<String> times() {
    return List.of(
        "'2026-10-05 09:00:00'|'2026-10-05 08:00:00'",
        "'2026-10-05T09:00:00+0000'|'2026-10-05T08:00:00+0000'",
        "'1791190800'|'1791187200'",
        "1791190800|1791187200",
        "1791190800000|1791187200000",
        "'2026-10-05T09:00Z'|'2026-10-05T08:00Z'",
        "'2026-10-05T10:00:00+01:00'|'2026-10-05T08:59:59.999999999Z'");
  }

  @ParameterizedTest
  @MethodSource("times")
  void a_time_that_is_written_in_another_way_still_tells_which_state_is_older(String times) {
    String[] laterAndEarlier = times.split("\\|");
    HubClient.Account account = account();
    post(account, "{'status': 'canceled', 'updated_utc': " + laterAndEarlier[0] + "}");
    post(account, "{'status': 'active', 'updated_utc': " + laterAndEarlier[1] + "}");

    assertThat(status(last(account))).isEqualTo("CANCELLED");
    assertThat(HUB.statuses(account)).containsExactly("done", "stale");
    assertThat(warnings(last(account))).isEmpty();
  }

  @Test
  void a_time_of_next_year_does_not_keep_later_changes_out() {
    HubClient.Account account = account();
    post(account, "{'updated_utc': '2099-01-01T00:00:00Z'}");
    JsonNode first = last(account);
    post(account, "{'status': 'canceled', 'updated_utc': '2026-11-27T00:05:00Z'}");

    assertThat(warnings(first)).anyMatch(text -> text.contains("2099"));
    assertThat(status(last(account))).isEqualTo("CANCELLED");
  }

  @Test
  void of_two_updates_that_wait_together_the_later_instant_counts_however_it_is_written() {
    String active = "{'updated_utc': '2026-10-12T09:30:00Z'}";
    String canceled = "{'status': 'canceled', 'updated_utc': '2026-10-12T04:30:00.4-05:00'}";
    HubClient.Account one = account();
    HubClient.Account other = account();
    send(one, active);
    send(one, canceled);
    send(other, canceled);
    send(other, active);

    assertThat(status(last(one))).isEqualTo("CANCELLED");
    assertThat(status(last(other))).isEqualTo("CANCELLED");
  }

  @Test
  void a_picture_is_a_message_with_an_attachment_and_the_thread_before_it_stays() {
    HubClient.Account account = account();
    message(account, 9100064);
    message(account, 9100065);

    assertThat(api.calls("/v2/messages"))
        .allSatisfy(call -> assertThat(call.query()).containsKey("include_attachments"));
    JsonNode messages = last(account).at("/data/record/messages");
    assertThat(messages)
        .extracting(m -> m.path("id").asText())
        .containsExactly("9100065", "9100064");
    assertThat(messages.get(1).at("/attachments/0"))
        .isEqualTo(
            RouteExchange.json(
                "{'name': 'boiler.jpg', 'type': 'image/jpeg',"
                    + " 'url': 'https://files.example.com/boiler.jpg'}"));
  }

  @Test
  void list_and_webhook_do_not_undo_each_other() {
    HubClient.Account account = account();
    ObjectNode whole =
        booking(
            "{'guest_id': 640001, 'guest': {'id': 640001, 'first_name': 'Nora',"
                + " 'last_name': 'Lindqvist'}, 'notes': 'Late', 'currency_code': 'EUR',"
                + " 'total_amount': 300, 'total_owed': 0, 'door_codes': [{'code': '4821'}],"
                + " 'platform_reservation_number': 'HM1',"
                + " 'charges': [{'type': 'rent', 'amount': 300}]}");
    ObjectNode inline = whole.deepCopy();
    inline.remove(List.of("charges", "door_codes", "notes"));
    list(whole);

    HUB.sync(account, true);
    send(account, FixtureJson.bytes(webhook(inline)));
    HUB.awaitSettled();
    HUB.sync(account, true);
    send(account, FixtureJson.bytes(webhook(inline)));

    assertThat(events(account))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(name(event)).isEqualTo("reservation.created");
              assertThat(event.at("/data/record/primaryGuest/emails")).hasSize(2);
            });
  }

  @Test
  void a_guest_who_may_not_be_read_leaves_an_error_and_what_was_known_of_him() {
    HubClient.Account account = account();
    ObjectNode whole =
        booking(
            "{'guest_id': 640001, 'guest': {'id': 640001, 'first_name': 'Nora',"
                + " 'last_name': 'Lindqvist'}}");
    api.put(BOOKING, FixtureJson.bytes(whole));
    send(account, thin());
    HUB.awaitSettled();
    api.put(
        BOOKING,
        FixtureJson.bytes(whole.put("adults", 2).put("updated_utc", "2026-10-11T07:00:00Z")));
    api.next(9, "/v2/guests", FixtureAnswer.of(404, fixtures.read("api/404.json")));
    send(account, thin());

    JsonNode data = last(account).path("data");
    assertThat(data.path("result").asText()).isEqualTo("SUCCESS");
    assertThat(data.path("error").asText()).startsWith("the guest could not be read");
    assertThat(data.at("/record/primaryGuest/emails")).hasSize(2);
    assertThat(data.path("changes").fieldNames())
        .toIterable()
        .containsExactly("numberOfAdults", "numberOfGuests");
    assertThat(warnings(last(account)))
        .anyMatch(text -> text.startsWith("the guest could not be read"));
  }

  @Test
  void a_booking_that_turns_out_to_be_the_owners_is_a_block_from_then_on() {
    HubClient.Account account = account();
    post(account, "{'updated_utc': '2026-10-10T08:00:00Z'}");
    post(account, "{'type': 'owner', 'updated_utc': '2026-10-10T09:00:00Z'}");

    assertThat(events(account))
        .extracting(OwnerRezTest::name)
        .containsExactly("reservation.updated", "reservation.deleted", "block.created");
  }

  @Test
  void an_owners_time_stays_a_block_where_a_webhook_does_not_say_what_it_is() {
    HubClient.Account account = account();
    post(account, "{'type': 'owner', 'updated_utc': '2026-10-10T08:00:00Z'}");
    post(
        account,
        "{'type': null, 'departure': '2027-04-10', 'updated_utc': '2026-10-10T09:00:00Z'}");
    post(
        account,
        "{'type': 'owner', 'departure': '2027-04-11', 'updated_utc': '2026-10-10T10:00:00Z'}");

    assertThat(events(account))
        .extracting(OwnerRezTest::name)
        .containsExactly("block.updated", "block.updated", "block.updated");
    assertThat(last(account).at("/data/record/previousDepartureDate").asText())
        .isEqualTo("2027-04-10");
  }

  @Test
  void an_unreadable_value_is_reported_and_does_not_erase_the_known_one() {
    HubClient.Account account = account();
    post(account, "{'updated_utc': '2026-10-10T08:00:00Z'}");
    post(
        account,
        "{'notes': 'Late', 'arrival': '31.12.2027', 'total_amount': '1.234,56', 'adults': 'two',"
            + " 'updated_utc': '2026-10-10T09:00:00Z'}");

    JsonNode event = last(account);
    assertThat(event.at("/data/record/arrivalDate").asText()).isEqualTo("2027-04-02");
    assertThat(warnings(event))
        .contains(
            "arrival: \"31.12.2027\" is not a date",
            "total_amount: \"1.234,56\" is not an amount",
            "adults: \"two\" is not a count");
  }

  @Test
  void new_dates_that_cannot_be_read_are_an_event_though_the_known_ones_stay() {
    HubClient.Account account = account();
    post(account, "{'updated_utc': '2026-10-10T08:00:00Z'}");
    post(account, "{'arrival': '31.12.2027', 'updated_utc': '2026-10-10T09:00:00Z'}");

    JsonNode event = last(account);
    assertThat(event.at("/data/record/updatedAt").asText()).isEqualTo("2026-10-10T09:00:00.000Z");
    assertThat(event.at("/data/record/arrivalDate").asText()).isEqualTo("2027-04-02");
    assertThat(event.at("/data").has("changes")).isFalse();
    assertThat(warnings(event)).contains("arrival: \"31.12.2027\" is not a date");
  }

  @Test
  void what_has_the_same_id_and_is_about_another_record_is_no_repeat() {
    HubClient.Account account = account();
    ObjectNode property = head("property", 470101, "entity_update").put("id", 12345);
    ObjectNode booking = head("booking", ID, "entity_update").put("id", 12345);

    send(account, FixtureJson.bytes(property.put("category", "descriptions")));
    send(account, FixtureJson.bytes(booking));
    send(account, FixtureJson.bytes(booking));
    HUB.awaitSettled();

    assertThat(events(account))
        .extracting(OwnerRezTest::name)
        .containsExactlyInAnyOrder("property.updated", "reservation.updated");
  }

  @Test
  void one_without_an_id_that_only_names_its_record_is_read_each_time() {
    HubClient.Account account = account();
    ObjectNode nameless = head("booking", ID, "entity_update");
    nameless.remove("id");
    ObjectNode booking = booking("{}");
    api.put(BOOKING, FixtureJson.bytes(booking));
    send(account, FixtureJson.bytes(nameless));
    HUB.awaitSettled();
    booking.put("adults", 3).put("updated_utc", "2026-10-11T07:00:00Z");
    api.put(BOOKING, FixtureJson.bytes(booking));

    send(account, FixtureJson.bytes(nameless));
    HUB.awaitSettled();

    assertThat(last(account).at("/data/record/numberOfAdults").asInt()).isEqualTo(3);
  }

  @Test
  void one_that_does_not_name_its_record_is_not_about_what_has_the_customers_number() {
    HubClient.Account account = account();
    ObjectNode named = head("booking", ID, "entity_create");
    int customer = named.path("user_id").asInt();
    api.put("/v2/bookings/" + customer, FixtureJson.bytes(booking("{'id': " + customer + "}")));
    send(account, FixtureJson.bytes(head("booking", customer, "entity_create")));
    HUB.awaitSettled();

    for (String action : List.of("entity_create", "entity_delete")) {
      ObjectNode nameless = head("booking", ID, action).putNull("entity_id");
      send(account, FixtureJson.bytes(nameless));
    }
    HUB.awaitSettled();

    assertThat(events(account))
        .extracting(OwnerRezTest::name)
        .containsExactly("reservation.created");
    assertThat(HUB.statuses(account)).containsExactly("done", "dead", "dead");
  }

  private HubClient.Account account() {
    return HUB.ownerRez(api.uri());
  }

  private static ObjectNode booking(String fields) {
    ObjectNode booking =
        (ObjectNode)
            RouteExchange.json(
                "{'id': 279001, 'status': 'active', 'property_id': 470101, 'type': 'booking',"
                    + " 'is_block': false, 'arrival': '2027-04-02', 'departure': '2027-04-09',"
                    + " 'created_utc': '2026-10-05T07:00:00Z',"
                    + " 'updated_utc': '2026-10-05T07:00:00Z'}");
    return booking.setAll((ObjectNode) RouteExchange.json(fields));
  }

  private void list(ObjectNode... bookings) {
    ObjectNode page = FixtureJson.object().putNull("next_page_url");
    Stream.of(bookings).forEach(page.putArray("items")::add);
    api.put("/v2/bookings", FixtureJson.bytes(page));
  }

  @Test
  void the_one_url_of_an_app_reaches_each_customer_by_user_id() {
    HubClient.Account app = account("*");
    HubClient.Account customer = account("56789");
    HubClient.Account other = account("4");

    send(app, thin());
    assertThat(events(customer)).hasSize(1);
    assertThat(HUB.inbox(app)).isEmpty();

    send(other, thin());
    HUB.awaitSettled();
    assertThat(HUB.statuses(other)).containsExactly("ignored");
  }

  private HubClient.Account account(String externalId) {
    ObjectNode fields = TestHub.accountFields("ownerrez").put("external_id", externalId);
    return HUB.account("ownerrez", api.uri(), fields);
  }

  private ObjectNode webhook(ObjectNode entity) {
    return head("booking", ID, "entity_update").set("entity", entity);
  }

  private byte[] thin() {
    return FixtureJson.bytes(head("booking", ID, "entity_update"));
  }

  private ObjectNode head(String type, int id, String action) {
    return FixtureJson.object()
        .put("id", "0b9c7f1e-5a44-4d1b-9c3e-" + webhooks++)
        .put("user_id", 56789)
        .put("action", action)
        .put("entity_type", type)
        .put("entity_id", id);
  }

  private void message(HubClient.Account account, int id) {
    send(account, FixtureJson.bytes(head("thread_message", id, "entity_create")));
    HUB.awaitSettled();
  }

  /** Alone: what is sent next does not wait together with it. */
  private void post(HubClient.Account account, String fields) {
    send(account, fields);
    HUB.awaitSettled();
  }

  private void send(HubClient.Account account, String fields) {
    send(account, FixtureJson.bytes(webhook(booking(fields))));
  }

  private static void send(HubClient.Account account, byte[] body) {
    assertThat(HUB.post(account, body).statusCode()).isEqualTo(200);
  }

  private static List<JsonNode> events(HubClient.Account account) {
    List<JsonNode> events = HUB.settledEvents(account);
    events.forEach(EventSchema::check);
    return events;
  }

  private static JsonNode last(HubClient.Account account) {
    List<JsonNode> events = events(account);
    return events.get(events.size() - 1);
  }

  private static String name(JsonNode event) {
    return event.at("/hook/eventType").asText();
  }

  private static String status(JsonNode event) {
    return event.at("/data/record/status").asText();
  }

  private static List<String> warnings(JsonNode event) {
    return event.at("/data/warnings").valueStream().map(JsonNode::asText).toList();
  }
}

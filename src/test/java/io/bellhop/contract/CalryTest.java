package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.support.EventSchema;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Calry does to a record over several webhooks and lists. */
class CalryTest {
  private static final TestHub HUB = TestHub.start(Map.of("bellhop.providers", "calry"));

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/calry"));
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
  void the_lists_hours_and_the_webhooks_moments_do_not_undo_each_other() {
    HubClient.Account account = account();
    String hours =
        "{'arrivalEstimatedTime': '16:00:00', 'departureEstimatedTime': '11:00:00',"
            + " 'roomTypeIds': ['312277'], 'unitIds': ['9']}";
    String moments =
        "{'arrivalDate': '2027-04-02T00:00:00.000Z', 'departureDate': '2027-04-05T00:00:00.000Z',"
            + " 'arrivalEstimatedTime': '2027-04-02T14:00:00.000Z',"
            + " 'departureEstimatedTime': '2027-04-05T09:00:00.000Z'}";
    list(record(hours));
    HUB.sync(account, true);
    post(account, moments);
    HUB.sync(account, true);
    post(account, moments);
    HUB.sync(account, true);

    List<JsonNode> events = events(account);
    assertThat(events)
        .as("the webhook has two fields that the list has not")
        .extracting(CalryTest::name)
        .containsExactly("reservation.created", "reservation.updated");
    assertThat(events.get(1).at("/data/changes").fieldNames())
        .toIterable()
        .containsExactly("arrivalEstimatedTime", "departureEstimatedTime");
    JsonNode record = events.get(1).at("/data/record");
    assertThat(record.path("arrivalLocalTime").asText()).isEqualTo("16:00");
    assertThat(record.path("unitIds")).hasSize(1);
  }

  @Test
  void a_list_and_webhooks_that_tell_the_same_make_one_event() {
    HubClient.Account account = account();
    list(record("{'roomTypeIds': ['312277'], 'verification': {'isEmailVerified': true}}"));
    String first =
        "{'arrivalDate': '2027-04-02T00:00:00.000Z', 'departureDate': '2027-04-05T00:00:00.000Z',"
            + " 'cancelledAt': '', 'arrivalEstimatedTime': ''}";
    HUB.sync(account, true);
    post(account, first);
    HUB.sync(account, true);
    post(account, first);

    assertThat(events(account)).hasSize(1);
  }

  @Test
  void what_calry_sends_empty_is_removed_and_what_it_omits_is_kept() {
    HubClient.Account account = account();
    post(account, "{'notes': 'Late', 'codes': {'accessCode': ['2321']}}");
    post(account, "{'updatedAt': '2026-10-05T10:00:00.000Z', 'numberOfGuests': 3}");
    JsonNode leftOut = last(account).at("/data/record");
    post(account, "{'updatedAt': '2026-10-05T11:00:00.000Z', 'notes': ''}");
    JsonNode emptied = last(account).at("/data/record");

    assertThat(leftOut.path("notes").asText()).isEqualTo("Late");
    assertThat(leftOut.path("codes")).isNotEmpty();
    assertThat(emptied.has("notes")).isFalse();
    assertThat(emptied.path("codes")).isNotEmpty();
  }

  @Test
  void a_guest_keeps_address_and_telephone_and_another_guest_does_not_get_them() {
    HubClient.Account account = account();
    post(account, "{}");
    post(
        account,
        "{'updatedAt': '2026-10-05T10:00:00.000Z', 'numberOfGuests': 3,"
            + " 'primaryGuest': {'name': 'Nia Brook', 'emails': [null], 'mobileNumbers': []}}");
    JsonNode same = last(account).at("/data/record/primaryGuest");
    post(
        account,
        "{'updatedAt': '2026-10-05T11:00:00.000Z', 'primaryGuest': {'name': 'Ora Flint'}}");
    JsonNode another = last(account).at("/data/record/primaryGuest");

    assertThat(same.path("emails")).hasSize(1);
    assertThat(same.path("mobileNumbers")).hasSize(1);
    assertThat(another).isEqualTo(RouteExchange.json("{'name': 'Ora Flint'}"));
  }

  @Test
  void an_unmapped_status_is_reported_in_the_event() {
    HubClient.Account account = account();
    post(account, "{}");
    post(account, "{'status': 'Overbooked', 'updatedAt': '2026-10-05T10:00:00.000Z'}");

    JsonNode event = last(account);
    assertThat(event.at("/data/record/status").asText()).isEqualTo("UNKNOWN");
    assertThat(event.at("/data/record/nativeStatus").asText()).isEqualTo("Overbooked");
    assertThat(warnings(event)).contains("status: no mapping knows the word \"Overbooked\"");
  }

  @Test
  void a_body_that_contradicts_itself_says_so() {
    HubClient.Account account = account();
    post(
        account,
        "{'nights': 5, 'arrivalEstimatedTime': '2026-10-01T15:00:00.000Z',"
            + " 'departureEstimatedTime': '2027-04-05T09:00:00.000Z'}");

    assertThat(warnings(last(account)))
        .containsExactlyInAnyOrder(
            "nights: 5 contradicts the dates, which make 3",
            "arrivalEstimatedTime 2026-10-01T15:00:00.000Z is not of the day 2027-04-02");
  }

  static List<String> times() {
    return List.of(
        "'2026-10-05 09:00:00'|'2026-10-05 08:00:00'",
        "'2026-10-05T09:00:00+0000'|'2026-10-05T08:00:00+0000'",
        "'1791190800'|'1791187200'",
        "1791190800|1791187200",
        "1791190800000|1791187200000",
        "'2026-10-05T09:00Z'|'2026-10-05T08:00Z'");
  }

  @ParameterizedTest
  @MethodSource("times")
  void a_time_that_is_written_in_another_way_still_tells_which_state_is_older(String times) {
    String[] laterAndEarlier = times.split("\\|");
    HubClient.Account account = account();
    post(account, "{'status': 'CANCELLED', 'updatedAt': " + laterAndEarlier[0] + "}");
    post(account, "{'status': 'CONFIRMED', 'updatedAt': " + laterAndEarlier[1] + "}");

    assertThat(last(account).at("/data/record/status").asText()).isEqualTo("CANCELLED");
    assertThat(HUB.statuses(account)).containsExactly("done", "stale");
    assertThat(warnings(last(account))).isEmpty();
  }

  @Test
  void a_thread_that_a_webhook_does_not_carry_is_kept() {
    HubClient.Account account = account();
    thread(account, fixtures.json("conversation.updated-picture.json"));
    ObjectNode empty = fixtures.json("conversation.updated-picture.json");
    ObjectNode record = (ObjectNode) empty.at("/data/record");
    record.put("updatedAt", "2026-10-05T19:00:00.000Z").putArray("messages");
    record.withObject("recipient").put("name", "Nia B. Brook");
    thread(account, empty);

    JsonNode messages = last(account).at("/data/record/messages");
    assertThat(messages).hasSize(1);
    assertThat(messages.at("/0/attachments/0/name").asText()).isEqualTo("boiler.jpg");
  }

  private HubClient.Account account() {
    return HUB.account("calry", api.uri());
  }

  private static ObjectNode record(String fields) {
    ObjectNode record =
        (ObjectNode)
            RouteExchange.json(
                "{'id': '40100401', 'updatedAt': '2026-10-05T09:00:00.000Z',"
                    + " 'arrivalDate': '2027-04-02', 'departureDate': '2027-04-05', 'nights': 3,"
                    + " 'propertyId': '312277', 'numberOfGuests': 2, 'status': 'CONFIRMED',"
                    + " 'source': 'Booking.com', 'primaryGuest': {'name': 'Nia Brook',"
                    + " 'emails': ['nia.brook@example.com'], 'mobileNumbers': ['+15550100330']}}");
    return record.setAll((ObjectNode) RouteExchange.json(fields));
  }

  private void list(ObjectNode record) {
    ObjectNode answer = FixtureJson.object().put("success", true);
    answer.putArray("data").add(record);
    api.put("/api/v2/vrs/reservations", FixtureJson.bytes(answer));
  }

  private void post(HubClient.Account account, String fields) {
    ObjectNode body = fixtures.json("reservation.updated-times.json");
    body.withObject("hook").put("id", "hook-" + webhooks++);
    body.withObject("data").set("record", record(fields));
    send(account, body);
  }

  private void thread(HubClient.Account account, ObjectNode body) {
    body.withObject("hook").put("id", "hook-" + webhooks++);
    send(account, body);
  }

  private static void send(HubClient.Account account, JsonNode body) {
    assertThat(HUB.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
    HUB.awaitSettled();
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

  private static List<String> warnings(JsonNode event) {
    return event.at("/data/warnings").valueStream().map(JsonNode::asText).toList();
  }
}

package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.pipeline.RouteExchange;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Booking Experts does to a hub beyond what one fixture can show. */
class BookingExpertsTest {
  private static final TestHub HUB =
      TestHub.start(
          Map.of("bellhop.providers", "booking-experts", "bellhop.provider.read-again", "6s"));

  private static final String CANCELLED = "api/v3/administrations/7/reservations/6.json";
  private static final String RESERVATION = "/v3/administrations/7/reservations/";

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/booking-experts"));
  private final FixtureApi api = new FixtureApi(fixtures);

  @AfterEach
  void close() {
    api.close();
  }

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @Test
  void a_reservation_is_read_with_guests_and_booking_by_the_accounts_key() {
    post(account(), fixtures.json("reservation-created.json"));
    HUB.awaitSettled();

    assertThat(api.calls()).hasSize(1);
    FixtureApi.Call call = api.calls().get(0);
    assertThat(call.path()).isEqualTo(RESERVATION + "1");
    assertThat(call.query()).isEqualTo(Map.of("include", List.of("guests,booking")));
    assertThat(call.headers())
        .containsEntry("x-api-key", "key")
        .containsEntry("accept", "application/vnd.api+json")
        .doesNotContainKey("authorization");
  }

  @Test
  void a_resource_that_no_mask_can_name_is_ignored_and_says_what_to_do() {
    HubClient.Account account = account();
    post(account, fixtures.json("foo-updated.json"));
    HUB.awaitSettled();

    assertThat(HUB.statuses(account)).containsExactly("ignored");
    assertThat(HUB.inbox(account).get(0).path("error").asText())
        .contains("add its name to bellhop.booking-experts.record-types");
  }

  @Test
  void an_account_of_an_app_reads_by_a_token_from_its_refresh_token() {
    ObjectNode fields = TestHub.accountFields("booking-experts");
    ObjectNode credentials = fields.putObject("api");
    credentials.put("client_id", "app").put("client_secret", "s").put("refresh_token", "r");
    post(
        HUB.account("booking-experts", api.uri(), fields),
        fixtures.json("reservation-created.json"));
    HUB.awaitSettled();

    assertThat(api.calls())
        .extracting(FixtureApi.Call::path)
        .containsExactly("/oauth/token", RESERVATION + "1");
    assertThat(api.calls().get(1).headers())
        .containsEntry("authorization", "Bearer fixture-access-token")
        .containsEntry("accept", "application/vnd.api+json");
  }

  @Test
  void an_account_without_credentials_has_what_the_webhooks_carry() {
    ObjectNode fields = TestHub.accountFields("booking-experts");
    fields.remove("api");
    HubClient.Account account = HUB.account("booking-experts", api.uri(), fields);
    post(account, fixtures.json("reservation-updated.json"));

    JsonNode data = HUB.settledEvents(account).get(0).path("data");
    assertThat(data.at("/record/arrivalDate").asText()).isEqualTo("2026-07-10");
    assertThat(data.has("error")).isFalse();
    assertThat(api.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'text'", "5", "true", "['x']"})
  void what_stands_in_place_of_attributes_or_relationships_costs_no_record(String hostile) {
    for (String field : List.of("attributes", "relationships")) {
      HubClient.Account account = account();
      ObjectNode webhook = fixtures.json("reservation-updated.json");
      JsonNode document = webhook.path("record");
      document = document.has("data") ? document.get("data") : document;
      ((ObjectNode) document).set(field, RouteExchange.json(hostile));
      post(account, webhook);

      JsonNode data = HUB.settledEvents(account).get(0).path("data");
      assertThat(data.path("result").asText()).isEqualTo("SUCCESS");
      assertThat(data.at("/record/arrivalDate").asText()).as("the API has it").isNotEmpty();
      assertThat(data.at("/record/propertyId").asText()).isEqualTo("7");
      assertThat(data.path("warnings").toString())
          .contains(field + ": ")
          .contains("is not an object");
    }
  }

  @Test
  void who_may_not_read_guests_gets_the_rest_of_the_reservation_and_keeps_the_guest_known_before() {
    HubClient.Account account = account();
    ObjectNode first = fixtures.json("reservation-updated.json");
    post(account, first);
    HUB.awaitSettled();
    api.next(1, RESERVATION, FixtureAnswer.of(403));
    api.put(
        RESERVATION + "2",
        bytes(later(without(fixtures.json("api/v3/administrations/7/reservations/2.json")))));
    post(account, first.put("event", "reservation:confirmed"));

    List<JsonNode> events = HUB.settledEvents(account);
    assertThat(api.calls()).hasSize(3);
    assertThat(api.calls().get(2).query()).isEmpty();
    JsonNode data = events.get(1).path("data");
    assertThat(data.path("result").asText()).isEqualTo("SUCCESS");
    assertThat(data.path("error").asText()).contains("guests");
    assertThat(data.path("warnings").toString()).contains("guests");
    assertThat(data.at("/record/departureDate").asText()).isEqualTo("2026-07-20");
    assertThat(data.at("/record/primaryGuest/nameFirst").asText()).isEqualTo("Noor");
    assertThat(data.path("changes").fieldNames())
        .toIterable()
        .containsExactly("departureDate", "nights");
  }

  @Test
  void another_subscriptions_webhook_is_answered_and_ignored() {
    HubClient.Account account = account();
    post(account, fixtures.json("reservation-created.json").put("subscription_id", "43"));

    assertThat(HUB.settledEvents(account)).isEmpty();
    assertThat(HUB.statuses(account)).containsExactly("ignored");
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void an_update_after_the_guests_came_does_not_take_their_coming_back() {
    HubClient.Account account = account();
    ObjectNode came = fixtures.json("reservation-checked_in.json");
    post(account, came);
    HUB.awaitSettled();
    post(account, came.deepCopy().put("event", "reservation:updated"));
    HUB.awaitSettled();
    post(account, came.deepCopy().put("event", "reservation:checked_out"));

    assertThat(HUB.settledEvents(account))
        .extracting(e -> e.at("/data/record/status").asText())
        .containsExactly("CHECKED_IN", "CHECKED_OUT");
    assertThat(HUB.statuses(account)).containsExactly("done", "unchanged", "done");
  }

  @Test
  void list_webhook_list_webhook_makes_no_event_when_nothing_has_changed() {
    HubClient.Account account = account();
    ObjectNode webhook = fixtures.json("reservation-updated-several.json");
    ObjectNode record =
        (ObjectNode) fixtures.json("api/v3/administrations/7/reservations/913.json").get("data");
    ObjectNode page = FixtureJson.object();
    page.putArray("data").add(record);
    page.putObject("links").putNull("next");
    page.putObject("meta").putObject("pagination").put("total_records", 1);
    api.put("/v3/reservations", bytes(page));
    HUB.sync(account, true);
    post(account, webhook);
    HUB.awaitSettled();
    HUB.sync(account, true);
    post(account, webhook.deepCopy().put("event", "reservation|updated"));

    List<JsonNode> events = HUB.settledEvents(account);
    assertThat(events)
        .extracting(e -> e.at("/hook/eventType").asText())
        .containsExactly("reservation.created");
    assertThat(events.get(0).at("/data/record/rooms")).hasSize(2);
  }

  @Test
  void an_unmapped_state_is_reported_and_not_lost() {
    HubClient.Account account = account();
    ObjectNode webhook = fixtures.json("reservation-updated-no-show.json");
    ObjectNode answer = fixtures.json("api/v3/administrations/7/reservations/912.json");
    ((ObjectNode) answer.at("/data/attributes")).put("state", "stranded");
    ((ObjectNode) webhook.at("/record/data/attributes")).put("state", "stranded");
    api.put(RESERVATION + "912", bytes(answer));
    post(account, webhook);

    JsonNode data = HUB.settledEvents(account).get(0).path("data");
    assertThat(data.at("/record/status").asText()).isEqualTo("UNKNOWN");
    assertThat(data.at("/record/nativeStatus").asText()).isEqualTo("stranded");
    assertThat(data.path("warnings").toString()).contains("stranded");
  }

  @Test
  void of_a_reservation_of_several_units_each_unit_is_a_room() {
    HubClient.Account account = account();
    ObjectNode answer = fixtures.json("api/v3/administrations/7/reservations/912.json");
    ObjectNode related = ((ObjectNode) answer.get("data")).putObject("relationships");
    ArrayNode units = related.putObject("rentable_identity").putArray("data");
    units.addObject().put("id", "77").put("type", "rentable_identity");
    units.addObject().put("id", "78").put("type", "rentable_identity");
    api.put(RESERVATION + "912", bytes(answer));
    post(account, fixtures.json("reservation-updated-no-show.json"));

    JsonNode record = HUB.settledEvents(account).get(0).at("/data/record");
    assertThat(record.path("unitIds")).extracting(JsonNode::asText).containsExactly("77", "78");
    assertThat(record.path("rooms"))
        .extracting(room -> room.path("unitId").asText())
        .containsExactly("77", "78");
  }

  @Test
  void a_cancellation_that_the_api_does_not_show_yet_is_read_again_until_it_does() {
    HubClient.Account account = account();
    ObjectNode webhook = fixtures.json("reservation-cancelled.json");
    ObjectNode record = (ObjectNode) fixtures.json(CANCELLED).get("data");
    ObjectNode named = FixtureJson.object().put("type", "reservation");
    webhook.withObject("record").set("data", named.put("id", record.get("id").asText()));
    ObjectNode behind = fixtures.json(CANCELLED);
    ((ObjectNode) behind.at("/data/attributes")).put("state", "confirmed");
    api.next(2, RESERVATION, FixtureAnswer.of(200, bytes(behind)));
    post(account, webhook);

    List<JsonNode> events = HUB.settledEvents(account);
    assertThat(events).hasSize(1);
    assertThat(events.get(0).at("/data/record/status").asText()).isEqualTo("CANCELLED");
    assertThat(api.calls(RESERVATION)).hasSize(3);
  }

  private HubClient.Account account() {
    return HUB.account("booking-experts", api.uri());
  }

  private void post(HubClient.Account account, JsonNode body) {
    assertThat(HUB.post(account, bytes(body)).statusCode()).isEqualTo(200);
  }

  private static ObjectNode without(ObjectNode document) {
    document.remove("included");
    return document;
  }

  private static ObjectNode later(ObjectNode document) {
    ((ObjectNode) document.at("/data/attributes"))
        .put("end_date", "2026-07-20")
        .put("updated_at", "2026-03-05T10:00:00Z");
    return document;
  }

  private static byte[] bytes(JsonNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}

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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Hospitable does to a record over several webhooks and lists. */
class HospitableTest {
  private static final TestHub HUB =
      TestHub.start(
          Map.of("bellhop.providers", "hospitable", "bellhop.hospitable.merge-window", "100ms"));

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/hospitable"));
  private final FixtureApi api = new FixtureApi(fixtures);
  private HubClient.Account account;

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_list_and_webhooks_that_say_the_same_make_one_event() {
    start();
    ObjectNode sent = fixtures.json("reservation.created.json");
    lists(sent.path("data"));

    post(sent);
    HUB.sync(account, true);
    post(sent.deepCopy().put("id", "again").put("created", "2027-01-12T10:30:00Z"));
    HUB.sync(account, true);

    assertThat(types()).containsExactly("reservation.created");
  }

  @Test
  void a_sync_asks_for_the_reservations_of_all_properties_that_it_has_listed() {
    start();
    lists(fixtures.json("reservation.created.json").path("data"));
    ArrayNode properties = (ArrayNode) properties().get("data");
    properties.addObject().put("id", "second");
    api.put("/v2/properties", FixtureJson.bytes(FixtureJson.object().set("data", properties)));

    assertThat(HUB.sync(account, false).path("mode").asText()).isEqualTo("full");
    assertThat(HUB.sync(account, false).path("mode").asText()).isEqualTo("changes");

    assertThat(api.calls("/v2/reservations"))
        .extracting(call -> call.query().get("properties[]"))
        .as("a full run and one of changes")
        .containsExactly(List.of(id(900), "second"), List.of(id(900), "second"));
    assertThat(api.calls("/v2/reservations"))
        .extracting(call -> call.query().get("start_date").get(0).length())
        .as("days without a time")
        .containsOnly(10);
    assertThat(types()).containsExactly("reservation.created");
  }

  @Test
  void a_reservation_that_is_gone_from_the_list_is_read_and_deleted() {
    start();
    JsonNode stays = fixtures.json("reservation.created.json").path("data");
    JsonNode goes = fixtures.json("reservation.changed.json").path("data");
    lists(stays, goes);
    HUB.sync(account, true);
    lists(stays);

    HUB.sync(account, true);

    assertThat(types())
        .containsExactly("reservation.created", "reservation.created", "reservation.deleted");
  }

  @Test
  void what_a_webhook_leaves_out_of_a_known_reservation_is_kept() {
    start(TestHub.accountFields("hospitable").without("api"));
    ObjectNode sent = fixtures.json("reservation.created.json");
    post(sent);
    ObjectNode thin = sent.deepCopy().put("id", "thin").put("created", "2027-01-12T11:00:00Z");
    thin.put("action", "reservation.changed");
    ((ObjectNode) thin.path("data")).remove(List.of("guest", "properties", "financials"));
    ((ObjectNode) thin.at("/data/guests")).put("total", 4);

    post(thin);

    assertThat(types()).containsExactly("reservation.created", "reservation.updated");
    assertThat(HUB.events(account).get(1).at("/data/changes").fieldNames())
        .toIterable()
        .containsExactly("numberOfGuests");
    assertThat(api.calls()).as("the account has no credentials").isEmpty();
  }

  @Test
  void money_that_comes_as_null_was_not_included_and_stays() {
    start();
    ObjectNode sent = fixtures.json("reservation.created.json");
    lists(sent.path("data"));
    post(sent);
    ObjectNode data = ((ObjectNode) sent.path("data")).deepCopy();
    data.putNull("financials").putNull("properties").withObject("guests").put("total", 4);
    lists(data);

    HUB.sync(account, true);

    assertThat(types()).containsExactly("reservation.created", "reservation.updated");
    assertThat(HUB.events(account).get(1).at("/data/changes").fieldNames())
        .toIterable()
        .containsExactly("numberOfGuests");
  }

  @Test
  void the_days_of_an_owner_that_a_guest_takes_are_no_longer_a_block() {
    start();
    ObjectNode sent = fixtures.json("reservation.created-owner.json");
    post(sent);
    ObjectNode guest = sent.deepCopy().put("id", "guest").put("created", "2027-01-12T11:00:00Z");
    ((ObjectNode) guest.path("data")).put("stay_type", "guest_stay");

    post(guest);

    assertThat(types()).containsExactly("block.created", "block.deleted", "reservation.created");
  }

  @Test
  void the_days_of_an_owner_stay_a_block_where_a_change_does_not_say_whose_they_are() {
    start(TestHub.accountFields("hospitable").without("api"));
    ObjectNode owner = fixtures.json("reservation.created-owner.json");
    post(owner);
    ObjectNode longer = owner.deepCopy().put("id", "longer").put("action", "reservation.changed");
    longer.put("created", "2027-01-12T11:00:00Z");
    ObjectNode data = (ObjectNode) longer.path("data");
    data.put("departure_date", "2027-06-30T00:00:00-05:00").remove("nights");
    data.remove("stay_type");

    post(longer);
    data.putNull("stay_type");
    post(longer.put("id", "again"));

    assertThat(types()).containsExactly("block.created", "block.updated");
    assertThat(HUB.events(account).get(1).at("/data/changes").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("departureDate", "nights");
  }

  @Test
  void each_element_of_an_array_is_an_event_and_a_late_repeat_of_all_makes_none() {
    start();
    ObjectNode sent = fixtures.json("reservation.created.json");
    JsonNode first = sent.path("data");
    sent.putArray("data").add(first).add(fixtures.json("reservation.changed.json").path("data"));

    post(sent);
    post(sent);

    assertThat(types()).containsExactly("reservation.created", "reservation.created");
    assertThat(HUB.statuses(account))
        .containsExactlyInAnyOrder("done", "done", "duplicate", "duplicate");
  }

  @Test
  void a_webhook_of_another_customer_of_the_vendor_makes_no_event() {
    start(TestHub.accountFields("hospitable").put("external_id", "another-customer"));

    post(fixtures.json("reservation.created.json"));
    post(fixtures.json("integration.disconnected.json"));

    assertThat(types()).isEmpty();
    assertThat(HUB.statuses(account)).containsOnly("ignored");
  }

  private void start() {
    start(TestHub.accountFields("hospitable"));
  }

  private void start(ObjectNode fields) {
    account = HUB.account("hospitable", api.uri(), fields);
  }

  private void post(ObjectNode body) {
    assertThat(HUB.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
    HUB.awaitSettled();
  }

  private void lists(JsonNode... reservations) {
    api.put("/v2/properties", FixtureJson.bytes(properties()));
    ObjectNode list = FixtureJson.object();
    ArrayNode data = list.putArray("data");
    for (JsonNode reservation : reservations) {
      data.add(reservation);
    }
    api.put("/v2/reservations", FixtureJson.bytes(list));
  }

  private ObjectNode properties() {
    ObjectNode list = FixtureJson.object();
    list.putArray("data").addObject().put("id", id(900));
    return list;
  }

  private static String id(int number) {
    return "7c1e2f4a-0d3b-4c5d-9e6f-%012d".formatted(number);
  }

  private List<String> types() {
    return HUB.settledEvents(account).stream()
        .map(event -> event.at("/hook/eventType").asText())
        .toList();
  }
}

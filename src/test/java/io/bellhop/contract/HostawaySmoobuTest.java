package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Hubs;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What Hostaway and Smoobu do to a hub beyond what one fixture can show. */
class HostawaySmoobuTest {
  private static final Hubs HUBS =
      new Hubs(Map.of("bellhop.providers", "hostaway,smoobu", "bellhop.provider.read-again", "6s"));

  private final TestHub hub = HUBS.on(Store.H2);
  private final Fixtures hostaway = Fixtures.inFolder(Path.of("fixtures/hostaway"));
  private final Fixtures smoobu = Fixtures.inFolder(Path.of("fixtures/smoobu"));

  @AfterAll
  static void stop() throws Exception {
    HUBS.close();
  }

  @Test
  void a_list_that_lacks_what_webhooks_have_makes_no_event_when_nothing_has_changed() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = hub.account("hostaway", api.uri());
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
      hub.awaitSettled();
      hub.sync(account, true);
      ((ObjectNode) webhook.get("data")).put("latestActivityOn", "2026-07-01 09:00:00");
      post(account, webhook);
      hub.awaitSettled();
      hub.sync(account, true);

      List<JsonNode> events = hub.settledEvents(account);
      assertThat(events).hasSize(1);
      assertThat(events.get(0).at("/data/record/rooms")).hasSize(2);
    }
  }

  @Test
  void an_owners_stay_that_becomes_a_guests_ends_the_block_and_begins_the_reservation() {
    try (FixtureApi api = new FixtureApi(hostaway)) {
      HubClient.Account account = hub.account("hostaway", api.uri());
      ObjectNode stay = hostaway.json("reservation.created-owner-stay.json");
      post(account, stay);
      hub.awaitSettled();
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
      HubClient.Account account = hub.account("smoobu", api.uri(), fields);
      ObjectNode webhook = smoobu.json("updateReservation.json");
      for (int price : List.of(100, 200, 100)) {
        ((ObjectNode) webhook.get("data")).put("price", price);
        post(account, webhook);
      }

      List<JsonNode> events = hub.settledEvents(account);
      assertThat(events)
          .extracting(e -> e.at("/data/record/totalPrice").asInt())
          .containsExactly(100, 200, 100);
      assertThat(api.calls()).isEmpty();
    }
  }

  @Test
  void an_old_cancellation_that_is_replayed_does_not_cancel_what_is_booked_again() {
    try (FixtureApi api = new FixtureApi(smoobu)) {
      HubClient.Account account = hub.account("smoobu", api.uri());
      post(account, smoobu.json("cancelReservation.json"));
      hub.awaitSettled();
      ObjectNode again = smoobu.json("api/api/reservations/295.json");
      again.put("type", "reservation").put("modifiedAt", "2026-08-05 10:00");
      api.put("/api/reservations/295", FixtureJson.bytes(again));
      ObjectNode webhook = smoobu.json("updateReservation.json");
      ((ObjectNode) webhook.get("data")).put("id", 295).put("modifiedAt", "2026-08-05 10:00");
      post(account, webhook);
      hub.awaitSettled();
      String cancellation =
          hub.client()
              .call("GET", "/inbox?integration_account_id=" + account.id(), null)
              .at("/data/1/id")
              .asText();
      hub.client().call("POST", "/inbox/" + cancellation + "/replay", new byte[0]);

      assertThat(hub.settledEvents(account))
          .extracting(e -> e.at("/data/record/status").asText())
          .containsExactly("CANCELLED", "CONFIRMED");
    }
  }

  private List<String> types(HubClient.Account account) {
    return hub.settledEvents(account).stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  private void post(HubClient.Account account, JsonNode body) {
    assertThat(hub.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
  }
}

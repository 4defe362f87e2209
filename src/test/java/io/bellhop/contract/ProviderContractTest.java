package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is particular to OwnerRez and Guesty: twins, bursts, pairs, holds, tokens. What holds for
 * every provider stands in {@link ContractTest}.
 */
class ProviderContractTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final TestHub HUB = TestHub.start(Map.of("bellhop.providers", "ownerrez,guesty"));

  /** For what must be merged, however slow this machine is. */
  private static final TestHub PATIENT =
      TestHub.start(
          Map.of(
              "bellhop.providers",
              "ownerrez,guesty",
              "bellhop.ownerrez.merge-window",
              "3s",
              "bellhop.guesty.merge-window",
              "3s"));

  private static final TestHub NEW_TOKENS =
      TestHub.start(
          Map.of("bellhop.providers", "guesty", "bellhop.provider.token-least-age", "0s"));
  private static final TestHub TWO_TRIES =
      TestHub.start(
          Map.of("bellhop.providers", "ownerrez,guesty", "bellhop.inbox.max-attempts", "2"));

  private final Fixtures ownerRez = Fixtures.inFolder(Path.of("fixtures/ownerrez"));
  private final Fixtures guesty = Fixtures.inFolder(Path.of("fixtures/guesty"));
  private final FixtureApi ownerRezApi = new FixtureApi(ownerRez);
  private final FixtureApi guestyApi = new FixtureApi(guesty);
  private TestHub hub;

  @AfterEach
  void stop() {
    ownerRezApi.close();
    guestyApi.close();
  }

  @AfterAll
  static void stopHubs() throws Exception {
    HUB.close();
    PATIENT.close();
    NEW_TOKENS.close();
    TWO_TRIES.close();
  }

  @Test
  void a_twin_with_another_id_makes_no_second_event() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    ObjectNode twin = ownerRez.json("booking-entity_create-inline.json");
    post(account, bytes(twin));
    post(account, bytes(twin.deepCopy().put("id", "another-id")));

    assertThat(types(account)).containsExactly("reservation.created");
    assertThat(hub.statuses(account)).containsExactly("done", "unchanged");
  }

  @Test
  void a_burst_of_updates_costs_one_call_and_carries_the_categories_of_all() {
    hub = PATIENT;
    var account = hub.ownerRez(ownerRezApi.uri());
    ObjectNode update = ownerRez.json("property-entity_update-descriptions.json");
    List<String> categories = List.of("descriptions", "rates", "photos", "rules", "rates");
    for (int i = 0; i < categories.size(); i++) {
      post(
          account, bytes(update.deepCopy().put("id", 9000 + i).put("category", categories.get(i))));
    }

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events)
        .extracting(e -> e.at("/hook/eventType").asText())
        .containsExactly("property.updated", "availability.updated");
    assertThat(events.get(1).at("/data/record/kinds"))
        .extracting(JsonNode::asText)
        .containsExactly("prices", "restrictions");
    assertThat(events.get(0).at("/data/sourceEvents")).hasSize(5);
    assertThat(ownerRezApi.calls()).hasSize(1);
    assertThat(hub.statuses(account))
        .containsExactly("done", "merged", "merged", "merged", "merged");
  }

  @Test
  void a_hold_that_becomes_a_booking_ends_the_block_and_begins_the_reservation() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    ObjectNode hold = ownerRez.json("booking-entity_create-inline-hold.json");
    post(account, bytes(hold));
    hub.awaitSettled();
    ObjectNode booked = ownerRez.json("booking-entity_update-inline-hold-booked.json");
    booked.set("entity_id", hold.get("entity_id"));
    ((ObjectNode) booked.get("entity")).set("id", hold.get("entity_id"));
    post(account, bytes(booked));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events)
        .extracting(e -> e.at("/hook/eventType").asText())
        .containsExactly("block.created", "block.deleted", "reservation.created");
    assertThat(events.get(1).at("/data/previous/id").asText())
        .isEqualTo(hold.get("entity_id").asText());
  }

  @Test
  void a_deleted_booking_says_what_it_was_and_stays_deleted() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    ObjectNode inline = ownerRez.json("booking-entity_create-inline.json");
    post(account, bytes(inline));
    hub.awaitSettled();
    ObjectNode gone = ownerRez.json("booking-entity_delete.json");
    gone.set("entity_id", inline.get("entity_id"));
    post(account, bytes(gone));
    hub.awaitSettled();
    post(account, bytes(gone.deepCopy().put("id", 1)));
    post(account, bytes(inline.deepCopy().put("id", "late").put("action", "entity_update")));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events)
        .extracting(e -> e.at("/hook/eventType").asText())
        .containsExactly("reservation.created", "reservation.deleted");
    assertThat(events.get(1).at("/data/previous/arrivalDate").isTextual()).isTrue();
    assertThat(hub.statuses(account)).containsExactly("done", "done", "unchanged", "stale");
  }

  @Test
  void an_inline_update_keeps_what_a_fetch_found_of_the_guest() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    ObjectNode thin = ownerRez.json("booking-entity_create.json");
    post(account, bytes(thin));
    JsonNode first = hub.settledEvents(account).get(0).at("/data/record");
    assertThat(first.at("/primaryGuest/emails")).isNotEmpty();
    ObjectNode inline = thin.deepCopy().put("id", "inline-1").put("action", "entity_update");
    ObjectNode booking =
        ownerRez.json("api/v2/bookings/" + thin.get("entity_id").asText() + ".json");
    inline.set("entity", booking.put("adults", 5).put("updated_utc", "2026-11-01T00:00:00Z"));
    post(account, bytes(inline));

    JsonNode event = hub.settledEvents(account).get(1);
    assertThat(event.at("/data/changes").has("numberOfAdults")).isTrue();
    assertThat(event.at("/data/changes").has("primaryGuest")).isFalse();
    assertThat(event.at("/data/record/primaryGuest/emails"))
        .isEqualTo(first.at("/primaryGuest/emails"));
  }

  @Test
  void the_two_webhooks_of_an_alteration_become_one_event_that_names_both() {
    hub = PATIENT;
    var account = hub.guesty(guestyApi.uri());
    post(account, guesty.read("reservation.updated.json"));
    post(account, guesty.read("reservation.updated-second.json"));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events)
        .extracting(e -> e.at("/hook/eventType").asText())
        .containsExactly("reservation.updated");
    assertThat(events.get(0).at("/data/sourceEvents")).hasSize(2);
    assertThat(events.get(0).at("/data/changes").has("departureDate")).isTrue();
    assertThat(hub.statuses(account)).containsExactly("done", "merged");
  }

  @Test
  void a_pair_that_changes_nothing_becomes_no_event() {
    hub = PATIENT;
    var account = hub.guesty(guestyApi.uri());
    ObjectNode known = guesty.json("reservation.updated.json");
    post(account, bytes(known));
    hub.awaitSettled();
    for (int i = 1; i <= 2; i++) {
      ObjectNode again = known.deepCopy();
      ((ObjectNode) again.get("reservation"))
          .put("lastUpdatedAt", "2026-11-0" + i + "T00:00:00.000Z");
      post(account, bytes(again));
    }

    assertThat(types(account)).containsExactly("reservation.updated");
    assertThat(hub.statuses(account)).containsExactly("done", "unchanged", "merged");
  }

  @Test
  void tokens_are_fetched_once_and_shared_by_all_messages_and_restarts() throws Exception {
    String url = Store.H2.freshUrl();
    String key = java.util.Base64.getEncoder().encodeToString(new byte[32]);
    Map<String, String> options = Map.of("bellhop.secret-key", key);
    HubClient.Account account;
    try (TestHub first = TestHub.startAt(url, options)) {
      account = first.guesty(guestyApi.uri());
      first.post(account, guesty.read("reservation.created.v2.json"));
      first.post(account, guesty.read("reservation.updated.v2.json"));
      first.awaitSettled();
    }
    try (TestHub second = TestHub.startAt(url, options)) {
      var again =
          new HubClient.Account(
              account.id(),
              java.net.URI.create(second.server().url() + account.listener().getPath()));
      second.post(again, guesty.read("reservation.updated.json"));
      second.awaitSettled();

      assertThat(guestyApi.calls(FixtureApi.TOKEN_PATH)).hasSize(1);
      assertThat(second.statuses(account)).doesNotContain("dead", "pending");
    }
  }

  @Test
  void a_token_that_is_refused_is_renewed_once_and_the_call_made_again() {
    hub = NEW_TOKENS;
    guestyApi.next(1, "/v1/reservations-v3", FixtureAnswer.of(403));
    var account = hub.guesty(guestyApi.uri());
    post(account, guesty.read("reservation.created.v2.json"));

    assertThat(types(account)).containsExactly("reservation.created");
    assertThat(guestyApi.calls(FixtureApi.TOKEN_PATH)).hasSize(2);
    assertThat(hub.statuses(account)).containsExactly("done");
  }

  @Test
  void a_403_to_a_token_of_seconds_costs_no_token_and_no_booking() {
    hub = HUB;
    guestyApi.next(1, "/v1/reservations-v3", FixtureAnswer.of(403));
    var account = hub.guesty(guestyApi.uri());
    post(account, guesty.read("reservation.created.v2.json"));

    assertThat(types(account)).containsExactly("reservation.created");
    assertThat(guestyApi.calls(FixtureApi.TOKEN_PATH)).hasSize(1);
  }

  @Test
  void what_the_api_refuses_for_good_goes_out_as_a_failure_with_the_id() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    ownerRezApi.next(1, "/v2/bookings/", FixtureAnswer.of(403));
    ObjectNode thin = ownerRez.json("booking-entity_create.json");
    post(account, bytes(thin));

    JsonNode data = hub.settledEvents(account).get(0).path("data");
    assertThat(data.path("result").asText()).isEqualTo("FAILURE");
    assertThat(data.path("record")).hasSize(1);
    assertThat(data.at("/record/id").asText()).isEqualTo(thin.get("entity_id").asText());
    assertThat(data.path("error").asText()).contains("403");
  }

  @Test
  void what_keeps_failing_is_dead_and_can_be_replayed() {
    hub = TWO_TRIES;
    var account = hub.ownerRez(ownerRezApi.uri());
    ownerRezApi.next(2, "/v2/bookings/", FixtureAnswer.of(500));
    post(account, ownerRez.read("booking-entity_create.json"));
    hub.awaitSettled();
    assertThat(hub.statuses(account)).containsExactly("dead");

    String id = hub.client().call("GET", "/inbox?status=dead", null).at("/data/0/id").asText();
    hub.client().call("POST", "/inbox/" + id + "/replay", new byte[0]);

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events).extracting(e -> e.at("/data/origin").asText()).containsExactly("replay");
    assertThat(hub.statuses(account)).containsExactly("done");
  }

  @Test
  void after_a_revocation_bellhop_makes_no_call() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    post(account, ownerRez.read("application_authorization_revoked.json"));
    hub.awaitSettled();
    post(account, ownerRez.read("booking-entity_create.json"));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events)
        .extracting(e -> e.at("/hook/eventType").asText() + " " + e.at("/data/result").asText())
        .containsExactly("account.revoked SUCCESS", "reservation.created FAILURE");
    assertThat(ownerRezApi.calls()).isEmpty();
  }

  @Test
  void an_id_with_path_characters_never_reaches_a_url() {
    hub = HUB;
    var account = hub.ownerRez(ownerRezApi.uri());
    List<String> ids = List.of("1/../../x", "1?x=y", "1%2f2", "a b", "{{env:HOME}}", "..");
    for (String id : ids) {
      ObjectNode bad = ownerRez.json("booking-entity_create.json");
      bad.put("id", "bad " + id).put("entity_id", id);
      post(account, bytes(bad));
    }
    hub.awaitSettled();

    assertThat(ownerRezApi.calls()).isEmpty();
    assertThat(hub.statuses(account)).hasSize(ids.size()).containsOnly("dead");
    assertThat(hub.inbox(account)).allMatch(r -> r.path("error").asText().contains("is not an id"));
  }

  private void post(HubClient.Account account, byte[] body) {
    assertThat(hub.post(account, body).statusCode()).isEqualTo(200);
  }

  private List<String> types(HubClient.Account account) {
    return hub.settledEvents(account).stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}

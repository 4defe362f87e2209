package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Hubs;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sync reads and what it makes of it, with OwnerRez's list of bookings. */
class SyncTest {
  private static final String LIST = "/v2/bookings";

  private static final Hubs HUBS = new Hubs(Map.of("bellhop.providers", "ownerrez"));

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/ownerrez"));
  private final FixtureApi api = new FixtureApi(fixtures);
  private TestHub hub;
  private HubClient.Account account;

  @AfterEach
  void stop() {
    api.close();
  }

  @AfterAll
  static void stopHubs() throws Exception {
    HUBS.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_first_load_makes_everything_that_is_listed_known(Store store) {
    start(store);
    list(page(null, 273501, 273502, 273521));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("done");
    assertThat(end.path("mode").asText()).isEqualTo("full");
    assertThat(end.path("listed").asInt()).isEqualTo(3);
    assertThat(end.path("published").asInt()).isEqualTo(3);
    assertThat(types())
        .containsExactlyInAnyOrder("reservation.created", "reservation.created", "block.created");
    assertThat(hub.events(account))
        .allSatisfy(event -> assertThat(event.at("/data/origin").asText()).isEqualTo("sync"))
        .allSatisfy(EventSchema::check);
  }

  @Test
  void what_a_webhook_has_brought_is_no_news() {
    start(Store.H2);
    hub.post(account, FixtureJson.bytes(fixtures.json("booking-entity_create.json")));
    hub.awaitSettled();
    list(page(null, 273501));

    hub.sync(account, false);
    hub.sync(account, true);

    assertThat(types()).containsExactly("reservation.created");
  }

  @Test
  void pages_are_turned_to_the_end() {
    start(Store.H2);
    list(page(api.uri() + LIST + "?offset=2", 273501));
    api.put(LIST + "@2", page(api.uri() + LIST + "?offset=3", 273502));
    api.put(LIST + "@3", page("", 273521));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("pages").asInt()).as("and one of each other list").isEqualTo(4 + 3);
    assertThat(types()).hasSize(3);
  }

  @Test
  void a_list_that_repeats_its_page_ends_the_sync_and_what_it_has_is_known() {
    start(Store.H2);
    list(page(api.uri() + LIST + "?offset=2", 273501));
    api.put(LIST + "@2", page(api.uri() + LIST + "?offset=3", 273501));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("error").asText()).contains("the same entries on two successive pages");
    assertThat(types()).containsExactly("reservation.created", "sync.failed");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_next_sync_asks_for_what_has_changed_since(Store store) {
    start(store);
    list(page(null, 273501, 273502));
    hub.sync(account, false);
    list(page(null));
    JsonNode end = hub.sync(account, false);

    assertThat(end.path("mode").asText()).isEqualTo("changes");
    assertThat(api.calls(LIST).stream().filter(c -> c.path().equals(LIST)).toList())
        .extracting(call -> call.query().get("since_utc").get(0))
        .as("ten minutes before the last change that was seen")
        .containsExactly("2000-01-01T00:00:00Z", "2026-05-02T06:02:31Z");
    assertThat(types()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_full_pass_finds_what_was_deleted_and_asks_for_it_by_its_id_first(Store store) {
    start(store);
    list(page(null, 273501, 273502, 273521));
    hub.sync(account, false);
    // One is gone, and one was only not shown.
    list(page(null, 273501));
    api.remove(LIST + "/273521");

    JsonNode end = hub.sync(account, true);

    assertThat(end.path("state").asText()).isEqualTo("done");
    assertThat(types()).hasSize(4).last().isEqualTo("block.deleted");
    assertThat(api.calls(LIST + "/")).extracting(FixtureApi.Call::path).hasSize(2);
    assertThat(hub.sync(account, true).path("published").asInt()).isZero();
  }

  @Test
  void an_empty_whole_list_is_an_error_and_deletes_nothing() {
    start(Store.H2);
    list(page(null, 273501));
    hub.sync(account, false);
    list(page(null));

    JsonNode end = hub.sync(account, true);

    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("error").asText()).contains("empty");
    assertThat(types()).containsExactly("reservation.created", "sync.failed");
    EventSchema.check(hub.events(account).get(1));
    assertThat(api.calls(LIST + "/")).isEmpty();
  }

  @Test
  void a_next_page_that_names_another_host_is_read_on_the_accounts_own() throws Exception {
    start(Store.H2);
    try (FixtureApi elsewhere = new FixtureApi(fixtures)) {
      list(page(elsewhere.uri() + LIST + "?offset=2", 273501));
      api.put(LIST + "@2", page(null, 273502));

      JsonNode end = hub.sync(account, false);

      assertThat(end.path("state").asText()).isEqualTo("done");
      assertThat(types()).containsExactly("reservation.created", "reservation.created");
      assertThat(elsewhere.calls()).as("the token goes nowhere else").isEmpty();
    }
  }

  /** Local times that were taken for UTC, or a provider's clock that goes before ours. */
  @Test
  void the_watermark_does_not_run_ahead_of_the_question() {
    start(Store.H2);
    ObjectNode booking = fixtures.json("api/v2/bookings/273501.json");
    booking.put("updated_utc", Instant.now().plus(Duration.ofHours(2)).toString());
    ObjectNode page = FixtureJson.object();
    page.putArray("items").add(booking);
    list(FixtureJson.bytes(page));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("done");
    assertThat(end.path("watermark")).isEqualTo(end.path("started_at"));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_ends_a_sync_is_in_its_state_and_in_the_event_word_for_word(Store store) {
    start(store);
    list(page("https://api.example.org/v2/properties?offset=2", 273501));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("error").asText()).isNotBlank();
    assertThat(hub.events(account))
        .filteredOn(event -> event.at("/hook/eventType").asText().equals("sync.failed"))
        .singleElement()
        .extracting(event -> event.at("/data/record/message"))
        .isEqualTo(end.path("error"));
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST + "?offset=2", "bookings?offset=2", "?offset=2"})
  void a_next_page_without_a_host_is_one_of_the_same_list(String next) {
    start(Store.H2);
    list(page(next, 273501));
    api.put(LIST + "@2", page(null, 273502));

    assertThat(hub.sync(account, false).path("state").asText()).isEqualTo("done");
    assertThat(types()).containsExactly("reservation.created", "reservation.created");
  }

  @Test
  void a_next_page_of_something_else_ends_the_sync_and_is_named() {
    start(Store.H2);
    list(page("https://api.example.com/v2/guests?offset=2&token=secret", 273501));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("error").asText())
        .contains("https://api.example.com/v2/guests?offset=...&token=...")
        .doesNotContain("secret");
    assertThat(api.calls("/v2/guests?")).isEmpty();
  }

  @Test
  void a_page_that_fails_for_a_moment_is_read_again() {
    start(Store.H2);
    list(page(null, 273501));
    api.next(2, LIST, FixtureAnswer.of(503));

    assertThat(hub.sync(account, false).path("state").asText()).isEqualTo("done");
    assertThat(types()).containsExactly("reservation.created");
  }

  @Test
  void a_refused_list_ends_the_sync_and_is_reported() {
    start(Store.H2);
    api.next(1, LIST, FixtureAnswer.of(403));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("error").asText()).contains("403");
    assertThat(types()).containsExactly("sync.failed");
  }

  @Test
  void entries_that_name_no_record_are_skipped_and_reported() {
    start(Store.H2);
    ObjectNode page = FixtureJson.object(page(null, 273501));
    ((ArrayNode) page.get("items")).addNull().add("x");
    list(FixtureJson.bytes(page));

    JsonNode end = hub.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("done");
    assertThat(end.path("error").asText()).contains("2 entries");
    assertThat(types()).containsExactly("reservation.created");
  }

  @Test
  void further_lists_are_read_and_one_that_is_refused_is_left_out() {
    start(Store.H2);
    list(page(null, 273501));
    ObjectNode properties = FixtureJson.object();
    properties.putArray("items").add(fixtures.json("api/v2/properties/470051.json"));
    api.put("/v2/properties", FixtureJson.bytes(properties));
    api.next(1, path -> path.equals("/v2/guests"), usual -> FixtureAnswer.of(403));

    JsonNode end = hub.sync(account, true);
    JsonNode again = hub.sync(account, true);

    assertThat(end.path("state").asText()).isEqualTo("done");
    assertThat(end.path("listed").asInt()).isEqualTo(1);
    assertThat(end.path("error").asText()).startsWith("the list guests is left out: ");
    assertThat(again.path("error").asText("")).isEmpty();
    assertThat(api.calls("/v2/reviews")).hasSize(2);
    assertThat(types()).containsExactlyInAnyOrder("reservation.created", "property.created");
  }

  private void start(Store store) {
    hub = HUBS.on(store);
    account = hub.ownerRez(api.uri());
  }

  private List<String> types() {
    return hub.events(account).stream().map(event -> event.at("/hook/eventType").asText()).toList();
  }

  /** Every first page has limit=100. */
  private void list(byte[] page) {
    api.put(LIST + "@100", page);
  }

  private byte[] page(String next, int... bookings) {
    ObjectNode page = FixtureJson.object();
    ArrayNode items = page.putArray("items");
    for (int id : bookings) {
      items.add(fixtures.json("api/v2/bookings/" + id + ".json"));
    }
    page.put("next_page_url", next);
    return FixtureJson.bytes(page);
  }
}

package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Channex does to a hub beyond what one fixture can show: acknowledgements and bursts. */
class ChannexTest {
  private static final String REVISIONS = "/api/v1/booking_revisions/";
  private static final String OWN = "11c7e5f4-2d80-4b9a-a6e3-000000000001";

  private static final TestHub HUB = TestHub.start(Map.of("bellhop.providers", "channex"));

  /** For what must be merged, however slow this machine is. */
  private static final TestHub PATIENT =
      TestHub.start(Map.of("bellhop.providers", "channex", "bellhop.channex.merge-window", "3s"));

  private static final TestHub WITH_OWN_USER =
      TestHub.start(
          Map.of(
              "bellhop.providers",
              "channex",
              "bellhop.channex.own-user-ids",
              "x, " + OWN,
              "bellhop.channex.merge-window",
              "3s"));

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/channex"));
  private final FixtureApi api = new FixtureApi(fixtures);
  private TestHub hub;
  private HubClient.Account account;

  @AfterEach
  void stop() {
    api.close();
  }

  @AfterAll
  static void stopHubs() throws Exception {
    HUB.close();
    PATIENT.close();
    WITH_OWN_USER.close();
  }

  @Test
  void a_revision_is_acknowledged_when_its_event_is_in_the_log() {
    start(HUB);
    ObjectNode booking = fixtures.json("booking.json");
    List<Integer> inLog = new ArrayList<>();
    api.next(
        1,
        ack(booking),
        usual -> {
          inLog.add(hub.events(account).size());
          return usual;
        });
    post(booking);
    hub.awaitSettled();

    assertThat(inLog).containsExactly(1);
  }

  @Test
  void an_acknowledgement_that_fails_is_asked_for_again_and_the_event_stays_one() {
    start(HUB);
    ObjectNode booking = fixtures.json("booking.json");
    api.next(1, ack(booking), FixtureAnswer.of(500)).next(1, ack(booking), FaultyAnswer.never());
    post(booking);

    assertThat(types()).containsExactly("reservation.created");
    assertThat(api.calls(ack(booking)))
        .extracting(FixtureApi.Call::status)
        .containsExactly(500, 0, 200);
    assertThat(api.calls()).as("the revision is not read again").hasSize(4);
  }

  @Test
  void events_of_one_revision_make_one_event_and_one_acknowledgement() {
    start(HUB);
    ObjectNode booking = fixtures.json("booking.json");
    post(booking);
    post(booking.deepCopy().put("event", "booking_new"));
    hub.awaitSettled();
    post(booking.deepCopy().put("event", "booking_modification"));

    assertThat(types()).containsExactly("reservation.created");
    assertThat(hub.statuses(account)).containsExactly("done", "unchanged", "unchanged");
    assertThat(acks()).containsExactly(revision(booking));
  }

  @Test
  void what_channex_reports_as_not_acknowledged_is_acknowledged_again() {
    start(HUB);
    ObjectNode booking = fixtures.json("booking.json");
    post(booking);
    hub.awaitSettled();
    ObjectNode warning = fixtures.json("non_acked_booking.json");
    warning
        .putObject("payload")
        .put("booking_id", booking.at("/payload/booking_id").asText())
        .put("booking_revision_id", revision(booking));
    post(warning);

    assertThat(types()).containsExactly("reservation.created");
    assertThat(hub.statuses(account)).containsExactly("done", "unchanged");
    assertThat(acks()).containsExactly(revision(booking), revision(booking));
  }

  @Test
  void a_webhook_without_data_reads_the_feed_until_there_is_nothing_left_in_it() {
    start(HUB);
    ObjectNode thin = fixtures.json("booking_new-no-data.json");
    String property = thin.get("property_id").asText();
    post(thin);
    List<String> first = types();
    assertThat(acks()).hasSize(3).doesNotHaveDuplicates();

    // What is acknowledged leaves the feed.
    ObjectNode empty = fixtures.json("api/api/v1/booking_revisions/feed@" + property + ".json");
    empty.putArray("data");
    empty.withObject("meta").put("total", 0);
    api.put(REVISIONS + "feed@" + property, FixtureJson.bytes(empty));
    post(thin.deepCopy().put("event", "booking").put("timestamp", "2026-06-07T05:20:06.000000Z"));

    assertThat(types()).isEqualTo(first).isNotEmpty();
    assertThat(hub.statuses(account)).containsExactly("done", "ignored");
    assertThat(acks()).hasSize(3);
    assertThat(api.calls(REVISIONS + "feed"))
        .hasSize(2)
        .allMatch(call -> call.query().get("filter[property_id]").equals(List.of(property)));
  }

  @Test
  void a_burst_of_ari_for_one_property_is_one_event_with_the_dates_of_all() {
    start(PATIENT);
    post(fixtures.json("ari.json"));
    post(fixtures.json("ari-rates.json"));
    ObjectNode between = fixtures.json("ari.json").put("timestamp", "2026-06-10T12:00:01.0000Z");
    ArrayNode days = (ArrayNode) between.get("payload");
    ObjectNode day = ((ObjectNode) days.get(0)).put("date", "2026-09-03");
    days.removeAll().add(day);
    post(between);

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events).hasSize(1);
    JsonNode record = events.get(0).at("/data/record");
    assertThat(record.path("dateRanges"))
        .extracting(range -> range.path("start").asText() + " " + range.path("end").asText())
        .containsExactly("2026-09-01 2026-09-04", "2026-09-05 2026-09-06", "2026-09-30 2026-10-02");
    assertThat(record.path("kinds"))
        .extracting(JsonNode::asText)
        .containsExactly("availability", "prices", "restrictions");
    assertThat(events.get(0).at("/data/sourceEvents")).hasSize(3);
    assertThat(hub.statuses(account)).containsExactly("done", "merged", "merged");
  }

  @Test
  void what_our_own_user_changed_is_no_news_but_a_booking_is() {
    start(WITH_OWN_USER);
    post(fixtures.json("ari-rates.json").put("user_id", OWN));
    hub.awaitSettled();
    assertThat(types()).isEmpty();
    assertThat(hub.statuses(account)).containsExactly("ignored");

    // Of a burst only the part of others counts.
    post(fixtures.json("ari.json"));
    post(fixtures.json("ari-rates.json").put("user_id", OWN).put("timestamp", "later"));
    post(fixtures.json("booking.json").put("user_id", OWN));

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(types()).containsExactlyInAnyOrder("availability.updated", "reservation.created");
    JsonNode availability =
        events.stream()
            .filter(e -> e.at("/hook/eventType").asText().startsWith("availability"))
            .findFirst()
            .orElseThrow();
    assertThat(availability.at("/data/record/kinds"))
        .extracting(JsonNode::asText)
        .doesNotContain("prices");
  }

  private void start(TestHub one) {
    hub = one;
    account = hub.account("channex", api.uri());
  }

  private void post(ObjectNode body) {
    assertThat(hub.post(account, FixtureJson.bytes(body)).statusCode()).isEqualTo(200);
  }

  private List<String> types() {
    return hub.settledEvents(account).stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  /** The revisions that were acknowledged. */
  private List<String> acks() {
    return api.calls(REVISIONS).stream()
        .filter(call -> call.method().equals("POST") && call.isSuccess())
        .map(call -> call.path().substring(REVISIONS.length()).replace("/ack", ""))
        .toList();
  }

  private static String ack(ObjectNode booking) {
    return REVISIONS + revision(booking) + "/ack";
  }

  private static String revision(ObjectNode booking) {
    return booking.at("/payload/revision_id").asText();
  }
}

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

/** Channex keeps what is not acknowledged in a feed: a sync takes it from there. */
class ChannexSyncTest {
  private static final TestHub HUB = TestHub.start(Map.of("bellhop.providers", "channex"));
  private static final String ALL = "/api/v1/booking_revisions";
  private static final String FEED = ALL + "/feed";
  private static final String ID = "c3e91a70-52d4-4f8b-a1c6-000000000001";

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/channex"));
  private final FixtureApi api = new FixtureApi(fixtures);
  private HubClient.Account account;

  @AfterEach
  void close() {
    api.close();
  }

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @Test
  void the_feed_is_read_until_it_has_nothing_new_and_each_revision_is_acknowledged() {
    start();
    ObjectNode revision = (ObjectNode) fixtures.json("api" + ALL + "/" + ID + ".json").get("data");
    api.put(ALL, list());
    // One that does not go away: the acknowledgement is not the sync's to wait for.
    api.put(FEED, list(revision));
    api.put(ALL + "/" + ID + "/ack", FixtureJson.bytes(FixtureJson.object()));

    JsonNode end = HUB.sync(account, false);

    assertThat(end.path("state").asText()).isEqualTo("done");
    assertThat(types()).containsExactly("reservation.created");
    HUB.awaitSettled();
    assertThat(api.calls(ALL + "/" + ID + "/ack")).hasSize(1);

    HUB.sync(account, false);
    HUB.awaitSettled();

    assertThat(types()).as("known, and no news").hasSize(1);
    assertThat(api.calls(ALL + "/" + ID + "/ack"))
        .as("Channex says it is not acknowledged")
        .hasSize(2);
  }

  @Test
  void of_a_booking_with_several_revisions_a_first_load_tells_the_latest() {
    start();
    ObjectNode latest = (ObjectNode) fixtures.json("api" + ALL + "/" + ID + ".json").get("data");
    ObjectNode older = latest.deepCopy();
    older.put("id", "c3e91a70-52d4-4f8b-a1c6-0000000000ff");
    older.withObject("attributes").put("inserted_at", "2020-01-01T00:00:00.000000");
    older.withObject("attributes").put("amount", "1.00");
    api.put(ALL, list(latest, older));
    api.put(FEED, list());

    HUB.sync(account, false);

    assertThat(types()).containsExactly("reservation.created");
    assertThat(HUB.events(account).get(0).at("/data/record/totalPrice").asText())
        .isEqualTo(latest.at("/attributes/amount").asText());
    assertThat(api.calls()).noneMatch(call -> call.path().endsWith("/ack"));
  }

  private void start() {
    account = HUB.account("channex", api.uri());
  }

  private List<String> types() {
    return HUB.events(account).stream().map(event -> event.at("/hook/eventType").asText()).toList();
  }

  private static byte[] list(ObjectNode... revisions) {
    ObjectNode page = FixtureJson.object();
    ArrayNode data = page.putArray("data");
    List.of(revisions).forEach(data::add);
    page.putObject("meta").put("page", 1).put("limit", 100).put("total", revisions.length);
    return FixtureJson.bytes(page);
  }
}

package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestNode;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which of two states counts, through a whole hub with a provider that is none of ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsTest {
  /** In the past by seconds: the hub's clock is the real one. */
  private static final Instant T = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);

  private final TestHub hub =
      TestHub.start(
          Map.of(
              "bellhop.providers", "stays", "bellhop.routes.extra", "src/test/resources/versions"));
  private final FixtureApi api = new FixtureApi(Fixtures.inFolder(Path.of("fixtures/ownerrez")));

  @AfterAll
  void close() throws Exception {
    hub.close();
    api.close();
  }

  @Test
  void of_two_updates_of_one_second_the_one_with_the_fraction_counts() {
    String whole = T.toString();
    String later = whole.replace("Z", ".4Z");
    HubClient.Account account = account();
    for (String event : List.of("inline", "burst")) {
      for (boolean inOrder : List.of(true, false)) {
        String id = event + inOrder;
        post(
            account, event, stay(id, inOrder ? whole : later, inOrder ? "confirmed" : "cancelled"));
        post(
            account, event, stay(id, inOrder ? later : whole, inOrder ? "cancelled" : "confirmed"));
      }
    }
    List<JsonNode> events = hub.settledEvents(account);

    for (String id : List.of("inlinetrue", "inlinefalse", "bursttrue", "burstfalse")) {
      assertThat(last(events, id).path("status").asText()).as(id).isEqualTo("CANCELLED");
    }
  }

  @Test
  void a_time_of_next_year_holds_nothing_back_merged_or_not() {
    HubClient.Account account = account();
    for (String event : List.of("inline", "burst")) {
      post(account, event, stay(event, T.plus(400, ChronoUnit.DAYS).toString(), "confirmed"));
      post(account, event, stay(event, T.toString(), "cancelled"));
    }
    List<JsonNode> events = hub.settledEvents(account);

    assertThat(last(events, "inline").path("status").asText()).isEqualTo("CANCELLED");
    assertThat(last(events, "burst").path("status").asText()).isEqualTo("CANCELLED");
    assertThat(events.get(0).at("/data/warnings").size()).isEqualTo(1);
  }

  @Test
  void what_is_read_after_a_snapshot_counts_although_its_own_clock_stands_still() throws Exception {
    HubClient.Account account = account();
    ObjectNode thin = TestNode.MAPPER.createObjectNode().put("stayId", "read");
    api.put("/stays/read", bytes(stay("read", T.toString(), "confirmed")));
    post(account, "thin", thin.deepCopy());
    hub.awaitSettled();
    api.put("/stays/read", bytes(stay("read", null, "cancelled")));
    post(account, "thin", thin.deepCopy());
    List<JsonNode> events = hub.settledEvents(account);

    assertThat(last(events, "read").path("status").asText()).isEqualTo("CANCELLED");
    assertThat(hub.statuses(account)).containsExactly("done", "done");
  }

  @Test
  void a_tie_is_settled_by_what_the_api_says() {
    HubClient.Account account = account();
    post(account, "readable", stay("tie", T.toString(), "confirmed"));
    hub.awaitSettled();
    api.put("/stays/tie", bytes(stay("tie", T.toString(), "pending")));
    post(account, "readable", stay("tie", T.toString(), "declined"));
    List<JsonNode> events = hub.settledEvents(account);

    assertThat(events).hasSize(2);
    assertThat(last(events, "tie").path("status").asText()).isEqualTo("PENDING");
  }

  private HubClient.Account account() {
    ObjectNode fields = TestNode.MAPPER.createObjectNode();
    fields.put("provider", "stays").put("name", "stays " + UUID.randomUUID());
    fields.putObject("api").put("token", "t").put("base_url", api.uri().toString());
    return hub.client().makeAccount(fields);
  }

  private void post(HubClient.Account account, String event, ObjectNode stay) {
    ObjectNode body =
        stay.has("stayId") ? stay : TestNode.MAPPER.createObjectNode().set("stay", stay);
    body.put("id", UUID.randomUUID().toString()).put("type", event);
    int status = hub.senders().post(account.listener(), bytes(body), Map.of()).statusCode();
    assertThat(status).isEqualTo(200);
  }

  private static ObjectNode stay(String id, String changed, String state) {
    ObjectNode stay = TestNode.MAPPER.createObjectNode().put("id", id).put("state", state);
    return changed == null
        ? stay.put("altered", T.minusSeconds(86_400).toString())
        : stay.put("changed", changed);
  }

  private static JsonNode last(List<JsonNode> events, String id) {
    return events.stream()
        .map(event -> event.at("/data/record"))
        .filter(record -> record.path("id").asText().equals(id))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}

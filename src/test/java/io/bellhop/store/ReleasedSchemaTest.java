package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database of the first release is opened by the present version, which does the work that the
 * former one has left. With {@code -Dreleased=write} the hub of this checkout makes the database
 * anew: that is right until 0.1.0 is released, and wrong ever after, when the schema changes by a
 * new migration (docs/contributing.md).
 */
@Tag("slow")
class ReleasedSchemaTest {
  private static final boolean WRITES = "write".equals(System.getProperty("released"));
  private static final Instant MADE = Instant.parse("2026-05-02T09:30:00Z");

  @ParameterizedTest
  @EnumSource
  void an_old_webhook_is_processed_and_old_rows_are_read(ReleasedDatabase released)
      throws Exception {
    if (WRITES) {
      make(released);
    }
    // Two days later: what waited is due, and nothing is so old that it is deleted.
    try (TestHub hub = start(released.restore(), MADE.plus(Duration.ofDays(2)), Map.of())) {
      hub.awaitSettled();
      List<JsonNode> events = hub.client().events();
      assertThat(events).extracting(ReleasedSchemaTest::version).containsExactly(1L, 2L);

      HubClient.Account account = account(hub);
      assertThat(hub.post(account, body("entity_create", 3)).statusCode()).isEqualTo(200);
      assertThat(hub.settledEvents(account))
          .extracting(ReleasedSchemaTest::version)
          .containsExactly(1L, 2L, 3L);
      JsonNode webhook = hub.client().all("/webhooks").get(0);
      assertThat(webhook.at("/attributes/name").asText()).isEqualTo("kept");
    }
  }

  /** An event that is done, one whose webhook waits, a subscription, and what belongs to them. */
  private static void make(ReleasedDatabase released) throws Exception {
    String url = released.emptyUrl();
    Map<String, String> slowly = Map.of("bellhop.ownerrez.merge-window", "1d");
    try (TestHub hub = start(url, MADE, slowly)) {
      ObjectNode webhook = FixtureJson.object();
      webhook.put("name", "kept").put("callback_url", "http://127.0.0.1:9/").put("event_mask", "*");
      webhook.put("is_global", true).putNull("property_id");
      webhook.put("is_active", true).put("send_data", true);
      hub.client().makeWebhook(webhook);
      HubClient.Account account = hub.ownerRez(URI.create("http://127.0.0.1:9"));
      hub.post(account, body("entity_create", 1));
      hub.awaitSettled();
      assertThat(hub.post(account, body("entity_update", 2)).statusCode()).isEqualTo(200);
    }
    Files.createDirectories(released.kept().getParent());
    released.save(url);
  }

  private static TestHub start(String url, Instant now, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("bellhop.providers", "ownerrez");
    options.put("bellhop.delivery.allow-private", "true");
    options.put("bellhop.secret-key", "a2VwdC13aXRoLXRoZS1yZWxlYXNlZC1kYXRhYmFzZS4=");
    Duration ago = Duration.between(Instant.now(), now);
    return TestHub.startAt(url, options, Clock.offset(Clock.systemUTC(), ago));
  }

  private static HubClient.Account account(TestHub hub) {
    JsonNode account = hub.client().all("/integration_accounts").get(0);
    URI listener = URI.create(account.at("/attributes/listener_url").asText());
    return new HubClient.Account(
        account.path("id").asText(), URI.create(hub.server().url() + listener.getPath()));
  }

  private static byte[] body(String action, int version) {
    ObjectNode body =
        Fixtures.inFolder(Path.of("fixtures/ownerrez")).json("booking-entity_create-inline.json");
    body.put("id", "kept-" + version).put("action", action);
    body.withObject("entity")
        .put("adults", version)
        .put("updated_utc", MADE.plusSeconds(version).toString());
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long version(JsonNode event) {
    Instant updated = Instant.parse(event.at("/data/record/updatedAt").asText());
    return Duration.between(MADE, updated).toSeconds();
  }
}

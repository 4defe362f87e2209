package io.bellhop.delivery.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a relay has not sent when its subscription gets another target, or is deleted. */
class RelayHandoverTest {
  private static final URI NO_API = URI.create("http://127.0.0.1:1");

  @TempDir private Path out;

  private HubClient client;
  private String webhook;

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_was_not_sent_goes_to_the_new_target_of_its_webhook(Store store) throws Exception {
    try (TestHub hub = hubWithUnsentEvent(store)) {
      JsonNode delivery = client.all("/deliveries").get(0);

      ObjectNode body = FixtureJson.object();
      body.putObject("webhook").put("sink", "folder");
      client.call("PUT", "/webhooks/" + webhook, FixtureJson.bytes(body));

      Path file = out.resolve(delivery.at("/attributes/event_id").asText() + ".json");
      Awaitility.await().until(() -> total("delivered") == 1 && file.toFile().isFile());
      assertThat(client.all("/deliveries"))
          .singleElement()
          .satisfies(one -> assertThat(one.path("id")).isEqualTo(delivery.path("id")));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "H2")
  void what_was_not_sent_goes_through_the_filter_that_its_webhook_gets(Store store)
      throws Exception {
    try (TestHub hub = hubWithUnsentEvent(store)) {
      String id = client.all("/deliveries").get(0).path("id").asText();

      ObjectNode body = FixtureJson.object();
      body.putObject("webhook").put("filter", ".data.provider == \"guesty\"");
      client.call("PUT", "/webhooks/" + webhook, FixtureJson.bytes(body));

      Awaitility.await().until(() -> total("filtered") == 1);
      assertThat(client.all("/deliveries"))
          .singleElement()
          .satisfies(one -> assertThat(one.path("id").asText()).isEqualTo(id));
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_was_not_sent_goes_with_its_webhook(Store store) throws Exception {
    try (TestHub hub = hubWithUnsentEvent(store)) {
      client.call("DELETE", "/webhooks/" + webhook, null);

      assertThat(client.all("/deliveries")).isEmpty();
    }
  }

  private TestHub hubWithUnsentEvent(Store store) {
    TestHub hub =
        TestHub.start(
            store,
            Map.of(
                "bellhop.providers",
                "ownerrez",
                "bellhop.delivery.poll-interval",
                "50ms",
                "bellhop.sinks.nowhere",
                "kafka:events?brokers=127.0.0.1:1&maxBlockMs=100",
                "bellhop.sinks.folder",
                "file:" + out));
    client = hub.client();
    ObjectNode fields = FixtureJson.object();
    fields.put("sink", "nowhere").put("event_mask", "*").put("is_global", true);
    fields.put("is_active", true).put("send_data", true);
    webhook = client.makeWebhook(fields).path("id").asText();
    hub.post(
        hub.ownerRez(NO_API),
        FixtureJson.bytes(
            Fixtures.inFolder(Path.of("fixtures/ownerrez"))
                .json("booking-entity_create-inline.json")));
    Awaitility.await().until(() -> total("pending") == 1);
    return hub;
  }

  private long total(String status) {
    return client.call("GET", "/deliveries?status=" + status, null).at("/meta/total").asLong();
  }
}

package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.crash.Load.Version;
import io.bellhop.support.KafkaBroker;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hub is killed while its relay sends to Kafka; more often by {@code -Dbellhop.crash.kills}. */
@Tag("slow")
class RelayCrashTest {
  private static KafkaBroker kafka;

  private final Load load = new Load();

  @BeforeAll
  static void start() throws Exception {
    kafka = new KafkaBroker().start();
  }

  @AfterAll
  static void stop() throws Exception {
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void kill_9_between_batches_loses_nothing_and_keeps_each_record_in_order(Store store)
      throws Exception {
    String topic = "relay-" + store;
    kafka.createTopic(topic, 3);
    int kills = HubProcess.kills(1);
    Map<String, String> options = new HashMap<>(HubProcess.SHORT_LEASES);
    options.put("BELLHOP_SINKS_EVENTS", "kafka:" + topic + "?brokers=" + kafka.address());
    try (HubProcess hub = new HubProcess(store, Load.PROVIDER, options).start()) {
      subscribe(hub.client());
      HubClient.Account account = Load.makeAccount(hub.client());
      for (int kill = 0; kill < kills; kill++) {
        if (kill > 0) {
          hub.start();
        }
        load.during(150, () -> hub.at(account.listener()), hub::kill);
      }
      hub.startHere();
      check(hub.client(), topic);
    }
  }

  private static void subscribe(HubClient client) {
    ObjectNode fields = FixtureJson.object();
    fields.put("sink", "events").put("event_mask", "*").put("is_global", true);
    fields.put("is_active", true).put("send_data", true);
    client.makeWebhook(fields);
  }

  private void check(HubClient client, String topic) {
    assertThat(client.awaitSettled(Duration.ofSeconds(60))).as("nothing is pending").isTrue();
    List<String> log =
        client.events().stream().map(event -> event.at("/hook/id").asText()).toList();
    assertThat(log).hasSizeGreaterThanOrEqualTo(load.acknowledged().size());
    Awaitility.await()
        .until(
            () ->
                client.call("GET", "/deliveries?status=pending", null).at("/meta/total").asLong()
                    == 0);

    Set<String> ids = new HashSet<>();
    Map<String, Integer> latest = new HashMap<>();
    Map<String, Integer> partitions = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : kafka.read(topic, log.size())) {
      JsonNode event = FixtureJson.parse(record.value());
      partitions.putIfAbsent(record.key(), record.partition());
      assertThat(record.partition()).isEqualTo(partitions.get(record.key()));
      if (ids.add(id(record))) {
        Version version = Version.of(event);
        Integer before = latest.put(version.record(), version.number());
        assertThat(before == null || before < version.number())
            .as("version %s of %s came after %s", version.number(), version.record(), before)
            .isTrue();
      }
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(log);
  }

  private static String id(ConsumerRecord<String, byte[]> record) {
    return new String(record.headers().lastHeader("webhook-id").value(), StandardCharsets.UTF_8);
  }
}

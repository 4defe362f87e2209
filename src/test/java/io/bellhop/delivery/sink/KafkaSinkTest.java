package io.bellhop.delivery.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.KafkaBroker;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events on their way to a real Kafka. */
@Tag("slow")
class KafkaSinkTest {
  private static final String SECRET = "whsec_YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q=";
  private static final URI NO_API = URI.create("http://127.0.0.1:1");

  /** On a busy machine too, an answer comes before it: what is sent again would be there twice. */
  private static final String PATIENT = "30s";

  private static final int PARTITIONS = 3;
  private static final int RECORDS = 7;
  private static final int VERSIONS = 5;

  private static KafkaBroker kafka;

  @TempDir private Path folder;

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
  void one_record_stays_in_one_partition_and_in_order(Store store) throws Exception {
    String url = store.freshUrl();
    String topic = "events-" + store;
    kafka.createTopic(topic, PARTITIONS);
    try (TestHub hub = hub(url, topic, PATIENT)) {
      HubClient.Account account = hub.ownerRez(NO_API);
      for (int version = 0; version < VERSIONS; version++) {
        for (int record = 0; record < RECORDS; record++) {
          hub.post(account, booking(record, version));
        }
      }

      List<ConsumerRecord<String, byte[]>> read = kafka.read(topic, RECORDS * VERSIONS);

      Map<String, List<BigDecimal>> amounts = new HashMap<>();
      Map<String, Set<Integer>> partitions = new LinkedHashMap<>();
      for (ConsumerRecord<String, byte[]> one : read) {
        JsonNode event = FixtureJson.parse(one.value());
        assertThat(header(one, "webhook-id")).isEqualTo(event.at("/hook/id").asText());
        verify(one);
        assertThat(one.key()).endsWith("/reservation/" + event.at("/data/record/id").asText());
        amounts
            .computeIfAbsent(one.key(), key -> new ArrayList<>())
            .add(event.at("/data/record/totalPrice").decimalValue());
        partitions.computeIfAbsent(one.key(), key -> new HashSet<>()).add(one.partition());
      }
      assertThat(amounts).hasSize(RECORDS);
      assertThat(amounts.values())
          .allSatisfy(
              seen -> assertThat(seen).hasSize(VERSIONS).isSorted().doesNotHaveDuplicates());
      assertThat(partitions)
          .allSatisfy((key, used) -> assertThat(used).containsExactly(partitionOf(key)));
    }
  }

  /** Where Kafka puts a key of a topic with {@link #PARTITIONS}. */
  private static int partitionOf(String key) {
    return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), PARTITIONS);
  }

  /** Of a hub on each database: to stop and start a broker takes longer than all the rest. */
  @Test
  void while_the_broker_is_down_events_wait_and_come_in_order_when_it_is_up() throws Exception {
    Map<Store, String> urls = new EnumMap<>(Store.class);
    Map<Store, TestHub> hubs = new EnumMap<>(Store.class);
    Map<Store, HubClient.Account> accounts = new EnumMap<>(Store.class);
    for (Store store : Store.values()) {
      urls.put(store, store.freshUrl());
      kafka.createTopic("down-" + store, 1);
    }
    kafka.kill();
    try {
      for (Store store : Store.values()) {
        TestHub hub = hub(urls.get(store), "down-" + store, "2s");
        hubs.put(store, hub);
        accounts.put(store, hub.ownerRez(NO_API));
        for (int version = 0; version < VERSIONS; version++) {
          hub.post(accounts.get(store), booking(0, version));
        }
      }
      for (String url : urls.values()) {
        Awaitility.await().until(() -> failedAttempts(url) > 1);
      }

      kafka.start();

      for (Store store : Store.values()) {
        List<String> ids =
            kafka.read("down-" + store, VERSIONS).stream()
                .map(r -> header(r, "webhook-id"))
                .distinct()
                .toList();
        assertThat(ids)
            .as("of the hub on %s", store)
            .containsExactlyElementsOf(
                hubs.get(store).events(accounts.get(store)).stream()
                    .map(e -> e.at("/hook/id").asText())
                    .toList());
      }
    } finally {
      if (!kafka.isUp()) {
        kafka.start();
      }
      for (TestHub hub : hubs.values()) {
        hub.close();
      }
    }
  }

  private TestHub hub(String url, String topic, String timeout) throws Exception {
    Path setup =
        Files.writeString(
            folder.resolve("setup.yaml"),
            """
            webhooks:
              - name: to Kafka
                sink: pms-events
                event_mask: reservation.*
                is_global: true
                is_active: true
                send_data: true
                secret: %s
            """
                .formatted(SECRET));
    return TestHub.startAt(
        url,
        Map.of(
            "bellhop.providers",
            "ownerrez",
            "bellhop.setup",
            setup.toString(),
            "bellhop.sinks.pms-events",
            "kafka:" + topic + "?brokers=" + kafka.address(),
            "bellhop.delivery.response-timeout",
            timeout,
            "bellhop.delivery.retry-scale",
            "0.001"));
  }

  private static long failedAttempts(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, Store.user(url), "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select count(*) from delivery_attempt where status is null")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static byte[] booking(int record, int version) {
    ObjectNode body = FixtureJson.object();
    body.put("id", "u-" + record + "-" + version)
        .put("user_id", 56789)
        .put("action", "entity_create")
        .put("entity_type", "booking")
        .put("entity_id", 1000 + record);
    body.putObject("entity")
        .put("id", 1000 + record)
        .put("type", "booking")
        .put("is_block", false)
        .put("status", "active")
        .put("property_id", 470003)
        .put("arrival", "2026-10-02")
        .put("departure", "2026-10-05")
        .put("created_utc", "2026-03-09T10:00:00Z")
        .put("updated_utc", "2026-03-09T10:0" + version + ":25Z")
        .put("currency_code", "EUR")
        .put("total_amount", 500 + version);
    return FixtureJson.bytes(body);
  }

  private static String header(ConsumerRecord<String, byte[]> read, String name) {
    return new String(read.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static void verify(ConsumerRecord<String, byte[]> read) throws Exception {
    Map<String, List<String>> headers = new HashMap<>();
    Stream.of("webhook-id", "webhook-timestamp", "webhook-signature")
        .forEach(name -> headers.put(name, List.of(header(read, name))));
    new com.standardwebhooks.Webhook(SECRET)
        .verify(
            new String(read.value(), StandardCharsets.UTF_8),
            HttpHeaders.of(headers, (name, value) -> true));
  }
}

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Events on their way to a real Kafka. It is first down, and then up for all tests: a start costs.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaSinkTest {
  private static final String DOWN = "down";
  private static final String SECRET = "whsec_YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q=";
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final URI NO_API = URI.create("http://127.0.0.1:1");

  /** On a busy machine too, an answer comes before it: what is sent again would be there twice. */
  private static final String PATIENT = "&deliveryTimeoutMs=30000";

  private static final String HASTY =
      "&deliveryTimeoutMs=1500&requestTimeoutMs=1000&maxBlockMs=1000&reconnectBackoffMaxMs=200";

  private static final int PARTITIONS = 3;
  private static final int RECORDS = 7;
  private static final int VERSIONS = 5;

  private static KafkaBroker kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws Exception {
    kafka = new KafkaBroker();
  }

  @BeforeEach
  void start(TestInfo test) throws Exception {
    if (!kafka.isUp() && !test.getTags().contains(DOWN)) {
      kafka.start();
    }
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
          hub.post(
              account,
              booking(record, version),
              "msg_" + record + "_" + version,
              Map.of("traceparent", TRACE));
        }
      }

      List<ConsumerRecord<String, byte[]>> read = kafka.read(topic, RECORDS * VERSIONS);

      Map<String, List<BigDecimal>> amounts = new HashMap<>();
      Map<String, Set<Integer>> partitions = new LinkedHashMap<>();
      for (ConsumerRecord<String, byte[]> one : read) {
        JsonNode event = FixtureJson.parse(one.value());
        assertThat(header(one, "webhook-id")).isEqualTo(event.at("/hook/id").asText());
        assertThat(header(one, "traceparent")).isEqualTo(TRACE);
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

  @Test
  @Order(1)
  @Tag(DOWN)
  void while_the_broker_is_down_events_wait_and_come_in_order_when_it_is_up() throws Exception {
    kafka.close();
    try (TestHub hub = hub(Store.H2.freshUrl(), "down", HASTY)) {
      HubClient.Account account = hub.ownerRez(NO_API);
      for (int version = 0; version < VERSIONS; version++) {
        hub.post(account, booking(0, version));
      }
      JsonNode webhook =
          Awaitility.await()
              .until(() -> webhook(hub), one -> one.path("failing_since").isTextual());
      assertThat(webhook.path("is_active").asBoolean()).isTrue();
      JsonNode first = Awaitility.await().until(() -> first(hub), KafkaSinkTest::hasFailedTwice);
      assertThat(first.path("status").asText()).isEqualTo("pending");
      JsonNode attempt = first.at("/attempt_list/0");
      assertThat(attempt.path("number").asInt()).isGreaterThan(1);
      assertThat(attempt.path("error").asText()).endsWith("TimeoutException");
      assertThat(attempt.path("status").isNull()).isTrue();

      kafka.start();
      kafka.createTopic("down", 1);

      assertThat(ids("down", VERSIONS)).containsExactlyElementsOf(eventIds(hub, account));
      Awaitility.await().until(() -> webhook(hub).path("failing_since").isNull());
      assertThat(total(hub, "status=pending")).isZero();
      assertThat(total(hub, "status=delivered")).isEqualTo(VERSIONS);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_paused_webhook_gets_what_its_filters_let_through_and_a_replay_brings_the_rest(Store store)
      throws Exception {
    String topic = "paused-" + store;
    kafka.createTopic(topic, 1);
    try (TestHub hub = hub(store.freshUrl(), topic, PATIENT)) {
      HubClient.Account account = hub.ownerRez(NO_API);
      String webhook = webhook(hub).path("id").asText();
      change(hub, webhook, FixtureJson.object().put("event_mask", "reservation.created"));
      hub.post(account, booking(0, 0));
      hub.post(account, booking(0, 1));
      hub.settledEvents(account);
      change(hub, webhook, FixtureJson.object().put("event_mask", "*").put("is_active", false));
      hub.post(account, booking(0, 2));
      hub.settledEvents(account);
      change(hub, webhook, FixtureJson.object().put("is_active", true));
      hub.post(account, booking(0, 3));
      List<String> all =
          hub.settledEvents(account).stream().map(e -> e.at("/hook/id").asText()).toList();

      assertThat(ids(topic, 2)).containsExactly(all.get(0), all.get(3));
      Awaitility.await().until(() -> total(hub, "status=delivered") == 2);
      assertThat(total(hub, "status=pending")).isZero();
      assertThat(total(hub, "event_id=" + all.get(1))).isZero();
      assertThat(total(hub, "event_id=" + all.get(3))).isEqualTo(1);

      hub.client()
          .call(
              "POST",
              "/webhooks/" + webhook + "/replay",
              wrapped("replay", FixtureJson.object().put("event_id", all.get(1))));
      assertThat(ids(topic, 4)).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_was_relayed_is_a_delivery_that_can_be_sent_again(Store store) throws Exception {
    String topic = "again-" + store;
    kafka.createTopic(topic, 1);
    try (TestHub hub = hub(store.freshUrl(), topic, PATIENT)) {
      HubClient.Account account = hub.ownerRez(NO_API);
      for (int record = 0; record < 3; record++) {
        hub.post(account, booking(record, 0));
      }
      hub.settledEvents(account);
      Awaitility.await().until(() -> total(hub, "status=delivered") == 3);
      List<JsonNode> before = hub.client().all("/deliveries");
      JsonNode second = before.get(1);
      JsonNode event = one(hub, "/events/" + second.at("/attributes/event_id").asText());
      assertThat(event.at("/webhook_deliveries/0/id")).isEqualTo(second.path("id"));
      assertThat(event.at("/attempts/0/status").asInt()).isEqualTo(200);

      hub.client().call("POST", "/deliveries/" + second.path("id").asText() + "/retry", null);

      Awaitility.await()
          .until(
              () ->
                  kafka.read(topic, 3).stream()
                      .filter(
                          r ->
                              header(r, "webhook-id")
                                  .equals(second.at("/attributes/event_id").asText()))
                      .count(),
              count -> count == 2);
      Awaitility.await().until(() -> total(hub, "status=delivered") == 3);
      assertThat(hub.client().all("/deliveries"))
          .extracting(d -> d.path("id").asText())
          .containsExactlyElementsOf(before.stream().map(d -> d.path("id").asText()).toList());
    }
  }

  @Test
  void an_event_that_kafka_refuses_holds_up_no_other() throws Exception {
    String topic = "large";
    kafka.createTopic(topic, 1);
    try (TestHub hub = hub(Store.H2.freshUrl(), topic, PATIENT + "&maxRequestSize=5000")) {
      HubClient.Account account = hub.ownerRez(NO_API);
      ObjectNode large = (ObjectNode) FixtureJson.parse(booking(0, 0));
      large.withObject("entity").put("notes", "n".repeat(6000));
      hub.post(account, FixtureJson.bytes(large));
      hub.post(account, booking(1, 0));
      // They are of two records, so that either may be the first in the log.
      List<JsonNode> events = hub.settledEvents(account);
      String tooLarge = idOf(events, event -> event.toString().length() > 6000);
      String other = idOf(events, event -> event.toString().length() <= 6000);

      assertThat(ids(topic, 1)).containsExactly(other);
      JsonNode refused =
          Awaitility.await()
              .until(
                  () -> hub.client().all("/deliveries?event_id=" + tooLarge),
                  found -> found.size() == 1 && found.get(0).at("/attributes/attempts").asInt() > 0)
              .get(0);
      assertThat(refused.at("/attributes/status").asText()).isEqualTo("pending");
      assertThat(one(hub, "/deliveries/" + refused.path("id").asText()).at("/attempt_list/0/error"))
          .hasToString("\"RecordTooLargeException\"");
    }
  }

  private static List<String> ids(String topic, int count) {
    return kafka.read(topic, count).stream().map(r -> header(r, "webhook-id")).distinct().toList();
  }

  private static List<String> eventIds(TestHub hub, HubClient.Account account) {
    return hub.events(account).stream().map(e -> e.at("/hook/id").asText()).toList();
  }

  private static JsonNode webhook(TestHub hub) {
    return hub.client().all("/webhooks").get(0).path("attributes");
  }

  private static void change(TestHub hub, String webhook, ObjectNode fields) {
    hub.client().call("PUT", "/webhooks/" + webhook, wrapped("webhook", fields));
  }

  private static byte[] wrapped(String name, ObjectNode fields) {
    ObjectNode body = FixtureJson.object();
    body.set(name, fields);
    return FixtureJson.bytes(body);
  }

  private static JsonNode one(TestHub hub, String path) {
    return hub.client().call("GET", path, null).at("/data/attributes");
  }

  private static long total(TestHub hub, String filter) {
    return hub.client().call("GET", "/deliveries?" + filter, null).at("/meta/total").asLong();
  }

  /** The delivery of the earliest event. */
  private static JsonNode first(TestHub hub) {
    List<JsonNode> all = hub.client().all("/deliveries");
    return all.isEmpty()
        ? FixtureJson.object()
        : one(hub, "/deliveries/" + all.get(all.size() - 1).path("id").asText());
  }

  private static boolean hasFailedTwice(JsonNode delivery) {
    return delivery.path("attempts").asInt() > 1;
  }

  private TestHub hub(String url, String topic, String options) throws Exception {
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
            "kafka:" + topic + "?brokers=" + kafka.address() + options,
            "bellhop.delivery.response-timeout",
            "30s",
            "bellhop.delivery.retry-scale",
            "0.001"));
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

  private static String idOf(List<JsonNode> events, Predicate<JsonNode> which) {
    return events.stream().filter(which).findFirst().orElseThrow().at("/hook/id").asText();
  }
}

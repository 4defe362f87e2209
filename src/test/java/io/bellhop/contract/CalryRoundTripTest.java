package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.EventSchema;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The event's record has every leaf of the record that Calry sent, and no other. What counts as
 * equal is written down here once more, apart from the mapping: days, moments, decimals, ids.
 */
class CalryRoundTripTest {
  private static final List<String> SEED =
      List.of(
          "reservation.created",
          "reservation.updated",
          "reservation.deleted",
          "conversation.updated");

  /** All that does not come out as it went in, or is ours, as text of JSON. */
  private static final Map<String, Map<String, String>> EXCEPTIONS =
      Map.of(
          "reservation.created",
          Map.of("/channel", "\"VRBO\"", "/nativeStatus", "\"CONFIRMED\""),
          "reservation.updated",
          Map.of(
              "/channel",
              "\"BOOKING_COM\"",
              "/nativeStatus",
              "\"CONFIRMED\"",
              // The example says 2 for three nights, from 16 to 19 August.
              "/nights",
              "3"));

  private static final Set<String> DAYS =
      Set.of("arrivalDate", "departureDate", "previousArrivalDate", "previousDepartureDate");
  private static final Set<String> MOMENTS =
      Set.of(
          "createdAt",
          "updatedAt",
          "cancelledAt",
          "arrivalEstimatedTime",
          "departureEstimatedTime");
  private static final Set<String> IDS = Set.of("id", "propertyId", "reservationId");
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Fixtures calry = Fixtures.inFolder(Path.of("fixtures/calry"));

  @Test
  void each_example_of_calrys_guide_comes_out_equal_in_every_field_that_it_has() throws Exception {
    try (FixtureApi api = new FixtureApi(calry);
        TestHub hub = TestHub.start(Map.of("bellhop.providers", "calry"))) {
      for (String example : SEED) {
        HubClient.Account account = hub.account("calry", api.uri());
        JsonNode sent = calry.json(example + ".json");
        hub.post(account, calry.read(example + ".json"));

        List<JsonNode> events = hub.settledEvents(account);
        assertThat(events).as(example).hasSize(1);
        JsonNode event = events.get(0);
        EventSchema.check(event);
        assertThat(event.at("/hook/eventType").asText()).isEqualTo(example);
        assertThat(event.at("/data/result")).isEqualTo(sent.at("/data/result"));
        Map<String, String> expected = leaves(sent.at("/data/record"));
        expected.putAll(EXCEPTIONS.getOrDefault(example, Map.of()));
        assertThat(leaves(event.at("/data/record"))).as(example).isEqualTo(expected);
      }
      assertThat(api.calls()).isEmpty();
    }
  }

  private static Map<String, String> leaves(JsonNode record) {
    Map<String, String> leaves = new TreeMap<>();
    collect("", "", record, leaves);
    return leaves;
  }

  /** True if there was anything: null, "", [] and [null] are nothing. */
  private static boolean collect(
      String path, String name, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      boolean any = false;
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        any |= collect(path + "/" + field.getKey(), field.getKey(), field.getValue(), leaves);
      }
      return any;
    }
    if (node.isArray()) {
      int at = 0;
      for (JsonNode item : node) {
        at += collect(path + "/" + at, name, item, leaves) ? 1 : 0;
      }
      return at > 0;
    }
    if (node.isNull() || node.asText().isEmpty()) {
      return false;
    }
    leaves.put(path, text(name, node));
    return true;
  }

  private static String text(String name, JsonNode node) {
    if (DAYS.contains(name)) {
      return node.asText().substring(0, "2026-05-30".length());
    }
    if (MOMENTS.contains(name)) {
      return UTC.format(Instant.parse(node.asText()));
    }
    if (IDS.contains(name)) {
      return node.asText();
    }
    return node.isNumber()
        ? node.decimalValue().stripTrailingZeros().toPlainString()
        : node.toString();
  }
}

package io.bellhop.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.FixtureApi;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.HubClient;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each fixture of each provider, sent over HTTP to a hub that knows nothing of its account, makes
 * the events that stand beside it. A provider or a fixture that is added is tested without a line
 * here.
 */
class FixturesTest {
  private static final Path FIXTURES = Path.of("fixtures");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> each_fixture_makes_its_expected_events_on_h2() {
    return tests(Store.H2);
  }

  @TestFactory
  Stream<DynamicTest> each_fixture_makes_its_expected_events_on_postgresql() {
    return tests(Store.POSTGRESQL);
  }

  @Test
  void every_provider_has_fixtures_and_every_fixture_an_expectation() throws Exception {
    for (Path routes : folders(Path.of("routes"))) {
      String provider = routes.getFileName().toString();
      if (provider.equals("_shared")) {
        continue;
      }
      Path fixtures = FIXTURES.resolve(provider);
      assertThat(fixtures).as("routes/%s has fixtures", provider).isDirectory();
      for (String event : events(fixtures)) {
        assertThat(fixtures.resolve(event + ".expected.json")).exists();
      }
    }
  }

  private Stream<DynamicTest> tests(Store store) {
    TestHub hub = TestHub.start(store, Map.of());
    List<DynamicTest> tests = new ArrayList<>();
    List<FixtureApi> apis = new ArrayList<>();
    for (Path folder : folders(FIXTURES)) {
      String provider = folder.getFileName().toString();
      FixtureApi api = new FixtureApi(Fixtures.inFolder(folder));
      apis.add(api);
      for (String event : events(folder)) {
        tests.add(
            DynamicTest.dynamicTest(
                provider + " " + event, () -> check(hub, api, provider, folder, event)));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "stop",
            () -> {
              hub.close();
              apis.forEach(FixtureApi::close);
            }));
    return tests.stream();
  }

  private static void check(TestHub hub, FixtureApi api, String provider, Path folder, String event)
      throws Exception {
    HubClient.Account account = hub.account(provider, api.uri());
    byte[] body = Files.readAllBytes(folder.resolve(event + ".json"));
    assertThat(hub.post(account, body, "msg_" + event, headers(folder, event)).statusCode())
        .isEqualTo(200);
    List<JsonNode> made = hub.settledEvents(account);
    made.forEach(EventSchema::check);

    JsonNode expected = MAPPER.readTree(folder.resolve(event + ".expected.json").toFile());
    assertThat(numbersAsText(comparable(made))).isEqualTo(numbersAsText(expected.path("events")));
    assertThat(hub.statuses(account)).doesNotContain("dead");
  }

  private static Map<String, String> headers(Path folder, String event) throws Exception {
    Map<String, String> headers = new HashMap<>();
    Path file = folder.resolve(event + ".headers.json");
    if (Files.exists(file)) {
      MAPPER
          .readTree(file.toFile())
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    }
    return headers;
  }

  /** What an expectation speaks of; ids and times are the hub's own. */
  private static ArrayNode comparable(List<JsonNode> events) {
    ArrayNode all = MAPPER.createArrayNode();
    for (JsonNode event : events) {
      ObjectNode one = all.addObject();
      one.set("eventType", event.at("/hook/eventType"));
      for (String field :
          List.of("nativeEvent", "result", "record", "changes", "previous", "eventMetadata")) {
        if (event.path("data").has(field)) {
          one.set(field, event.path("data").get(field));
        }
      }
      if (event.path("data").has("error")) {
        one.put("error", true);
      }
    }
    return all;
  }

  /** 210 and 210.0 are one amount. */
  private static JsonNode numbersAsText(JsonNode node) {
    if (node.isNumber()) {
      return MAPPER
          .getNodeFactory()
          .textNode(node.decimalValue().stripTrailingZeros().toPlainString());
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = MAPPER.createObjectNode();
      object.properties().forEach(f -> copy.set(f.getKey(), numbersAsText(f.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = MAPPER.createArrayNode();
      array.forEach(item -> copy.add(numbersAsText(item)));
      return copy;
    }
    return node;
  }

  private static List<String> events(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json") && !name.equals("account.json"))
          .filter(name -> !name.matches(".*\\.(expected|older|headers)\\.json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Path> folders(Path root) {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

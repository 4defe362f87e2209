package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.json.Json;
import io.bellhop.net.PathPrefix;
import io.bellhop.subscription.EventNames;
import io.bellhop.support.EventSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The catalogue of event types has all of them, and its examples are events as the fixtures expect
 * them. With {@code -Ddocs=write} this test writes the examples.
 */
class EventCatalogueTest {
  private static final Path EXAMPLES = Path.of("src/main/resources/io/bellhop/api/events/examples");

  /** Of events that no fixture makes. */
  private static final Path OTHERS = Path.of("src/test/resources/events");

  private static final String ANY = "resource";
  private static final String TIME = "2026-11-21T18:00:00.000Z";

  @Test
  void each_event_type_has_a_description_a_schema_and_a_valid_example() {
    JsonNode catalogue = new EventCatalogue(Json.mapper(), PathPrefix.NONE).read(Set.of("invoice"));

    List<String> names = new ArrayList<>();
    for (JsonNode type : catalogue.path("data")) {
      String name = type.path("id").asText();
      names.add(name);
      assertThat(type.at("/attributes/description").asText()).as(name).endsWith(".");
      assertThat(type.at("/attributes/example/hook/eventType").asText()).isEqualTo(name);
      assertThat(getClass().getResource(type.at("/attributes/record_schema").asText()))
          .as(name)
          .isNotNull();
      EventSchema.check(type.at("/attributes/example"));
    }
    List<String> all = new ArrayList<>(EventNames.KNOWN);
    all.addAll(List.of("invoice.created", "invoice.updated", "invoice.deleted"));
    assertThat(names).containsExactlyElementsOf(all);
  }

  @Test
  void the_examples_are_what_the_fixtures_expect() throws Exception {
    Set<String> names = new TreeSet<>(EventNames.KNOWN);
    names.addAll(List.of(ANY + ".created", ANY + ".updated", ANY + ".deleted"));
    for (String name : names) {
      String text =
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(example(name)) + "\n";
      Path file = EXAMPLES.resolve(name + ".json");
      if ("write".equals(System.getProperty("docs"))) {
        Files.writeString(file, text);
      }
      assertThat(file).as("Run: mvn test -Dtest=EventCatalogueTest -Ddocs=write").exists();
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  private static ObjectNode example(String name) throws IOException {
    JsonNode expected = expected(name);
    ObjectNode event = Json.mapper().createObjectNode();
    event
        .putObject("hook")
        .put("id", id("event " + name))
        .put("eventType", name)
        .put("timestamp", TIME)
        .put("source", "PMS_WEBHOOK");
    ObjectNode data = event.putObject("data");
    boolean isOfAccount = name.matches("account\\.(silent|degraded|recovered)|stay\\.(un)?linked");
    boolean isReported = !isOfAccount && !name.startsWith("webhook.");
    if (isOfAccount || isReported) {
      data.put("integrationAccountId", id("account"));
    }
    data.put("workspaceId", "default");
    if (isOfAccount || isReported) {
      data.put("provider", "example-pms");
    }
    data.put("result", "SUCCESS");
    if (isReported) {
      data.put("origin", "webhook");
      data.put("nativeEvent", expected.path("nativeEvent").asText(name));
    }
    data.set("record", expected.path("record"));
    for (String part : List.of("changes", "previous", "warnings", "eventMetadata", "error")) {
      if (expected.has(part)) {
        data.set(part, expected.get(part));
      }
    }
    if (isReported) {
      data.putArray("sourceEvents").add(id("message " + name));
    }
    return event;
  }

  private static String id(String of) {
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The fullest that a fixture expects, without warnings if there is one. */
  private static JsonNode expected(String name) throws IOException {
    Path other = OTHERS.resolve(name + ".json");
    if (Files.exists(other)) {
      return Json.mapper().readTree(other.toFile());
    }
    List<JsonNode> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("fixtures"))) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(".expected.json")).sorted().toList()) {
        for (JsonNode event : Json.mapper().readTree(file.toFile()).path("events")) {
          String type = event.path("eventType").asText();
          String kind = type.substring(0, type.indexOf('.'));
          boolean isFurther = EventNames.KNOWN.stream().noneMatch(k -> k.startsWith(kind + "."));
          if (event.path("result").asText().equals("SUCCESS")
              && (type.equals(name)
                  || isFurther && name.equals(ANY + type.substring(type.indexOf('.'))))) {
            found.add(event);
          }
        }
      }
    }
    return found.stream()
        .max(
            Comparator.comparing((JsonNode e) -> !e.has("warnings"))
                .thenComparing(e -> e.has("changes"))
                .thenComparing(e -> e.toString().length()))
        .orElseThrow(() -> new AssertionError("no fixture and no " + other));
  }
}

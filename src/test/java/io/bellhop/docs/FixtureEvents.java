package io.bellhop.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of a provider's events, as its fixtures expect it. */
final class FixtureEvents {
  private static final String EXPECTED = ".expected.json";

  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;

  FixtureEvents(Path folder) {
    this.folder = folder;
  }

  /**
   * @param eventField where a body names its event, as the ingest template has it: {@code $.a.b}
   */
  String table(String eventField) throws IOException {
    Map<String, TreeSet<String>> events = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(EXPECTED)).sorted().toList()) {
        Path sent = Path.of(file.toString().replace(EXPECTED, ".json"));
        if (Files.exists(sent)) {
          String name = json.readTree(sent.toFile()).at(pointer(eventField)).asText();
          // Several webhooks in one fixture are an array: their events name them.
          if (!name.isEmpty()) {
            events.computeIfAbsent(name, key -> new TreeSet<>());
          }
          for (JsonNode event : json.readTree(file.toFile()).path("events")) {
            events
                .computeIfAbsent(event.path("nativeEvent").asText(name), key -> new TreeSet<>())
                .add(event.path("eventType").asText());
          }
        }
      }
    }
    StringBuilder table = new StringBuilder("| event of the provider | events of Bellhop |\n");
    table.append("|---|---|\n");
    events.forEach(
        (name, types) ->
            table.append(
                "| `%s` | %s |\n"
                    .formatted(
                        name.replace("|", "\\|"),
                        types.isEmpty() ? "none: ignored" : code(types))));
    return table.toString();
  }

  private static String pointer(String path) {
    return path.replaceFirst("^\\$", "").replace('.', '/');
  }

  private static String code(TreeSet<String> types) {
    return types.stream().map(type -> "`" + type + "`").collect(Collectors.joining(", "));
  }
}

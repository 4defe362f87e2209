package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.pipeline.RecordSchemaFilter;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.jslt.JsltLanguage;
import io.bellhop.tool.fixture.FixtureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the events that a fixture makes are as the hub promises them: as its schemas demand, and
 * with what order and users rest on.
 */
final class FixtureRecordCheck {
  private static final List<String> OF_A_RESERVATION =
      List.of("updatedAt", "arrivalDate", "departureDate", "status");

  /** The types whose records Bellhop always compares, and the fields that they require. */
  private static final Map<String, List<String>> NEEDED =
      Map.of("reservation", OF_A_RESERVATION, "block", List.of("updatedAt"));

  private final EventSchema schema = new EventSchema();
  private final RouteFolders routes;

  FixtureRecordCheck(RouteFolders routes) {
    this.routes = routes;
  }

  /**
   * @param events what the fixture made
   */
  List<Finding> look(PlayedFixture fixture, List<JsonNode> events, DeclaredGaps reasons)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    boolean written = Files.exists(fixture.expected());
    Path expected = written ? fixture.expected() : fixture.body();
    String text = written ? Files.readString(expected) : "";
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      String type = event.at("/hook/eventType").asText();
      for (EventSchema.Fault fault : schema.look(event)) {
        String path = "events[" + i + "]." + fault.path();
        findings.add(
            new Finding(
                expected,
                Expectations.line(text, path),
                path + " of " + type + " does not match the schema: " + fault.what(),
                mappings(fixture.folder(), fault.path())));
      }
      for (JsonNode warning : event.at("/data/warnings")) {
        String at = "events[" + i + "].warnings";
        RecordSchemaFilter.leftOut(warning.asText())
            .ifPresent(
                path ->
                    findings.add(
                        new Finding(
                            expected,
                            Expectations.line(text, at),
                            at + " of " + type + ": " + warning.asText(),
                            mappings(fixture.folder(), path))));
      }
      for (String field : missing(event)) {
        String record = type.split("\\.")[0];
        if (!reasons.allow(fixture.name(), record + "." + field)) {
          findings.add(missing(expected, text, i, record, field));
        }
      }
    }
    return findings;
  }

  private static Finding missing(Path expected, String text, int i, String record, String field) {
    String path = "events[" + i + "].record";
    String why =
        field.equals("updatedAt")
            ? "an older state could take the place of a newer one"
            : "users cannot tell what to do with it";
    return new Finding(
        expected,
        Expectations.line(text, path),
        path + ": a " + record + " without " + field + ": " + why,
        "map it; if the provider does not tell it, say why in check.json: {\"without\": {\""
            + record
            + "."
            + field
            + "\": \"...\"}}");
  }

  private static List<String> missing(JsonNode event) {
    String[] type = event.at("/hook/eventType").asText().split("\\.");
    JsonNode data = event.path("data");
    boolean whole =
        type.length == 2
            && type[1].matches("created|updated")
            && data.path("result").asText().equals("SUCCESS")
            // The record itself shows that something is missing.
            && !data.has("error");
    return whole
        ? NEEDED.getOrDefault(type[0], List.of()).stream()
            .filter(field -> !data.path("record").hasNonNull(field))
            .toList()
        : List.of();
  }

  /** Where the folder's mappings give a field of this name. */
  private String mappings(FixtureFolder folder, String path) {
    String field = path.replaceAll("\\[[0-9]+]", "").replaceAll(".*\\.", "");
    Pattern key = Pattern.compile("\"" + Pattern.quote(field) + "\"\\s*:");
    List<String> places = new ArrayList<>();
    for (Path provider : routes.folders()) {
      if (RouteFolders.name(provider).equals(folder.provider())) {
        for (Path file : Folders.tree(provider, "")) {
          if (JsltLanguage.isFile(file.toString())) {
            places.addAll(lines(file, key));
          }
        }
      }
    }
    return places.isEmpty() ? "" : "it is given in " + String.join(", ", places);
  }

  private static List<String> lines(Path file, Pattern key) {
    List<String> places = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = key.matcher(lines.get(i));
        if (matcher.find()) {
          places.add(PathFormat.of(file) + ":" + (i + 1));
        }
      }
    } catch (IOException e) {
      return List.of(); // its own finding
    }
    return places;
  }
}

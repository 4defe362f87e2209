package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.json.YamlNode;
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.ExpectedEvents.Difference;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The expected.json of fixtures: compared with the events of a run, or written from them. */
final class Expectations {
  private final boolean update;
  private final PrintStream out;

  /**
   * @param update whether to rewrite files that differ
   */
  Expectations(boolean update, PrintStream out) {
    this.update = update;
    this.out = out;
  }

  /**
   * @param ignored why the webhook caused no event; empty if it was not ignored
   */
  List<Finding> compare(Path file, ObjectNode made, String ignored) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    JsonNode expected = parse(text);
    List<Difference> differences = ExpectedEvents.differences(expected, made);
    if (differences.isEmpty() || text.isEmpty() && !update) {
      return List.of(); // another finding reports the missing file
    }
    if (update) {
      Files.writeString(file, ExpectedEvents.text(made));
      int events = made.path("events").size();
      String why = events == 0 && !ignored.isEmpty() ? ": " + ignored : "";
      String what = made.has("requests") ? "request" : "event";
      int number = made.has("requests") ? made.path("requests").size() : events;
      out.println(
          "wrote "
              + PathFormat.of(file)
              + ", "
              + number
              + " "
              + what
              + (number == 1 ? "" : "s")
              + why);
      return List.of();
    }
    if (!expected.isObject()) {
      return List.of(new Finding(file, 0, "not a JSON object", "let check --update write it"));
    }
    if (!ignored.isEmpty() && !expected.path("events").isEmpty()) {
      return List.of(
          new Finding(file, 0, "it expects events, but " + ignored, "add a when for it"));
    }
    return differences.stream()
        .map(d -> new Finding(file, line(text, d.path()), d.toString(), ""))
        .toList();
  }

  private static JsonNode parse(String text) {
    try {
      return FixtureJson.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (UncheckedIOException e) {
      return FixtureJson.parse("null".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The line of a path, or of its nearest ancestor in the file. */
  static int line(String text, String path) {
    if (text.isEmpty()) {
      return 0;
    }
    YamlNode node;
    try {
      node = YamlNode.parse(text, false); // JSON is YAML
    } catch (YamlEngineException e) {
      return 0;
    }
    int line = 1;
    for (String step : path.split("[.\\[\\]]+")) {
      boolean index = step.matches("[0-9]+") && !node.items().isEmpty();
      line = index ? node.get(Integer.parseInt(step)).line() : node.lineOf(step);
      node = index ? node.get(Integer.parseInt(step)) : node.get(step);
    }
    return line;
  }
}

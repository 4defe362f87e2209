package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The alternatives of a listener's keys, as in {@code $.a.id|$.b.id}, that no fixture needs. */
final class KeyAlternatives {
  private static final List<String> KEYS = List.of("orderKey", "idempotencyKey", "tenant");
  private static final Pattern PATH = Pattern.compile("\\$(\\.[A-Za-z0-9_-]+|\\[[0-9]+])+");

  private KeyAlternatives() {}

  static List<String> unwalked(Routes routes, FixtureFolder folder) {
    List<String> notes = new ArrayList<>();
    for (Template.Use use : routes.templatedRoutes()) {
      if (use.template().equals("bellhop-ingest")
          && use.file().folder().equals(folder.provider())) {
        List<JsonNode> bodies = bodies(folder, use.value("elements"));
        for (String key : KEYS) {
          for (String unused : unused(use.value(key), bodies)) {
            notes.add(
                use.file().place(use.lineOf(key)) + ": no fixture needs " + unused + " of " + key);
          }
        }
      }
    }
    return notes;
  }

  private static List<String> unused(String key, List<JsonNode> bodies) {
    List<String> alternatives = List.of(key.split("\\|"));
    boolean readable = alternatives.stream().allMatch(a -> PATH.matcher(a.strip()).matches());
    List<String> unused = new ArrayList<>();
    for (int i = 1; readable && i < alternatives.size(); i++) {
      String own = alternatives.get(i);
      List<String> before = alternatives.subList(0, i);
      boolean needed =
          bodies.stream()
              .anyMatch(body -> has(body, own) && before.stream().noneMatch(b -> has(body, b)));
      if (!needed) {
        unused.add(own.strip());
      }
    }
    return unused;
  }

  private static boolean has(JsonNode body, String path) {
    String pointer = path.strip().substring(1).replaceAll("\\[([0-9]+)]", ".$1").replace('.', '/');
    JsonNode value = body.at(pointer);
    return value.isValueNode() && !value.isNull();
  }

  private static List<JsonNode> bodies(FixtureFolder folder, String elements) {
    List<JsonNode> bodies = new ArrayList<>();
    for (String event : folder.events()) {
      try {
        JsonNode body = FixtureJson.parse(Files.readAllBytes(folder.body(event)));
        JsonNode listed =
            PATH.matcher(elements).matches()
                ? body.at(elements.substring(1).replace('.', '/'))
                : body;
        bodies.add(body);
        listed.forEach(bodies::add);
      } catch (IOException | UncheckedIOException e) {
        continue; // its own finding
      }
    }
    return bodies;
  }
}

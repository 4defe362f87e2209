package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the path of a value in the input of a mapping. A function receives the node of the input
 * without its name, so this searches for the node by identity.
 */
final class FieldPath {
  /** The search in a large body must not cost more than the mapping. */
  private static final int MOST_NODES = 20_000;

  private final JsonNode wanted;
  private final List<String> found = new ArrayList<>();
  private int seen;

  private FieldPath(JsonNode wanted) {
    this.wanted = wanted;
  }

  /**
   * @return such as {@code rooms[0].arrival}; empty if the mapping made the value, or if Jackson
   *     shares the node between fields
   */
  static Optional<String> of(JsonNode wanted, JsonNode input, Map<String, JsonNode> variables) {
    FieldPath search = new FieldPath(wanted);
    search.look(input, "");
    variables.forEach((name, value) -> search.look(value, name));
    return search.found.size() == 1 && !search.found.get(0).isEmpty()
        ? Optional.of(search.found.get(0))
        : Optional.empty();
  }

  private void look(JsonNode node, String path) {
    if (node == null || found.size() > 1 || ++seen > MOST_NODES) {
      return;
    }
    if (node == wanted) {
      found.add(path);
      return;
    }
    if (node.isObject()) {
      node.properties().forEach(f -> look(f.getValue(), join(path, f.getKey())));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        look(node.get(i), path + "[" + i + "]");
      }
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Joins arrays of which each source may have only a part, such as the messages of a thread. */
final class ArrayElements {
  private static final String CREATED = "createdAt";

  private ArrayElements() {}

  /** The elements of both arrays, newest first. For an element in both it uses the current one. */
  static List<JsonNode> united(ArrayNode before, ArrayNode now) {
    List<JsonNode> all = new ArrayList<>();
    now.forEach(all::add);
    for (JsonNode element : before) {
      if (all.stream().noneMatch(other -> isSame(element, other))) {
        all.add(element);
      }
    }
    if (all.stream().allMatch(element -> element.path(CREATED).isTextual())) {
      // A message may arrive late. All records write times in one form, so their texts can be
      // compared.
      all.sort(Comparator.comparing((JsonNode e) -> e.get(CREATED).asText()).reversed());
    }
    return all;
  }

  /**
   * Whether a source that has {@code now}, or nothing, may have seen only a part of {@code before}.
   */
  static boolean mayBePartOf(JsonNode before, JsonNode now) {
    if (ClearedField.VALUE.equals(now)) {
      return false;
    }
    if (!(before instanceof ArrayNode) || !(now instanceof ArrayNode)) {
      return true;
    }
    for (JsonNode element : now) {
      if (!contains(before, element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(JsonNode list, JsonNode element) {
    for (JsonNode other : list) {
      if (isSame(element, other)) {
        return true;
      }
    }
    return false;
  }

  /** Compares elements by their ids; if one has none, by all fields that both have. */
  private static boolean isSame(JsonNode a, JsonNode b) {
    if (!a.isObject() || !b.isObject()) {
      return a.equals(RecordDiff.SAME_VALUE, b);
    }
    if (a.has("id") && b.has("id")) {
      return a.get("id").equals(b.get("id"));
    }
    int shared = 0;
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      if (b.has(field.getKey())) {
        if (!field.getValue().equals(RecordDiff.SAME_VALUE, b.get(field.getKey()))) {
          return false;
        }
        shared++;
      }
    }
    return shared > 0;
  }
}

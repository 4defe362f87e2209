package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two records field by field. */
final class RecordDiff {
  /** Fields that follow from others, or that change without an event. */
  private static final Set<String> NOT_NEWS =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  /**
   * The rooms of a booking are a set: providers list them in the arbitrary order of their database.
   */
  private static final Set<String> UNORDERED = Set.of("rooms", "roomTypeIds", "unitIds");

  /** The limit for unordered comparison, which compares each element with all others. */
  private static final int MOST_ELEMENTS = 200;

  /** 950 and 950.00 are the same price. */
  static final Comparator<JsonNode> SAME_VALUE =
      (a, b) ->
          a.equals(b)
                  || a.isNumber()
                      && b.isNumber()
                      && a.decimalValue().compareTo(b.decimalValue()) == 0
              ? 0
              : 1;

  private RecordDiff() {}

  /** The fields that differ, with the old and the new value; null means absent. */
  static ObjectNode between(JsonNode old, JsonNode now) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    ObjectNode changes = make.objectNode();
    Set<String> names = new TreeSet<>();
    old.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    names.removeAll(NOT_NEWS);
    for (String name : names) {
      JsonNode a = old.path(name);
      JsonNode b = now.path(name);
      if (!same(name, a, b)) {
        ArrayNode pair = changes.putArray(name);
        pair.add(a.isMissingNode() ? make.nullNode() : a);
        pair.add(b.isMissingNode() ? make.nullNode() : b);
      }
    }
    return changes;
  }

  private static boolean same(String name, JsonNode a, JsonNode b) {
    return a.equals(SAME_VALUE, b) || UNORDERED.contains(name) && sameElements(a, b);
  }

  private static boolean sameElements(JsonNode a, JsonNode b) {
    if (!a.isArray() || !b.isArray() || a.size() != b.size() || a.size() > MOST_ELEMENTS) {
      return false;
    }
    List<JsonNode> left = new ArrayList<>();
    b.forEach(left::add);
    for (JsonNode element : a) {
      Iterator<JsonNode> others = left.iterator();
      boolean isThere = false;
      while (!isThere && others.hasNext()) {
        isThere = element.equals(SAME_VALUE, others.next());
      }
      if (!isThere) {
        return false;
      }
      others.remove();
    }
    return true;
  }
}

package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** Compares two records field by field. */
final class Diff {
  /** They follow from other fields, or change without anything having changed. */
  private static final Set<String> NOT_NEWS =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  /** 950 and 950.00 are the same price. */
  static final Comparator<JsonNode> SAME_VALUE =
      (a, b) ->
          a.equals(b)
                  || a.isNumber()
                      && b.isNumber()
                      && a.decimalValue().compareTo(b.decimalValue()) == 0
              ? 0
              : 1;

  private Diff() {}

  /** Each field that differs, with its old and its new value; null stands for absent. */
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
      if (!a.equals(SAME_VALUE, b)) {
        ArrayNode pair = changes.putArray(name);
        pair.add(a.isMissingNode() ? make.nullNode() : a);
        pair.add(b.isMissingNode() ? make.nullNode() : b);
      }
    }
    return changes;
  }
}

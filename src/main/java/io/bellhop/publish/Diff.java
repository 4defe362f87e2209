package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two records field by field. */
final class Diff {
  /** They follow from other fields, or change without anything having changed. */
  private static final Set<String> NOT_NEWS =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  /** 950 and 950.00 are the same price. */
  private static final Comparator<JsonNode> SAME_VALUE =
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

  /**
   * Copies fields that the source of {@code now} cannot know from what was known. A field of an
   * object is taken over only while the object's other plain fields are the same: the e-mail
   * address of another guest is not this guest's. With values behind it, as in {@code status:A:B},
   * a field that was one of them stays so whatever {@code now} says.
   */
  static void carry(JsonNode old, ObjectNode now, List<String> paths) {
    for (String path : paths) {
      int colon = path.indexOf(':');
      int dot = path.indexOf('.');
      if (colon > 0) {
        keep(old, now, path.substring(0, colon), List.of(path.substring(colon + 1).split(":")));
      } else if (dot < 0) {
        copy(old, now, path);
      } else {
        String parent = path.substring(0, dot);
        if (old.path(parent) instanceof ObjectNode from
            && now.path(parent) instanceof ObjectNode to
            && samePlainFields(from, to)) {
          copy(from, to, path.substring(dot + 1));
        }
      }
    }
  }

  private static void keep(JsonNode old, ObjectNode now, String name, List<String> values) {
    if (values.contains(old.path(name).asText())) {
      now.set(name, old.get(name));
    }
  }

  private static void copy(JsonNode from, ObjectNode to, String name) {
    if (from.has(name) && !to.has(name)) {
      to.set(name, from.get(name));
    }
  }

  private static boolean samePlainFields(ObjectNode from, ObjectNode to) {
    Iterator<String> names = to.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      JsonNode value = to.get(name);
      if (value.isValueNode() && from.has(name) && !from.get(name).equals(SAME_VALUE, value)) {
        return false;
      }
    }
    return true;
  }
}

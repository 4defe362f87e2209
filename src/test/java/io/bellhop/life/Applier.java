package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A subscriber that knows nothing but our events: it applies them in order, and complains of what
 * does not fit the events before it.
 */
final class Applier {
  /** They follow from other fields, or change without anything having changed. */
  private static final Set<String> NOT_NEWS =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  static final Comparator<JsonNode> SAME =
      (a, b) ->
          a.equals(b)
                  || a.isNumber()
                      && b.isNumber()
                      && a.decimalValue().compareTo(b.decimalValue()) == 0
              ? 0
              : 1;

  private final Map<String, JsonNode> state = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();

  /** What it knows now, by {@code <type> <id>}. */
  Map<String, JsonNode> state() {
    return state;
  }

  List<String> complaints() {
    return complaints;
  }

  Applier apply(List<JsonNode> events) {
    events.forEach(this::apply);
    return this;
  }

  private void apply(JsonNode event) {
    String[] name = event.at("/hook/eventType").asText().split("[.]");
    boolean booking = name[0].equals("reservation") || name[0].equals("block");
    JsonNode data = event.path("data");
    String key = name[0] + " " + data.at("/record/id").asText();
    if (!seen.add(event.at("/hook/id").asText())) {
      complain(event, "was emitted twice");
    }
    for (JsonNode source : data.path("sourceEvents")) {
      // A delivery that names no revision brings all that there are: each has a time of its own.
      String time = data.at("/record/updatedAt").asText();
      if (!seen.add(key + " " + name[1] + " " + time + " " + source.asText())) {
        complain(event, "one delivery made two of them");
      }
    }
    // A failure says only that there is something which could not be read.
    if (!booking || !data.path("result").asText().equals("SUCCESS")) {
      return;
    }
    JsonNode known = state.get(key);
    switch (name[1]) {
      case "created" -> {
        if (known != null) {
          complain(event, "created, and was there");
        }
        state.put(key, data.path("record"));
      }
      case "updated" -> {
        if (known != null) {
          changes(event, known);
        } else if (seen.contains(key)) {
          complain(event, "updated, and was deleted before");
        }
        state.put(key, data.path("record"));
      }
      case "deleted" -> {
        if (known == null && seen.contains(key)) {
          complain(event, "deleted, and was not there");
        }
        if (known != null && !known.equals(SAME, data.path("previous"))) {
          complain(event, "previous is not what was emitted last: " + known);
        }
        state.remove(key);
      }
      default -> complain(event, "is nothing that a booking does");
    }
    seen.add(key);
  }

  private void changes(JsonNode event, JsonNode known) {
    JsonNode record = event.at("/data/record");
    JsonNode changes = event.at("/data/changes");
    Set<String> names = new TreeSet<>();
    known.fieldNames().forEachRemaining(names::add);
    record.fieldNames().forEachRemaining(names::add);
    names.removeAll(NOT_NEWS);
    names.removeIf(n -> known.path(n).equals(SAME, record.path(n)));
    Set<String> named = new TreeSet<>();
    changes.fieldNames().forEachRemaining(named::add);
    if (!names.equals(named) || named.isEmpty()) {
      complain(event, "changes are " + named + " where " + names + " differ");
    }
    for (String field : named) {
      JsonNode pair = changes.path(field);
      if (!same(pair.path(0), known.path(field)) || !same(pair.path(1), record.path(field))) {
        complain(event, "the change of " + field + " does not fit " + known.path(field));
      }
    }
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return orNull(a).equals(SAME, orNull(b));
  }

  private static JsonNode orNull(JsonNode value) {
    return value instanceof MissingNode ? NullNode.getInstance() : value;
  }

  private void complain(JsonNode event, String what) {
    ObjectNode shown = event.deepCopy();
    complaints.add(what + ": " + shown);
  }
}

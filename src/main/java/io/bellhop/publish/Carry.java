package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes from what was known what a source leaves out of a record. A path names a field ({@code
 * notes}), one of an object or of an array's elements ({@code primaryGuest.emails}, {@code
 * rooms.unitId}), or with {@code *} all that is left out there; {@code messages[]} the elements of an array. With values behind it, as in {@code
 * status:A:B}, a field that was one of them stays so whatever the source says.
 */
final class Carry {
  private static final String ALL = "*";

  /** Behind the name of an array: its elements that are left out stay. */
  private static final String ELEMENTS = "[]";

  /** A thread of years would make each of its events longer than the last one. */
  private static final int MOST_ELEMENTS = 200;

  /** A booking does not lose its guest, nor a guest the address, because one source is short. */
  private static final List<String> OF_RESERVATIONS = List.of("primaryGuest", "primaryGuest.*");

  /** They belong to one state of the record, and the next one has its own. */
  private static final Set<String> NEVER =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  /** A field follows from others: when these are no longer what they were, it may be wrong. */
  private static final Map<String, List<String>> FOLLOWS =
      Map.of(
          "nativeStatus", List.of("status"),
          "cancelledAt", List.of("status"),
          "channel", List.of("source"),
          "totalPrice", List.of("currency"),
          "finances", List.of("currency", "totalPrice"),
          "nights", List.of("arrivalDate", "departureDate"));

  /** Two forms of one fact: of one that was told anew, the other form is no longer true. */
  private static final Map<String, String> OTHER_FORMS =
      Map.of(
          "arrivalEstimatedTime", "arrivalLocalTime",
          "arrivalLocalTime", "arrivalEstimatedTime",
          "departureEstimatedTime", "departureLocalTime",
          "departureLocalTime", "departureEstimatedTime");

  private final JsonNode known;
  private final ObjectNode now;

  private Carry(JsonNode known, ObjectNode now) {
    this.known = known;
    this.now = now;
  }

  /** Fills in {@code now}. */
  static void into(ObjectNode now, JsonNode known, String type, List<String> paths) {
    Carry carry = new Carry(known, now);
    paths.forEach(carry::path);
    if (type.equals("reservation")) {
      OF_RESERVATIONS.forEach(carry::path);
      carry.countNights();
    }
  }

  private void path(String path) {
    int colon = path.indexOf(':');
    if (colon < 0) {
      keep(known, now, List.of(path.trim().split("\\.")));
    } else {
      String name = path.substring(0, colon).trim();
      if (List.of(path.substring(colon + 1).split(":")).contains(known.path(name).asText())) {
        now.set(name, known.get(name));
      }
    }
  }

  private void keep(JsonNode from, ObjectNode to, List<String> path) {
    String name = path.get(0);
    if (path.size() > 1) {
      List<String> rest = path.subList(1, path.size());
      within(from.path(name), to.path(name), (a, b) -> keep(a, b, rest));
    } else if (name.equals(ALL)) {
      keepAll(from, to);
    } else if (name.endsWith(ELEMENTS)) {
      keepElements(from, to, name.substring(0, name.length() - ELEMENTS.length()));
    } else {
      copy(from, to, name);
    }
  }

  /** A source that tells of one message does not say that there are no others. */
  private void keepElements(JsonNode from, ObjectNode to, String name) {
    copy(from, to, name);
    if (!(from.get(name) instanceof ArrayNode before && to.get(name) instanceof ArrayNode now)) {
      return;
    }
    List<JsonNode> all = new ArrayList<>();
    now.forEach(all::add);
    for (JsonNode element : before) {
      boolean there = element.has("id") ? withId(now, element.get("id")) != null : all.contains(element);
      if (!there) {
        all.add(element);
      }
    }
    if (all.stream().allMatch(element -> element.has("createdAt"))) {
      all.sort(Comparator.comparing((JsonNode e) -> e.get("createdAt").asText()).reversed());
    }
    to.putArray(name).addAll(all.subList(0, Math.min(all.size(), MOST_ELEMENTS)));
  }

  private void keepAll(JsonNode from, ObjectNode to) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      copy(from, to, field.getKey());
      if (to.get(field.getKey()) != field.getValue()) {
        within(field.getValue(), to.path(field.getKey()), this::keepAll);
      }
    }
  }

  private interface Step {
    void apply(JsonNode from, ObjectNode to);
  }

  /** Goes on with each pair of objects that are of one thing. */
  private static void within(JsonNode from, JsonNode to, Step step) {
    if (from.isObject() && to instanceof ObjectNode object && Subject.same(from, to)) {
      step.apply(from, object);
    } else if (from instanceof ArrayNode && to instanceof ArrayNode) {
      for (JsonNode element : to) {
        JsonNode before = withId(from, element.path("id"));
        if (before != null && element instanceof ObjectNode object) {
          step.apply(before, object);
        }
      }
    }
  }

  private static JsonNode withId(JsonNode array, JsonNode id) {
    for (JsonNode element : array) {
      if (!id.isMissingNode() && element.path("id").equals(id)) {
        return element;
      }
    }
    return null;
  }

  private void copy(JsonNode from, ObjectNode to, String name) {
    boolean mayStay = to != now || !NEVER.contains(name) && !overtaken(name);
    if (from.has(name) && !to.has(name) && mayStay) {
      to.set(name, from.get(name));
    }
  }

  private boolean overtaken(String name) {
    String form = OTHER_FORMS.get(name);
    if (form != null && known.has(form) && now.has(form)) {
      return !now.get(form).equals(known.get(form));
    }
    return FOLLOWS.getOrDefault(name, List.of()).stream()
        .anyMatch(
            other -> now.has(other) && !now.get(other).equals(Diff.SAME_VALUE, known.path(other)));
  }

  private void countNights() {
    if (now.has("nights") || !known.has("nights")) {
      return;
    }
    try {
      long nights =
          ChronoUnit.DAYS.between(
              LocalDate.parse(now.path("arrivalDate").asText()),
              LocalDate.parse(now.path("departureDate").asText()));
      if (nights > 0) {
        now.set("nights", IntNode.valueOf((int) nights));
      }
    } catch (DateTimeException e) {
      // Without two dates there is nothing to count.
    }
  }
}

package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes from what was known what a source leaves out of a record. A path names a field ({@code
 * notes}), one of an object or of an array's elements ({@code primaryGuest.emails}, {@code
 * rooms.unitId}), or with {@code *} all that is left out there. With values behind it, as in {@code
 * status:A:B}, a field that was one of them stays so whatever the source says. {@code messages+} is
 * a list that the source has a part of; {@code finances.fee!} is what it knows only roughly.
 */
final class Carry {
  private static final String ALL = "*";

  /** Behind a list of which the source has a part. */
  private static final String PART = "+";

  /** Behind what the source knows less well than what was known may be. */
  private static final String ROUGH = "!";

  /** A booking does not lose its guest, nor a guest the address, because one source is short. */
  private static final List<String> OF_RESERVATIONS = List.of("primaryGuest", "primaryGuest.*");

  /** They belong to one state of the record, and the next one has its own. */
  private static final Set<String> NEVER =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  /** A field follows from others: when these are no longer what they were, it may be wrong. */
  private static final Map<String, List<String>> FOLLOWS =
      Map.ofEntries(
          Map.entry("nativeStatus", List.of("status")),
          Map.entry("cancelledAt", List.of("status")),
          Map.entry("channel", List.of("source")),
          Map.entry("totalPrice", List.of("currency")),
          Map.entry("finances", List.of("currency", "totalPrice")),
          Map.entry("nights", List.of("arrivalDate", "departureDate")),
          Map.entry("arrivalEstimatedTime", List.of("arrivalDate")),
          Map.entry("departureEstimatedTime", List.of("departureDate")),
          Map.entry("roomTypeIds", List.of("propertyId")),
          Map.entry("unitIds", List.of("propertyId", "arrivalDate", "departureDate")),
          Map.entry(
              "rooms",
              List.of("propertyId", "arrivalDate", "departureDate", "numberOfGuests")),
          Map.entry("numberOfAdults", List.of("numberOfGuests")),
          Map.entry("numberOfChildren", List.of("numberOfGuests")));

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

  private void path(String written) {
    String path = written.trim();
    int colon = path.indexOf(':');
    if (path.endsWith(PART)) {
      unite(path.substring(0, path.length() - 1));
    } else if (path.endsWith(ROUGH)) {
      prefer(List.of(path.substring(0, path.length() - 1).split("\\.")));
    } else if (colon < 0) {
      keep(known, now, List.of(path.split("\\.")));
    } else {
      String name = path.substring(0, colon).trim();
      if (List.of(path.substring(colon + 1).split(":")).contains(known.path(name).asText())) {
        now.set(name, known.get(name));
      }
    }
  }

  private void unite(String name) {
    if (known.path(name) instanceof ArrayNode before
        && (now.path(name) instanceof ArrayNode || !now.has(name))) {
      ArrayNode list = Parts.united(before, now.path(name));
      now.set(name, list);
    }
  }

  private void prefer(List<String> path) {
    String name = path.get(0);
    JsonNode from = path.size() > 1 ? known.path(name) : known;
    JsonNode to = path.size() > 1 ? now.path(name) : now;
    String leaf = path.get(path.size() - 1);
    boolean isOfOneThing = to == now ? !overtaken(name) : isOfOneThing(now, name, from, to);
    if (isOfOneThing && from.has(leaf) && to instanceof ObjectNode object) {
      if (Parts.mayBePartOf(from.get(leaf), object.path(leaf))) {
        object.set(leaf, from.get(leaf));
      }
    }
  }

  private void keep(JsonNode from, ObjectNode to, List<String> path) {
    String name = path.get(0);
    if (path.size() > 1) {
      List<String> rest = path.subList(1, path.size());
      within(to, name, from.path(name), (a, b) -> keep(a, b, rest));
    } else if (name.equals(ALL)) {
      keepAll(from, to);
    } else {
      copy(from, to, name);
    }
  }

  private void keepAll(JsonNode from, ObjectNode to) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      copy(from, to, field.getKey());
      if (to.get(field.getKey()) != field.getValue()) {
        within(to, field.getKey(), field.getValue(), this::keepAll);
      }
    }
  }

  private interface Step {
    void apply(JsonNode from, ObjectNode to);
  }

  /** Goes on with each pair of objects that are of one thing. */
  private void within(ObjectNode parent, String name, JsonNode from, Step step) {
    JsonNode to = parent.path(name);
    if (from.isObject() && to instanceof ObjectNode object && isOfOneThing(parent, name, from, to)) {
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

  /** What follows from other fields of the record is the same thing as long as these are. */
  private boolean isOfOneThing(ObjectNode parent, String name, JsonNode from, JsonNode to) {
    return parent == now && FOLLOWS.containsKey(name) ? !overtaken(name) : Subject.same(from, to);
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

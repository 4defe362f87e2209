package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Restores fields from the snapshot that a source omits from a record. A path names a field ({@code
 * notes}), a field of an object or of an array's elements ({@code primaryGuest.emails}, {@code
 * rooms.unitId}), or with {@code *} all fields there. {@code messages[]} names the elements of an
 * array, {@code finances.fee!} a value that the source knows only roughly. A field with words after
 * it, as in {@code status:A:B}, keeps a value that is one of these words, whatever the source has.
 */
final class PreservedFields {
  private static final String ALL = "*";

  /** The suffix of an array whose missing elements stay. */
  private static final String ELEMENTS = "[]";

  /** The suffix of a value that the source knows less exactly than the snapshot may. */
  private static final String ROUGH = "!";

  /** With the messages of years, each event of a thread would be longer than the last one. */
  private static final int MOST_ELEMENTS = 200;

  /** A booking does not lose its guest, or a guest the address, because a source omits it. */
  private static final List<String> OF_RESERVATIONS = List.of("primaryGuest", "primaryGuest.*");

  /** These belong to one state of the record only; the next state has its own. */
  private static final Set<String> NEVER =
      Set.of("updatedAt", "previousArrivalDate", "previousDepartureDate");

  /** Fields that follow from other fields; when those change, the preserved value may be wrong. */
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
              "rooms", List.of("propertyId", "arrivalDate", "departureDate", "numberOfGuests")),
          Map.entry("numberOfAdults", List.of("numberOfGuests")),
          Map.entry("numberOfChildren", List.of("numberOfGuests")));

  /**
   * Pairs of fields with one fact in two forms; if a source has one of them, the preserved other
   * one is outdated.
   */
  private static final Map<String, String> OTHER_FORMS =
      Map.of(
          "arrivalEstimatedTime", "arrivalLocalTime",
          "arrivalLocalTime", "arrivalEstimatedTime",
          "departureEstimatedTime", "departureLocalTime",
          "departureLocalTime", "departureEstimatedTime");

  private final JsonNode known;
  private final ObjectNode now;

  private PreservedFields(JsonNode known, ObjectNode now) {
    this.known = known;
    this.now = now;
  }

  /** Restores the preserved fields in {@code now}. */
  static void into(ObjectNode now, JsonNode known, String type, List<String> paths) {
    PreservedFields preserved = new PreservedFields(known, now);
    paths.forEach(preserved::path);
    if (type.equals("reservation")) {
      OF_RESERVATIONS.forEach(preserved::path);
    }
  }

  private void path(String written) {
    String path = written.trim();
    int colon = path.indexOf(':');
    if (path.endsWith(ROUGH)) {
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

  /** Keeps the known value if the source may have seen only a part of it. */
  private void prefer(List<String> path) {
    String name = path.get(0);
    String leaf = path.get(path.size() - 1);
    JsonNode from = path.size() > 1 ? known.path(name) : known;
    JsonNode to = path.size() > 1 ? now.path(name) : now;
    boolean isOfOneThing = to == now ? !overtaken(name) : isOfOneThing(now, name, from, to);
    if (isOfOneThing
        && to instanceof ObjectNode object
        && from.has(leaf)
        && ArrayElements.mayBePartOf(from.get(leaf), object.path(leaf))) {
      object.set(leaf, from.get(leaf));
    }
  }

  private void keep(JsonNode from, ObjectNode to, List<String> path) {
    String name = path.get(0);
    if (path.size() > 1) {
      List<String> rest = path.subList(1, path.size());
      within(to, name, from.path(name), (a, b) -> keep(a, b, rest));
    } else if (name.equals(ALL)) {
      keepAll(from, to);
    } else if (name.endsWith(ELEMENTS)) {
      keepElements(from, to, name.substring(0, name.length() - ELEMENTS.length()));
    } else {
      copy(from, to, name);
    }
  }

  /** Keeps missing elements, because a source that sends one message does not deny the others. */
  private void keepElements(JsonNode from, ObjectNode to, String name) {
    copy(from, to, name);
    if (!(from.get(name) instanceof ArrayNode before && to.get(name) instanceof ArrayNode now)) {
      return;
    }
    List<JsonNode> all = ArrayElements.united(before, now);
    to.putArray(name).addAll(all.subList(0, Math.min(all.size(), MOST_ELEMENTS)));
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

  /** Continues with each pair of objects that describe the same thing. */
  private void within(ObjectNode parent, String name, JsonNode from, Step step) {
    JsonNode to = parent.path(name);
    if (from.isObject()
        && to instanceof ObjectNode object
        && isOfOneThing(parent, name, from, to)) {
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

  /**
   * Whether a preserved field is still valid: a field that follows from others is valid as long as
   * those are unchanged.
   */
  private boolean isOfOneThing(ObjectNode parent, String name, JsonNode from, JsonNode to) {
    return parent == now && FOLLOWS.containsKey(name)
        ? !overtaken(name)
        : SubjectMatcher.same(from, to);
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
            other ->
                now.has(other) && !now.get(other).equals(RecordDiff.SAME_VALUE, known.path(other)));
  }
}

package io.bellhop.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Decides which fields of records are personal: all but those listed here. Fields outside the
 * contract are personal too, because they may contain anything.
 */
final class PersonalFields {
  /** Ids, dates, amounts, and the providers' words for states. */
  private static final Set<String> KEPT =
      Set.of(
          "id",
          "createdAt",
          "updatedAt",
          "cancelledAt",
          "arrivalDate",
          "departureDate",
          "previousArrivalDate",
          "previousDepartureDate",
          "arrivalEstimatedTime",
          "departureEstimatedTime",
          "arrivalLocalTime",
          "departureLocalTime",
          "nights",
          "propertyId",
          "roomTypeIds",
          "unitIds",
          "reservationId",
          "channelId",
          "guestId",
          "numberOfGuests",
          "numberOfAdults",
          "numberOfChildren",
          "numberOfInfants",
          "numberOfPets",
          "rooms",
          "source",
          "channel",
          "status",
          "nativeStatus",
          "type",
          "kind",
          "totalPrice",
          "currency",
          "finances",
          "verification",
          "overallScore",
          "scores",
          "isHidden");

  /** Objects or lists of objects in which some fields stay. */
  private static final Map<String, Set<String>> KEPT_WITHIN =
      Map.of(
          "codes",
          Set.of("confirmationCode"),
          "messages",
          Set.of("id", "senderType", "createdAt", "updatedAt", "seenStatus"));

  /** Records of these types are not about guests, even if they contain addresses. */
  private static final Set<String> WITHOUT_GUESTS =
      Set.of("property", "channel", "availability", "account", "webhook", "sync", "mapping");

  private static final String NOTE = "Personal data was erased at ";

  private PersonalFields() {}

  static boolean mayHoldGuests(String recordType) {
    return !WITHOUT_GUESTS.contains(recordType);
  }

  /** The record without its personal fields. */
  static ObjectNode erased(JsonNode record) {
    return kept(record, false);
  }

  /**
   * Removes the personal fields from an event.
   *
   * @return whether it removed any
   */
  static boolean erase(ObjectNode envelope, Instant now) {
    ObjectNode data = (ObjectNode) envelope.get("data");
    ObjectNode before = data.deepCopy();
    for (String part : new String[] {"record", "previous", "changes"}) {
      if (data.path(part).isObject()) {
        data.set(part, kept(data.get(part), part.equals("changes")));
      }
    }
    if (data.path("changes").isEmpty()) {
      data.remove("changes");
    }
    // A provider may send anything with the record.
    data.remove("eventMetadata");
    boolean isNoted = data.at("/warnings/0").asText().startsWith(NOTE);
    if (!isNoted) {
      data.remove("warnings");
    }
    before.remove("warnings");
    ObjectNode after = data.deepCopy();
    after.remove("warnings");
    if (before.equals(after)) {
      // If a record has no other personal data, its warnings have none either.
      return false;
    }
    data.putArray("warnings").add(NOTE + now);
    return true;
  }

  /**
   * @param isChanges whether each value is a pair of an old and a new value
   */
  private static ObjectNode kept(JsonNode record, boolean isChanges) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : record.properties()) {
      Set<String> within = KEPT_WITHIN.get(field.getKey());
      if (KEPT.contains(field.getKey())) {
        kept.set(field.getKey(), field.getValue());
      } else if (within != null && !isChanges) {
        JsonNode part = within(field.getValue(), within);
        if (!part.isEmpty()) {
          kept.set(field.getKey(), part);
        }
      }
    }
    return kept;
  }

  private static JsonNode within(JsonNode value, Set<String> names) {
    if (value.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      value.forEach(
          element -> {
            JsonNode part = within(element, names);
            if (!part.isEmpty()) {
              list.add(part);
            }
          });
      return list;
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    value.properties().stream()
        .filter(field -> names.contains(field.getKey()))
        .forEach(field -> kept.set(field.getKey(), field.getValue()));
    return kept;
  }
}

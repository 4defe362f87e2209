package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.CalendarConflicts.Change;
import io.bellhop.event.CalendarConflicts.Overlap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The record of a calendar.conflict. It names no guest: readers who may know the guest read the
 * record of the reservation.
 */
final class ConflictRecord {
  static final String EVENT = "calendar.conflict";

  private static final List<String> FACTS =
      List.of(
          "status",
          "kind",
          "arrivalDate",
          "departureDate",
          "propertyId",
          "unitIds",
          "channel",
          "source",
          "createdAt");

  private ConflictRecord() {}

  /**
   * @param stays both, in their present state
   */
  static ObjectNode of(Change change, List<Snapshot> stays) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    String pair = change.pair().first() + " " + change.pair().second();
    record.put("id", UUID.nameUUIDFromBytes(pair.getBytes(StandardCharsets.UTF_8)).toString());
    record.put("state", change.overlaps().isEmpty() ? "resolved" : "open");
    stays.stream()
        .map(Snapshot::propertyId)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(property -> record.put("propertyId", property));
    ArrayNode overlaps = record.putArray("overlaps");
    for (Overlap overlap : change.overlaps()) {
      overlaps
          .addObject()
          .put("unitId", overlap.unit())
          .put("arrivalDate", overlap.arrival().toString())
          .put("departureDate", overlap.end().toString());
    }
    ArrayNode records = record.putArray("records");
    stays.forEach(stay -> records.add(stay(stay)));
    return record;
  }

  /** The fields that distinguish a stay, without its guest. */
  static ObjectNode stay(Snapshot snapshot) {
    ObjectNode stay = JsonNodeFactory.instance.objectNode();
    stay.put("recordType", snapshot.type()).put("id", snapshot.recordId());
    stay.put("integrationAccountId", snapshot.accountId().toString());
    stay.put("deleted", snapshot.deleted());
    for (String fact : FACTS) {
      JsonNode value = snapshot.record().get(fact);
      if (value != null) {
        stay.set(fact, value);
      }
    }
    JsonNode code = snapshot.record().at("/codes/confirmationCode");
    if (code.isTextual()) {
      stay.set("confirmationCode", code);
    }
    return stay;
  }
}

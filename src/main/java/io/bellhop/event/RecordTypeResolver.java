package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Keeps the type of a record if a message does not contain it. Some providers show the type only
 * while the record lives: a cancelled stay of an owner looks like a cancelled stay of a guest.
 * Others omit it from a message that contains only changed fields.
 */
final class RecordTypeResolver {
  /** Fields that a record of either type gets when it ends. */
  private static final Set<String> OF_EACH_TYPE = Set.of("status", "nativeStatus", "updatedAt");

  private RecordTypeResolver() {}

  /**
   * @param record the record of the other type, according to the message
   * @return the known record, with the message's values of the fields that the known type has
   */
  static ObjectNode of(Snapshot known, ObjectNode record) {
    ObjectNode kept = known.record().deepCopy();
    record
        .properties()
        .forEach(
            field -> {
              if (belongs(field.getKey(), known.type(), kept)) {
                kept.set(field.getKey(), field.getValue());
              }
            });
    return kept;
  }

  private static boolean belongs(String field, String type, JsonNode known) {
    return known.has(field)
        || OF_EACH_TYPE.contains(field)
        || field.equals("cancelledAt") && type.equals(Stay.RESERVATION);
  }
}

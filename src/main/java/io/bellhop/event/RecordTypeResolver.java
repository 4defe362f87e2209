package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A record keeps its type where a message does not tell another one. Some providers show the type
 * only while the record lives: an owner's stay that is cancelled looks as a guest's does. Others
 * leave it out of a message that only names what has changed.
 */
final class RecordTypeResolver {
  /** What a record of either type has once it ends, though it had none of it before. */
  private static final Set<String> OF_EACH_TYPE = Set.of("status", "nativeStatus", "updatedAt");

  private RecordTypeResolver() {}

  /**
   * @param record by the look of the message, of the other type
   * @return what was known, with what the message says of the fields that the known type has
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

package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A record does not change its kind by ending. Some providers show the kind only while the record
 * lives: an owner's stay that is cancelled looks as a guest's does.
 */
final class EndedKind {
  private static final List<String> OF_THE_END = List.of("status", "nativeStatus", "updatedAt");

  private EndedKind() {}

  /**
   * @param record as which it ended, by the look of it
   * @return what was known, with this end
   */
  static ObjectNode of(Snapshot known, JsonNode record) {
    ObjectNode ended = known.record().deepCopy();
    for (String field : OF_THE_END) {
      if (record.has(field)) {
        ended.set(field, record.get(field));
      }
    }
    if (known.type().equals(Stay.RESERVATION) && record.has("cancelledAt")) {
      ended.set("cancelledAt", record.get("cancelledAt"));
    }
    return ended;
  }
}

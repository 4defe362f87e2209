package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.MessageStatus;
import java.util.List;

/**
 * The outcome of a draft.
 *
 * @param status DONE, UNCHANGED or STALE; PENDING if Bellhop must read the record again before it
 *     can decide
 * @param news the events, in order
 * @param snapshots the new snapshots
 * @param warnings warnings of the comparison, besides those of the draft
 */
record EventDecision(
    MessageStatus status, List<News> news, List<Snapshot> snapshots, List<String> warnings) {

  /**
   * An event before it has an id and a place in the log.
   *
   * @param changes null if there is no earlier state
   * @param previous the last state of a deleted record; null otherwise
   */
  record News(String type, String verb, JsonNode record, ObjectNode changes, JsonNode previous) {
    String eventType() {
      return type + "." + verb;
    }
  }

  EventDecision(MessageStatus status, List<News> news, List<Snapshot> snapshots) {
    this(status, news, snapshots, List.of());
  }

  static EventDecision nothing(MessageStatus status) {
    return new EventDecision(status, List.of(), List.of());
  }

  static EventDecision known(MessageStatus status, Snapshot snapshot) {
    return new EventDecision(status, List.of(), List.of(snapshot));
  }

  EventDecision with(List<String> found) {
    return new EventDecision(status, news, snapshots, List.copyOf(found));
  }
}

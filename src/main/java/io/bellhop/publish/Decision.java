package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.Status;
import java.util.List;

/**
 * What a publication comes to.
 *
 * @param status DONE, UNCHANGED or STALE
 * @param news the events, in order
 * @param snapshots what is known from now on
 */
record Decision(Status status, List<News> news, List<Snapshot> snapshots) {

  /**
   * An event before it has an id and a place in the log.
   *
   * @param changes null where there is no before-state
   * @param previous what a deleted record last was; null otherwise
   */
  record News(String type, String verb, JsonNode record, ObjectNode changes, JsonNode previous) {
    String eventType() {
      return type + "." + verb;
    }
  }

  static Decision nothing(Status status) {
    return new Decision(status, List.of(), List.of());
  }

  static Decision known(Status status, Snapshot snapshot) {
    return new Decision(status, List.of(), List.of(snapshot));
  }
}

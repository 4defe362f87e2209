package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.failure.PermanentFailureException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds a list that does not go on. An API that does not know the parameter of the next page
 * answers with the same page each time, and a sync would read it for ever. Knows the last page of
 * each account that this node has read. Thread-safe.
 */
final class RepeatedPages {
  /**
   * @param message a page that is processed again is the same message
   */
  private record Page(UUID message, String run, String phase, JsonNode list, JsonNode items) {
    boolean isRepeatOf(Page before) {
      return before != null
          && !message.equals(before.message)
          && run.equals(before.run)
          && phase.equals(before.phase)
          && list.equals(before.list)
          && items.equals(before.items);
    }
  }

  private final Map<UUID, Page> last = new ConcurrentHashMap<>();

  /**
   * @param message the id of the page's message
   * @param body of that message
   * @param mapped the page, as the mapping of the list gives it
   * @throws PermanentFailureException if the run would read the same page again and again
   */
  void check(UUID account, UUID message, JsonNode body, JsonNode mapped) {
    JsonNode next = mapped.path("next");
    if (next.isMissingNode() || next.isNull()) {
      last.remove(account);
      return;
    }
    JsonNode cursor = body.path("cursor");
    if (isSame(cursor, next)) {
      throw new PermanentFailureException(
          "the mapping of the list gives the page as the next one that was just read");
    }
    Page page =
        new Page(
            message,
            body.path("run").asText(),
            body.path("phase").asText(),
            cursor.path("list"),
            mapped.path("items"));
    if (!page.items().isEmpty() && page.isRepeatOf(last.put(account, page))) {
      throw new PermanentFailureException(
          "the list has the same entries on two pages, one after the other: the API does not seem"
              + " to know the page that \"next\" of the mapping asks for");
    }
  }

  private static boolean isSame(JsonNode cursor, JsonNode next) {
    if (!(next instanceof ObjectNode) || !(cursor instanceof ObjectNode read)) {
      return false;
    }
    ObjectNode known = read.deepCopy();
    if (!next.has("list")) {
      known.remove("list");
    }
    return known.equals(next);
  }
}

package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.failure.PermanentFailureException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds a list that does not advance. An API that ignores the parameter of the next page answers
 * with the same page each time, and a sync would read it forever. Stores the last page of each
 * account that this node has read. Thread-safe.
 */
final class RepeatedPages {
  /**
   * A page of a list.
   *
   * @param message if Bellhop processes a page again, the message is the same
   * @param body the body of that message: the run, the phase and the cursor of the page
   * @param content the hashes of its entries
   */
  record Page(UUID message, JsonNode body, List<String> content) {
    /** Whether another page of the same list has the same entries. */
    boolean isRepeatOf(Page before) {
      return before != null
          && !message.equals(before.message)
          && content.equals(before.content)
          && isSame(before, "/run")
          && isSame(before, "/phase")
          && isSame(before, "/cursor/list")
          // A list may show its remaining entries by the same cursor, because reading removed the
          // others.
          && !isSame(before, "/cursor");
    }

    private boolean isSame(Page before, String pointer) {
      return body.at(pointer).equals(before.body.at(pointer));
    }
  }

  private final Map<UUID, Page> last = new ConcurrentHashMap<>();

  /**
   * @param next the cursor of the next page, as the mapping returns it; null at the end
   * @param bringsNothing whether the page has no new entry
   * @throws PermanentFailureException if the run would read the same page repeatedly
   */
  void check(UUID account, Page page, JsonNode next, boolean bringsNothing) {
    if (next == null) {
      last.remove(account);
      return;
    }
    if (bringsNothing && isSame(page.body().path("cursor"), next)) {
      throw new PermanentFailureException(
          "the mapping of the list names the page that Bellhop has just read as the next one");
    }
    if (page.isRepeatOf(last.put(account, page)) && !page.content().isEmpty()) {
      throw new PermanentFailureException(
          "the list has the same entries on two successive pages: the API seems to"
              + " ignore the page that \"next\" of the mapping asks for");
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

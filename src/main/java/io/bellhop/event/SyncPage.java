package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.InboxMessage;
import java.time.Instant;
import java.util.List;

/**
 * What a page of a provider's list brought.
 *
 * @param message the page
 * @param entries how many entries it had of the types that the list is of
 * @param fresh those that no snapshot is known to equal, as messages
 * @param seen the snapshots of its entries, as far as they were known before
 * @param total how many entries the whole list has; null if the provider does not state it
 * @param newest the provider's own time of the latest change in it; null if it has none
 * @param next where to continue; null at the end
 * @param otherwise where to continue if no entry of this page could be processed; null: as {@code
 *     next}
 * @param unchanged whether the provider says that the list is as it was read before
 * @param validators what the answer is known by; null if the list is not asked by them
 */
public record SyncPage(
    InboxMessage message,
    int entries,
    List<InboxMessage> fresh,
    List<String> seen,
    Integer total,
    Instant newest,
    JsonNode next,
    JsonNode otherwise,
    boolean unchanged,
    JsonNode validators) {
  /** A list that is as it was read before. */
  public static SyncPage unchanged(InboxMessage message) {
    return new SyncPage(message, 0, List.of(), List.of(), null, null, null, null, true, null);
  }
}

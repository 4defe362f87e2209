package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.InboxMessage;
import java.time.Instant;
import java.util.List;

/**
 * The content of a page of a provider's list.
 *
 * @param message the page
 * @param entries the number of entries of the types that the list contains
 * @param fresh messages for the entries that no snapshot is known to equal
 * @param seen the snapshots of its entries that were known before
 * @param total the number of entries in the whole list; null if the provider does not state it
 * @param newest the provider's own time of the latest change in it; null if it has none
 * @param next where to continue; null at the end
 * @param otherwise where to continue if no entry of this page could be processed; null: as {@code
 *     next}
 * @param unchanged whether the provider says that the list has not changed since it was last read
 * @param nameless how many entries it had that name no record
 * @param validators of the answer; null if the list is not read conditionally
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
    int nameless,
    JsonNode validators) {
  /** A list that has not changed since it was last read. */
  public static SyncPage unchanged(InboxMessage message) {
    return new SyncPage(message, 0, List.of(), List.of(), null, null, null, null, true, 0, null);
  }
}

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
 * @param fresh messages for entries without an equal snapshot
 * @param seen the earlier snapshots of its entries
 * @param total the number of entries in the whole list; null if the provider does not state it
 * @param newest the provider's own time of the latest change in it; null if it has none
 * @param next the position of the next page; null at the end
 * @param otherwise the next position if no entry of this page could be processed; null for {@code
 *     next}
 * @param unchanged whether the list is unchanged since the last read, according to the provider
 * @param nameless the number of entries without the id of a record
 * @param validators of the answer; null without a conditional read
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
  /** A list that is unchanged since the last read. */
  public static SyncPage unchanged(InboxMessage message) {
    return new SyncPage(message, 0, List.of(), List.of(), null, null, null, null, true, 0, null);
  }
}

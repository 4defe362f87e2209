package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.InboxMessage;
import java.time.Instant;
import java.util.List;

/**
 * What a page of a provider's list brought.
 *
 * @param message the page
 * @param entries how many entries it had
 * @param fresh those that are not known to be the same, as messages
 * @param same the snapshots of those that are
 * @param total how many entries the whole list has; null if the provider does not say
 * @param newest the provider's own time of the latest change in it; null if it tells none
 * @param next where to read on; null at the end
 * @param otherwise where to read on if nothing of this page could be done; null: as {@code next}
 */
public record SyncPage(
    InboxMessage message,
    int entries,
    List<InboxMessage> fresh,
    List<String> same,
    Integer total,
    Instant newest,
    JsonNode next,
    JsonNode otherwise) {}

package io.bellhop.event;

import io.bellhop.inbox.Claim;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.RecordedCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The result of a claim whose messages have gone through their provider's route.
 *
 * @param drafts of the routes, in order
 * @param outcomes of messages that the routes ended, and of messages to retry
 * @param followUps messages that Bellhop processes after the commit
 * @param pages the content of the pages of a sync
 * @param retryAt when the rest of the key may be claimed; null if nothing waits
 * @param calls of the provider's API, by message
 */
public record ClaimOutcome(
    Claim claim,
    List<EventDraft> drafts,
    List<MessageOutcome> outcomes,
    List<InboxMessage> followUps,
    List<SyncPage> pages,
    Instant retryAt,
    Map<UUID, List<RecordedCall>> calls) {

  public ClaimOutcome(
      Claim claim,
      List<EventDraft> drafts,
      List<MessageOutcome> outcomes,
      List<InboxMessage> followUps,
      Instant retryAt) {
    this(claim, drafts, outcomes, followUps, List.of(), retryAt, Map.of());
  }

  /** The content of a sync page; null if the message is not a page, or was not read. */
  SyncPage page(InboxMessage message) {
    return pages.stream()
        .filter(page -> page.message().id().equals(message.id()))
        .findFirst()
        .orElse(null);
  }
}

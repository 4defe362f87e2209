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
 * A claim whose messages have gone through their provider's route.
 *
 * @param drafts what the routes made of them, in order
 * @param outcomes of messages that the routes ended by themselves, and of those to be retried
 * @param followUps messages that Bellhop processes after the commit
 * @param pages what pages of a sync brought
 * @param retryAt when the rest of the key may be claimed; null if nothing waits
 * @param calls of the provider's API, by the message that they were made for
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

  /** What a page of a sync brought; null if it is none, or was not read. */
  SyncPage page(InboxMessage message) {
    return pages.stream()
        .filter(page -> page.message().id().equals(message.id()))
        .findFirst()
        .orElse(null);
  }
}

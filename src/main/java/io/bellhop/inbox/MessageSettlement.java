package io.bellhop.inbox;

import java.time.Instant;
import java.util.List;

/**
 * The outcomes of a claim. Messages without an outcome stay as they were.
 *
 * @param retryAt when the key may be claimed again if a message stays pending; null for at once
 */
public record MessageSettlement(Claim claim, List<MessageOutcome> outcomes, Instant retryAt) {
  boolean complete() {
    return claim.whole()
        && outcomes.size() == claim.messages().size()
        && outcomes.stream().noneMatch(o -> o.status() == MessageStatus.PENDING);
  }
}

package io.bellhop.inbox;

import java.time.Instant;
import java.util.List;

/**
 * What a claim came to. Deliveries of the claim without an outcome stay as they were.
 *
 * @param retryAt when the key may be tried again if something of it stays pending; null: at once
 */
public record MessageSettlement(Claim claim, List<MessageOutcome> outcomes, Instant retryAt) {
  boolean complete() {
    return claim.whole()
        && outcomes.size() == claim.messages().size()
        && outcomes.stream().noneMatch(o -> o.status() == MessageStatus.PENDING);
  }
}

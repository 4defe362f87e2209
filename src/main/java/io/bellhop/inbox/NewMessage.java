package io.bellhop.inbox;

import java.time.Instant;

/**
 * A message that is about to enter the inbox.
 *
 * @param fault why Bellhop cannot process it, which makes it a dead letter at once; null if it can
 */
public record NewMessage(InboxMessage message, String fault) {
  public static NewMessage of(InboxMessage message) {
    return new NewMessage(message, null);
  }

  public boolean isDeadLetter() {
    return fault != null;
  }

  /**
   * Whether a worker may process it at that time: it is not a dead letter, and no longer waits for
   * messages to merge with.
   */
  boolean isDueBy(Instant now) {
    return !isDeadLetter() && !message.dueAt().isAfter(now);
  }
}

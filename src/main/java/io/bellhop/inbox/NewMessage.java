package io.bellhop.inbox;

import java.time.Instant;

/**
 * A message on its way into the inbox.
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
   * Whether a worker may have it by then: it is no dead letter, and no longer waits for messages to
   * merge with.
   */
  boolean isDueBy(Instant now) {
    return !isDeadLetter() && !message.dueAt().isAfter(now);
  }
}

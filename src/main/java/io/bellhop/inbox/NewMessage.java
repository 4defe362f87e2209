package io.bellhop.inbox;

/**
 * A message on its way into the inbox.
 *
 * @param fault why Bellhop cannot process it, so that it is a dead letter from the start; null if
 *     it can
 */
public record NewMessage(InboxMessage message, String fault) {
  public static NewMessage of(InboxMessage message) {
    return new NewMessage(message, null);
  }

  public boolean isDeadLetter() {
    return fault != null;
  }
}

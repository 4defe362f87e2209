package io.bellhop.inbox;

import java.util.UUID;

/**
 * What is known without reading it of an acknowledged message that the database does not have yet.
 *
 * @param isDeadLetter whether Bellhop cannot process it
 */
public record UnstoredMessage(
    UUID id, UUID accountId, String provider, MessageKind kind, boolean isDeadLetter) {
  public static UnstoredMessage of(NewMessage arrived) {
    InboxMessage message = arrived.message();
    return new UnstoredMessage(
        message.id(),
        message.accountId(),
        message.provider(),
        message.kind(),
        arrived.isDeadLetter());
  }

  /** The status that its row will have, unless it is settled by then. */
  public MessageStatus status() {
    return isDeadLetter ? MessageStatus.DEAD : MessageStatus.PENDING;
  }
}

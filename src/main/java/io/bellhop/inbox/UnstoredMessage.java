package io.bellhop.inbox;

import java.util.UUID;

/**
 * The data in memory of an acknowledged message that the database does not have yet.
 *
 * @param keyHash of its idempotency key: 200,000 keys themselves would take 20 MB
 * @param isDeadLetter whether Bellhop cannot process it
 */
public record UnstoredMessage(
    UUID id,
    UUID accountId,
    String provider,
    MessageKind kind,
    String orderKey,
    long keyHash,
    boolean isDeadLetter) {
  public static UnstoredMessage of(NewMessage arrived) {
    InboxMessage message = arrived.message();
    return new UnstoredMessage(
        message.id(),
        message.accountId(),
        message.provider(),
        message.kind(),
        message.orderKey(),
        hash(message.idempotencyKey()),
        arrived.isDeadLetter());
  }

  /** Whether a text is its idempotency key, or its order key in the form of the API. */
  public boolean hasKey(String text) {
    return keyHash == hash(text) || orderKey.equals(accountId + " " + text);
  }

  /** FNV-1a with 64 bits, which makes equal hashes in a full tail improbable. */
  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Whether it belongs to a provider and is not a dead letter. */
  public boolean isPendingOf(String name) {
    return !isDeadLetter && provider.equals(name);
  }

  /** The status that its row will have, unless it is settled before. */
  public MessageStatus status() {
    return isDeadLetter ? MessageStatus.DEAD : MessageStatus.PENDING;
  }
}

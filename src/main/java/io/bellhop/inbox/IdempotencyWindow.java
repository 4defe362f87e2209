package io.bellhop.inbox;

import java.time.Duration;
import java.util.UUID;

/**
 * How long an idempotency key counts. A provider whose bodies have neither an id nor a time may
 * send the same body again as something new; only a body that follows soon is a repeat.
 * Thread-safe.
 */
@FunctionalInterface
public interface IdempotencyWindow {
  /** Keys count for as long as they are kept. */
  IdempotencyWindow UNBOUNDED = provider -> null;

  /**
   * @return null: as long as keys are kept
   */
  Duration of(String provider);

  /** Whether the key that {@code owner} has used still counts when this message comes. */
  default boolean covers(UUID owner, InboxMessage message) {
    Duration window = of(message.provider());
    if (window == null || owner.equals(message.id())) {
      return true;
    }
    // Ids are ordered by time (RFC 9562, version 7): the owner's id holds its time of arrival.
    long cameAt = owner.getMostSignificantBits() >>> 16;
    return message.receivedAt().toEpochMilli() - cameAt <= window.toMillis();
  }
}

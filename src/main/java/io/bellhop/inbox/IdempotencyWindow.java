package io.bellhop.inbox;

import java.time.Duration;
import java.util.UUID;

/**
 * How long an idempotency key counts. Some providers send bodies with neither an id nor a time, and
 * an equal body may later be a new event; only one that follows soon is a repeat. Thread-safe.
 */
@FunctionalInterface
public interface IdempotencyWindow {
  /** Keys count as long as they are stored. */
  IdempotencyWindow UNBOUNDED = provider -> null;

  /**
   * @return null if keys count as long as they are stored
   */
  Duration of(String provider);

  /** Whether the key that {@code owner} has used still counted when this message arrived. */
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

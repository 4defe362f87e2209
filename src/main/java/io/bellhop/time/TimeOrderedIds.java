package io.bellhop.time;

import java.time.Instant;
import java.util.UUID;

/**
 * Ids that are ordered by time (RFC 9562, version 7), so a query by age needs no separate index.
 */
public final class TimeOrderedIds {
  private static final long VERSION = 0x7000;
  private static final long VARIANT = Long.MIN_VALUE;

  private TimeOrderedIds() {}

  /** When an id was created. */
  public static Instant time(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** The lowest id that may have been created at this time. */
  public static UUID first(Instant time) {
    return new UUID(time.toEpochMilli() << 16 | VERSION, VARIANT);
  }
}

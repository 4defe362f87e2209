package io.bellhop.time;

import java.time.Instant;
import java.util.UUID;

/** Ids that are ordered by time (RFC 9562, version 7), so age needs no index of its own. */
public final class TimeOrderedIds {
  private static final long VERSION = 0x7000;
  private static final long VARIANT = Long.MIN_VALUE;

  private TimeOrderedIds() {}

  /** When an id was made. */
  public static Instant time(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** The least id that may have been made at this time. */
  public static UUID first(Instant time) {
    return new UUID(time.toEpochMilli() << 16 | VERSION, VARIANT);
  }
}

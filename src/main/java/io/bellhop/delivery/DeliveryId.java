package io.bellhop.delivery;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The id of a delivery: the event's place in the log, then random bits (RFC 9562, version 8). So
 * ids sort in the order of events, and the deliveries of one event are adjacent.
 */
public final class DeliveryId {
  private static final long VERSION = 0x8000;
  private static final long VARIANT = Long.MIN_VALUE;
  private static final long CHANCE = 0x3fff_ffff_ffff_ffffL;

  private DeliveryId() {}

  static UUID of(long eventSeq, RandomGenerator random) {
    return new UUID(high(eventSeq), VARIANT | random.nextLong() & CHANCE);
  }

  /** The id of an event that a relay sends: a relay sends an event once to each subscription. */
  public static UUID ofRelayed(long eventSeq, UUID subscription) {
    return new UUID(high(eventSeq), VARIANT | subscription.getLeastSignificantBits() & CHANCE);
  }

  /** The event's place in the log. */
  public static long eventSeq(UUID id) {
    long high = id.getMostSignificantBits();
    return high >>> 16 << 12 | high & 0xfff;
  }

  /** The lowest id that a delivery of this event may have. */
  public static UUID first(long eventSeq) {
    return new UUID(high(eventSeq), VARIANT);
  }

  private static long high(long seq) {
    return seq >>> 12 << 16 | VERSION | seq & 0xfff;
  }
}

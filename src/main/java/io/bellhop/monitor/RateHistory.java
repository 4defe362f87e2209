package io.bellhop.monitor;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts what this node did in each minute of the last hours. The counts are only in memory,
 * because counting rows would cost more the busier the hub is, and a metrics system keeps a longer
 * history. Thread-safe.
 */
public final class RateHistory {
  /** Enough to show the beginning of a day. */
  public static final int HOURS = 6;

  private static final int MINUTES = HOURS * 60;
  private static final long MINUTE_MILLIS = 60_000;

  /** The kinds of counts. */
  public enum Kind {
    ACCEPTED,
    REFUSED,
    EVENTS,
    DELIVERED,
    FAILED
  }

  private record Minute(long number, AtomicIntegerArray counts) {}

  private final AtomicReferenceArray<Minute> ring = new AtomicReferenceArray<>(MINUTES);
  private final Clock clock;
  private final Instant since;

  public RateHistory(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** The start of counting, which may be before the kept hours. */
  public Instant since() {
    return since;
  }

  void count(Kind kind) {
    long now = number(clock.instant());
    int place = (int) (now % MINUTES);
    Minute minute = ring.get(place);
    while (minute == null || minute.number() != now) {
      // If several threads see an old minute, only one replaces it.
      ring.compareAndSet(
          place, minute, new Minute(now, new AtomicIntegerArray(Kind.values().length)));
      minute = ring.get(place);
    }
    minute.counts().incrementAndGet(kind.ordinal());
  }

  /** The count from one minute (inclusive) to another (exclusive). */
  public long sum(Kind kind, Instant from, Instant to) {
    long sum = 0;
    for (long number = number(from); number < number(to); number++) {
      Minute minute = ring.get((int) (number % MINUTES));
      sum += minute == null || minute.number() != number ? 0 : minute.counts().get(kind.ordinal());
    }
    return sum;
  }

  private static long number(Instant time) {
    return time.toEpochMilli() / MINUTE_MILLIS;
  }
}

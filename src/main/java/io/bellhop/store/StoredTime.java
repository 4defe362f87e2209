package io.bellhop.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Truncates times to the precision of the databases, so that a stored time equals the original. */
public final class StoredTime {
  private StoredTime() {}

  public static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

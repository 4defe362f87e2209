package io.bellhop.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands until the test lets it run, then runs faster than the real one, and can be
 * put forward.
 */
public final class FastClock extends Clock {
  private Instant base = Instant.now();
  private long since;
  private int speed;

  /** From now on so many seconds pass in one. */
  public synchronized void run(int times) {
    base = instant();
    since = System.nanoTime();
    speed = times;
  }

  public synchronized void forward(Duration time) {
    base = base.plus(time);
  }

  @Override
  public synchronized Instant instant() {
    return speed == 0 ? base : base.plusNanos((System.nanoTime() - since) * speed);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}

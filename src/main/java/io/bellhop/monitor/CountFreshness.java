package io.bellhop.monitor;

import java.time.Duration;

/**
 * Decides how long a count of rows may be reused. A scrape reads many gauges at once and must not
 * load the database, and counting many rows takes time.
 */
final class CountFreshness {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Scrapes come about every fifteen seconds, and each should show a fresh number. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Ten times the duration of counting one row. */
  private static final Duration OF_ONE_ROW = Duration.ofNanos(100_000);

  private CountFreshness() {}

  static Duration of(long rows) {
    long most = LONGEST.dividedBy(OF_ONE_ROW);
    Duration time = OF_ONE_ROW.multipliedBy(Math.min(rows, most));
    return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
  }
}

package io.bellhop.monitor.inactivity;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.time.Duration;

/**
 * The options {@code bellhop.inactivity.*}.
 *
 * @param interval the time between two checks; zero switches them off
 * @param factor how many times longer than any earlier pause an inactivity is
 * @param minMissed the minimum number of missed slots of an inactivity
 */
public record InactivitySettings(Duration interval, double factor, double minMissed) {
  private static final String PREFIX = "bellhop.inactivity.";

  public static InactivitySettings of(Options options) {
    Duration interval = options.time(PREFIX + "interval");
    if (!interval.isZero() && interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigException(PREFIX + "interval must be 0 or at least 1s");
    }
    return new InactivitySettings(
        interval,
        options.decimal(PREFIX + "factor", 1, 1000),
        options.decimal(PREFIX + "min-missed", 1, 1000));
  }

  public boolean isOn() {
    return !interval.isZero();
  }

  /** Whether a pause between two checks is so long that no node can have run. */
  boolean hasGap(Duration pause) {
    return pause.multipliedBy(2).compareTo(interval.multipliedBy(5)) > 0;
  }

  /**
   * Whether another node has just checked. A check may come a little early, because timers drift
   * and clocks of nodes differ.
   */
  boolean isEarly(Duration pause) {
    return pause.abs().multipliedBy(10).compareTo(interval.multipliedBy(9)) < 0;
  }
}

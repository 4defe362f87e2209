package io.bellhop.monitor.inactivity;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.time.Duration;

/**
 * The options {@code bellhop.inactivity.*}.
 *
 * @param interval the pause between two looks; zero if nobody is to look
 * @param factor how much longer than any before a silence must be
 * @param least the fewest misses that mean anything
 */
public record InactivitySettings(Duration interval, double factor, double least) {
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

  /** Whether a look so long after the one before means that nobody listened meanwhile. */
  boolean wasAway(Duration pause) {
    return pause.multipliedBy(2).compareTo(interval.multipliedBy(5)) > 0;
  }

  /**
   * Whether another node has looked just now. A little early will do: timers drift, and clocks of
   * nodes differ.
   */
  boolean isEarly(Duration pause) {
    return pause.abs().multipliedBy(10).compareTo(interval.multipliedBy(9)) < 0;
  }
}

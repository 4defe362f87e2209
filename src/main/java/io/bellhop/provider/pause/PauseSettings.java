package io.bellhop.provider.pause;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.time.Duration;

/**
 * How often Bellhop probes an API that does not work.
 *
 * @param first the pause before the first probe; each further pause is twice as long as the
 *     previous one
 * @param longest the longest pause, so that Bellhop notices within this time that an API works
 *     again
 * @param probe how long a probe may take before another node makes one
 */
public record PauseSettings(Duration first, Duration longest, Duration probe) {
  private static final String FIRST = "bellhop.provider.probe-first";
  private static final String LONGEST = "bellhop.provider.probe-longest";

  public static PauseSettings of(Options options) {
    Duration first = options.time(FIRST);
    Duration longest = options.time(LONGEST);
    if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
      throw new ConfigException(FIRST + " must be at least 1ms, and " + LONGEST + " no shorter");
    }
    Duration call =
        options
            .time("bellhop.provider.connect-timeout")
            .plus(options.time("bellhop.provider.response-timeout").multipliedBy(2));
    // A probe may need a token and the call itself, each possibly twice.
    return new PauseSettings(first, longest, call.multipliedBy(4));
  }

  Duration pause(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures, 20));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}

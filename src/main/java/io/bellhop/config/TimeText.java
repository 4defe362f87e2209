package io.bellhop.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** Times as options and parameters write them: 500ms, 2s, 5m, 1h or 30d. */
final class TimeText {
  static final String RULE = "must be a time such as 500ms, 2s, 5m or 30d";

  /** Only 0 needs no unit: 30 may mean days, and as milliseconds it would purge everything. */
  private static final Pattern TIME = Pattern.compile("0|[0-9]{1,9}(ms|s|m|h|d)");

  private TimeText() {}

  /** The duration in a text; empty if the text is not a time. */
  static Optional<Duration> parse(String text) {
    // Camel's parser accepts anything: an empty text, for example, as no time at all.
    return TIME.matcher(text).matches()
        ? Optional.of(Duration.ofMillis(TimeUtils.toMilliSeconds(text)))
        : Optional.empty();
  }
}

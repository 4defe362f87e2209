package io.bellhop.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a caller agrees to wait: {@code wait=20s}. */
final class WaitTime {
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,3})s");

  /** Proxies close requests that take longer than a minute. */
  private static final int MOST = 60;

  private WaitTime() {}

  /**
   * @throws ApiError 422 if the value is no such time
   */
  static Duration of(QueryParameters query) {
    String text = query.text(LiveEvents.WAIT);
    if (text == null) {
      return Duration.ZERO;
    }
    Matcher matcher = SECONDS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MOST) {
      throw ApiError.invalid(
          LiveEvents.WAIT, "must be seconds such as 20s, and at most " + MOST + "s");
    }
    return Duration.ofSeconds(Integer.parseInt(matcher.group(1)));
  }
}

package io.bellhop.pipeline;

import io.bellhop.time.UtcTime;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Other ways to write the same value, of which a schema may want one: a mapping that hands on what
 * the provider wrote should not lose the order of its records, nor their dates, by that.
 */
final class ValueConversions {
  private static final Pattern MIDNIGHT =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[T ]00:00(?::00(?:\\.0+)?)?Z?");

  private static final int NANOS_OF_A_MILLISECOND = 1_000_000;

  private ValueConversions() {}

  /** In capitals, as a moment in UTC, as a day; none that would say less than the text. */
  static Stream<String> of(String text) {
    WrittenTime time = WrittenTime.read(text);
    Matcher midnight = MIDNIGHT.matcher(text);
    return Stream.of(
            text.toUpperCase(Locale.ROOT),
            isExact(time) ? UtcTime.text(time.earliest()) : null,
            midnight.matches() ? midnight.group(1) : null)
        .filter(Objects::nonNull);
  }

  private static boolean isExact(WrittenTime time) {
    return time != null
        && time.earliest().equals(time.latest())
        && time.earliest().getNano() % NANOS_OF_A_MILLISECOND == 0;
  }

  /** Whether a field is one of moments. */
  static boolean isOfTime(Pattern pattern) {
    return pattern.matcher(UtcTime.text(Instant.EPOCH)).find();
  }
}

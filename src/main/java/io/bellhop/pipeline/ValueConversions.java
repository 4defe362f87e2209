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
 * Converts values to other forms that a schema may require. A mapping that passes on the provider's
 * text should not lose the order of its records, or their dates, only because of the form.
 */
final class ValueConversions {
  private static final Pattern MIDNIGHT =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[T ]00:00(?::00(?:\\.0+)?)?Z?");

  private static final int NANOS_OF_A_MILLISECOND = 1_000_000;

  private ValueConversions() {}

  /**
   * The text in capitals, as an instant in UTC and as a date, without forms that would lose
   * information.
   */
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

  /** Whether a field contains instants. */
  static boolean isOfTime(Pattern pattern) {
    return pattern.matcher(UtcTime.text(Instant.EPOCH)).find();
  }
}

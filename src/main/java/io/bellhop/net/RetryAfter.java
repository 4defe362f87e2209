package io.bellhop.net;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header of that name: seconds or a date (RFC 9110, 10.2.3). */
public final class RetryAfter {
  /** A provider that asks for more has made a mistake, or we would look dead. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * Who says to come at once has more callers than we know: a loop without a pause helps nobody.
   */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private RetryAfter() {}

  /**
   * @param header null if it was not sent
   * @param otherwise the pause if it says nothing that can be read
   */
  public static Instant at(String header, Instant now, Duration otherwise) {
    Instant at = header == null ? null : parse(header.trim(), now);
    if (at == null || at.isBefore(now)) {
      return now.plus(otherwise);
    }
    if (at.isBefore(now.plus(SHORTEST))) {
      return now.plus(SHORTEST);
    }
    return at.isAfter(now.plus(LONGEST)) ? now.plus(LONGEST) : at;
  }

  /** Whether a header names a pause at all, as against "at once". */
  public static boolean namesPause(String header, Instant now) {
    Instant at = header == null ? null : parse(header.trim(), now);
    return at != null && at.isAfter(now);
  }

  private static Instant parse(String header, Instant now) {
    try {
      return header.matches("[0-9]{1,9}")
          ? now.plusSeconds(Long.parseLong(header))
          : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}

package io.bellhop.net;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The header of that name: seconds or a date (RFC 9110, 10.2.3), or what some write: the moment in
 * seconds since 1970.
 */
public final class RetryAfter {
  /** A longer pause is a mistake of the sender, and Bellhop would look dead. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /** A server that asks for a call at once has other callers too: a loop would not help it. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private RetryAfter() {}

  /**
   * @param header null if it was not sent
   * @param otherwise the pause if the header cannot be read
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

  /** Whether a header names a time in the future. */
  public static boolean namesPause(String header, Instant now) {
    Instant at = header == null ? null : parse(header.trim(), now);
    return at != null && at.isAfter(now);
  }

  private static Instant parse(String header, Instant now) {
    try {
      if (header.matches("[0-9]{10}")) {
        return Instant.ofEpochSecond(Long.parseLong(header));
      }
      return header.matches("[0-9]{1,9}")
          ? now.plusSeconds(Long.parseLong(header))
          : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}

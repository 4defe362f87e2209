package io.bellhop.net;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The header {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3), or the time in seconds
 * since 1970, as some servers write it.
 */
public final class RetryAfter {
  /** A longer pause is the sender's mistake, and Bellhop would seem to hang. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * A server that asks for an immediate retry has other clients too, and a loop would not help it.
   */
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

package io.bellhop.validation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads the times of callers: ISO-8601 with a zone. */
public final class Times {
  public static final String EXPECTED = "must be a time such as 2026-05-02T09:30:00Z";

  private Times() {}

  /**
   * @return null if the text is no time, or no time that every database accepts
   */
  public static Instant read(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return time.getYear() > 1900 && time.getYear() < 9999 ? time.toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}

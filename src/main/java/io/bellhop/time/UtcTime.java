package io.bellhop.time;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Writes times as records, events and the API show them: in UTC, always with milliseconds. */
public final class UtcTime {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private UtcTime() {}

  /** Such as {@code 2026-05-02T09:30:00.000Z}; null for null. */
  public static String text(Instant time) {
    return time == null ? null : MILLISECONDS.format(time);
  }
}

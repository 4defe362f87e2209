package io.bellhop.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Writes times as records, events and the API show them: in UTC, always with milliseconds. */
public final class UtcTime {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final String FORM = "0000-00-00T00:00:00.000Z";

  private UtcTime() {}

  /** Returns a text such as {@code 2026-05-02T09:30:00.000Z}; null for null. */
  public static String text(Instant time) {
    if (time == null) {
      return null;
    }
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    // Formats without a DateTimeFormatter for speed, because every mapping writes several times; a
    // year with more than four digits has another form.
    return utc.getYear() < 0 || utc.getYear() > 9999 ? MILLISECONDS.format(time) : text(utc);
  }

  private static String text(LocalDateTime utc) {
    char[] text = FORM.toCharArray();
    put(text, 4, utc.getYear());
    put(text, 7, utc.getMonthValue());
    put(text, 10, utc.getDayOfMonth());
    put(text, 13, utc.getHour());
    put(text, 16, utc.getMinute());
    put(text, 19, utc.getSecond());
    put(text, 23, utc.getNano() / 1_000_000);
    return new String(text);
  }

  /** Writes a number over the zeros that end at this position. */
  private static void put(char[] text, int end, int number) {
    int rest = number;
    for (int i = end - 1; rest > 0; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}

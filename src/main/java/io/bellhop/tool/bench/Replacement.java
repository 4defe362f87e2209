package io.bellhop.tool.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A text of a body that each webhook has in its own way.
 *
 * @param by returns the replacement for a number, which has the same length
 */
record Replacement(String text, LongFunction<String> by) {
  private static final int PROPERTIES = 2_000;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * @param text of hexadecimal digits
   */
  static Replacement id(String text, RandomIds ids) {
    return new Replacement(text, number -> ids.id(number, text.length()));
  }

  /**
   * @param text in UTC with milliseconds; each number has a later one, as a provider's changes have
   */
  static Replacement time(String text) {
    Instant first = Instant.parse(text);
    if (!MILLIS.format(first).equals(text)) {
      throw new IllegalArgumentException(
          "the time must be like 2026-05-01T10:00:00.000Z, was: " + text);
    }
    return new Replacement(text, number -> MILLIS.format(first.plusMillis(number)));
  }

  /**
   * Stays in many properties, no two of which are in one at once. They are to come: nights that are
   * over cost a hub nothing.
   *
   * @param property an id of hexadecimal digits
   */
  static List<Replacement> stays(
      String property, String arrival, String departure, LocalDate today) {
    long nights = ChronoUnit.DAYS.between(LocalDate.parse(arrival), LocalDate.parse(departure));
    LongFunction<LocalDate> day = number -> today.plusDays(1 + number / PROPERTIES * nights);
    RandomIds ids = new RandomIds();
    return List.of(
        new Replacement(property, number -> ids.id(number % PROPERTIES, property.length())),
        new Replacement(arrival, number -> day.apply(number).toString()),
        new Replacement(departure, number -> day.apply(number).plusDays(nights).toString()));
  }
}

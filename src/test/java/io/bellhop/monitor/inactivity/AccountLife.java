package io.bellhop.monitor.inactivity;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * When an imagined account sends webhooks: by chance, at a rate that depends on the hour, and in
 * bursts.
 */
final class AccountLife {
  /** A Monday. */
  static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");

  private static final Duration STEP = Duration.ofMinutes(5);

  private final Random random;
  private final ToDoubleFunction<ZonedDateTime> perHour;
  private final int burst;
  private final Duration spread;

  /**
   * @param perHour bursts an hour
   * @param burst webhooks in one, at most
   * @param spread how long one lasts
   */
  AccountLife(long seed, ToDoubleFunction<ZonedDateTime> perHour, int burst, Duration spread) {
    this.random = new Random(seed);
    this.perHour = perHour;
    this.burst = burst;
    this.spread = spread;
  }

  /** In order. */
  List<Instant> until(Instant end) {
    List<Instant> sent = new ArrayList<>();
    for (Instant at = BEGIN; at.isBefore(end); at = at.plus(STEP)) {
      double rate = perHour.applyAsDouble(at.atZone(ZoneOffset.UTC)) * STEP.toMinutes() / 60;
      // Poisson's: as many as fit into the time before the next one is due.
      double left = rate - exponential();
      while (left > 0) {
        int count = 1 + random.nextInt(burst);
        for (int i = 0; i < count; i++) {
          sent.add(at.plusMillis((long) (random.nextDouble() * spread.toMillis())));
        }
        left -= exponential();
      }
    }
    sent.removeIf(at -> !at.isBefore(end));
    sent.sort(null);
    return sent;
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }

  /** So many a day, by the hours of an office; a little at night and at weekends. */
  static ToDoubleFunction<ZonedDateTime> office(double perDay, double otherwise) {
    return at -> {
      boolean open = at.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
      boolean day = at.getHour() >= 8 && at.getHour() < 18;
      return perDay / 10 * (open && day ? 1 : otherwise);
    };
  }

  /** Guests: most in the evening, few at night, every day. */
  static ToDoubleFunction<ZonedDateTime> guests(double perDay) {
    return at -> perDay / 24 * (1 + 0.9 * Math.sin((at.getHour() - 10) * Math.PI / 12));
  }

  static ToDoubleFunction<ZonedDateTime> always(double perWeek) {
    return at -> perWeek / 168;
  }

  /** Once a day or a week, within ten minutes or so. */
  static ToDoubleFunction<ZonedDateTime> at(int hour, DayOfWeek day) {
    return at ->
        at.getHour() == hour
                && at.getMinute() >= 10
                && at.getMinute() < 15
                && (day == null || at.getDayOfWeek() == day)
            ? 60
            : 0;
  }

  static ToDoubleFunction<ZonedDateTime> closed(
      ToDoubleFunction<ZonedDateTime> usual, LocalDate... days) {
    List<LocalDate> all = List.of(days);
    return at -> all.contains(at.toLocalDate()) ? 0 : usual.applyAsDouble(at);
  }

  /** Clocks go forward at the end of March. */
  static ToDoubleFunction<ZonedDateTime> summerTime(ToDoubleFunction<ZonedDateTime> usual) {
    ZonedDateTime change = ZonedDateTime.parse("2026-03-29T01:00:00Z");
    return at -> usual.applyAsDouble(at.isBefore(change) ? at : at.plusHours(1));
  }

  /** From one rate to another in eight weeks. */
  static ToDoubleFunction<ZonedDateTime> changing(
      ToDoubleFunction<ZonedDateTime> usual, double from, double to) {
    return at -> {
      double weeks = Duration.between(BEGIN, at.toInstant()).toHours() / 168.0;
      return usual.applyAsDouble(at) * from * Math.pow(to / from, weeks / 8);
    };
  }
}

package io.bellhop.monitor.inactivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Imagined accounts over eight weeks: how often it is said of one that it is silent though it only
 * does as it always does, and how long it takes when it really is.
 */
@Tag("slow")
class InactivitySimulationTest {
  private static final Duration EIGHT_WEEKS = Duration.ofDays(56);
  private static final Duration MONTH = Duration.ofDays(28);
  private static final int LIVES = 2;

  enum Kind {
    /** 1,000 a day, one in fifty of its usual rate at night and at weekends. */
    OFFICE(AccountLife.office(333, 0.02), 5, 5, 72),
    ALWAYS_A_THOUSAND_A_DAY(AccountLife.always(2333), 5, 5, 3),
    SMALL_OFFICE(AccountLife.office(10, 0), 1, 5, 120),
    /** No day is like the other. */
    GUESTS(AccountLife.guests(25), 3, 30, 48),
    FEW_GUESTS(AccountLife.guests(5), 3, 30, 120),
    TWO_A_WEEK(AccountLife.always(2), 1, 5, 960),
    /** A dozen in two hours, and then nothing for days. */
    TWO_BURSTS_A_WEEK(AccountLife.always(2), 24, 120, 960),
    ONE_A_WORKING_DAY(AccountLife.office(1, 0), 1, 5, 720),
    NIGHTLY(AccountLife.at(3, null), 300, 5, 120),
    MONDAYS(AccountLife.at(3, DayOfWeek.MONDAY), 300, 5, 720),
    /** A season that ends: a tenth of what it was after eight weeks. */
    SEASON(AccountLife.changing(AccountLife.guests(100), 1, 0.1), 2, 5, 72),
    SUMMER_TIME(AccountLife.summerTime(AccountLife.office(333, 0.005)), 5, 5, 96),
    /** Two holidays: the first makes an event, and not the second. */
    EASTER(
        AccountLife.closed(
            AccountLife.office(333, 0.005),
            LocalDate.parse("2026-04-03"),
            LocalDate.parse("2026-04-06")),
        5,
        5,
        168);

    private final ToDoubleFunction<ZonedDateTime> perHour;
    private final int burst;
    private final Duration spread;
    private final Duration found;

    Kind(ToDoubleFunction<ZonedDateTime> perHour, int burst, int minutes, int hours) {
      this.perHour = perHour;
      this.burst = burst;
      this.spread = Duration.ofMinutes(minutes);
      this.found = Duration.ofHours(hours);
    }

    List<Instant> live(long seed) {
      return new AccountLife(seed, perHour, burst, spread)
          .until(AccountLife.BEGIN.plus(EIGHT_WEEKS));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void what_an_account_always_does_is_seldom_taken_for_silence(Kind kind) {
    List<List<Instant>> lives =
        LongStream.range(0, LIVES)
            .mapToObj(seed -> EventEar.alarms(kind.live(seed), AccountLife.BEGIN.plus(EIGHT_WEEKS)))
            .toList();

    for (List<Instant> alarms : lives) {
      for (Instant one : alarms) {
        assertThat(alarms)
            .as("in a month")
            .filteredOn(at -> !at.isBefore(one) && at.isBefore(one.plus(MONTH)))
            .hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void an_account_that_stops_is_found(Kind kind) {
    List<Duration> found = new ArrayList<>();
    for (long seed = 0; seed < LIVES; seed++) {
      // Any time of the seventh week: what a night or a weekend takes is in it.
      Instant stop =
          AccountLife.BEGIN
              .plus(Duration.ofDays(42))
              .plus(Duration.ofMinutes(new Random(seed).nextInt(7 * 24 * 60)));
      List<Instant> sent = kind.live(seed).stream().filter(at -> at.isBefore(stop)).toList();
      List<Instant> alarms =
          EventEar.alarms(sent, stop.plus(kind.found)).stream()
              .filter(at -> at.isAfter(stop))
              .toList();
      assertThat(alarms).as("life %d ended at %s", seed, stop).hasSize(1);
      found.add(Duration.between(stop, alarms.get(0)));
    }
    assertThat(found).allMatch(time -> time.compareTo(kind.found) < 0);
  }
}

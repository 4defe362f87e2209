package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private static final Instant NOW = Instant.parse("2026-05-02T09:30:00Z");
  private static final RetrySchedule PLAN = new RetrySchedule(1);

  @ParameterizedTest
  @CsvSource({
    "1, PT5S",
    "2, PT5M",
    "3, PT30M",
    "4, PT2H",
    "5, PT5H",
    "6, PT10H",
    "7, PT14H",
    "8, PT20H",
    "9, PT24H"
  })
  void each_failure_makes_the_next_pause_longer_give_or_take_a_fifth(int failed, Duration pause) {
    long millis = pause.toMillis();

    assertThat(next(failed, 0.5)).isEqualTo(pause);
    assertThat(next(failed, 0)).isEqualTo(Duration.ofMillis(millis * 8 / 10));
    assertThat(next(failed, Math.nextDown(1.0)))
        .isBetween(Duration.ofMillis(millis * 12 / 10 - 1), Duration.ofMillis(millis * 12 / 10));
    assertThat(next(failed, 0.25)).isEqualTo(Duration.ofMillis(millis * 9 / 10));
  }

  @Test
  void after_ten_attempts_it_is_dead() {
    assertThat(PLAN.next(9, NOW, NOW, random(0.5))).isNotNull();
    assertThat(PLAN.next(10, NOW, NOW, random(0.5))).isNull();
    assertThat(PLAN.next(10, NOW, NOW.plusSeconds(60), random(0.5))).isNull();
    assertThat(PLAN.next(11, NOW, null, random(0.5))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0.001, PT0.005S", "2, PT10S", "0, PT0S"})
  void all_pauses_are_scaled_alike(double scale, Duration first) {
    assertThat(new RetrySchedule(scale).next(1, NOW, null, random(0.5))).isEqualTo(NOW.plus(first));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // What is said, and when it is asked again if five seconds are planned.
        "60                            | PT60S",
        "6                             | PT6S",
        "4                             | PT5S",
        "0                             | PT5S",
        "Sat, 02 May 2026 09:31:00 GMT | PT60S",
        "Sat, 02 May 2026 09:29:00 GMT | PT5S",
        "86400                         | PT24H",
        "86401                         | PT24H",
        "999999999                     | PT24H",
        "99999999999999999999999999    | PT5S",
        "Sun, 02 May 9999 09:31:00 GMT | PT24H",
        "-60                           | PT5S",
        "1.5                           | PT5S",
        "1e9                           | PT5S",
        "soon                          | PT5S",
        "'   '                         | PT5S",
        "Sat, 31 Feb 2026 09:31:00 GMT | PT5S",
        "\u0661\u0662\u0663            | PT5S"
      })
  void the_receivers_wish_counts_if_it_is_later_and_not_absurd(String header, Duration expected) {
    Instant wish = RetryAfter.at(header, NOW, Duration.ZERO);

    assertThat(PLAN.next(1, NOW, wish, random(0.5))).isEqualTo(NOW.plus(expected));
  }

  @Test
  void no_wish_means_the_plan() {
    Instant wish = RetryAfter.at(null, NOW, Duration.ZERO);

    assertThat(PLAN.next(1, NOW, wish, random(0.5))).isEqualTo(NOW.plusSeconds(5));
    assertThat(PLAN.next(1, NOW, null, random(0.5))).isEqualTo(NOW.plusSeconds(5));
  }

  private static Duration next(int failed, double chance) {
    return Duration.between(NOW, PLAN.next(failed, NOW, null, random(chance)));
  }

  private static RandomGenerator random(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}

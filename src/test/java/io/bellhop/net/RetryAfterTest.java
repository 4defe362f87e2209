package io.bellhop.net;

import static io.bellhop.pipeline.RouteExchange.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Duration OTHERWISE = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "' 17 ', 17", "007, 7", "3600, 3600", "86400, 86400"})
  void it_is_a_number_of_seconds(String header, long seconds) {
    assertThat(RetryAfter.at(header, NOW, OTHERWISE)).isEqualTo(NOW.plusSeconds(seconds));
  }

  @Test
  void or_a_date() {
    assertThat(RetryAfter.at("Sat, 02 May 2026 09:31:30 GMT", NOW, OTHERWISE))
        .isEqualTo(NOW.plusSeconds(90));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "soon",
        "-5",
        "1.5",
        "5s",
        "2026-05-02T09:31:30Z",
        "Sat, 02 May 2026 09:29:59 GMT",
        "Sat, 02 May 2026 25:00:00 GMT"
      })
  void what_is_missing_unreadable_or_past_is_the_pause_that_the_author_chose(String header) {
    assertThat(RetryAfter.at(header, NOW, OTHERWISE)).isEqualTo(NOW.plus(OTHERWISE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"86401", "999999999", "Fri, 01 Jan 2100 00:00:00 GMT"})
  void more_than_a_day_is_a_mistake_and_becomes_a_day(String header) {
    assertThat(RetryAfter.at(header, NOW, OTHERWISE)).isEqualTo(NOW.plus(Duration.ofDays(1)));
  }
}

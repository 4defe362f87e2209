package io.bellhop.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
  @Test
  void a_time_always_has_three_digits_of_its_second() {
    assertThat(UtcTime.text(Instant.parse("2026-05-02T09:30:00Z")))
        .isEqualTo("2026-05-02T09:30:00.000Z");
    assertThat(UtcTime.text(Instant.parse("2026-12-31T23:59:59.9999Z")))
        .isEqualTo("2026-12-31T23:59:59.999Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "0999-12-31T23:59:59.001Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "2000-02-29T01:02:03.040Z",
        "9999-12-31T23:59:59.999Z",
        "-0001-06-07T08:09:10Z",
        "+10000-01-01T00:00:00Z"
      })
  void every_time_is_written_as_java_writes_it_with_milliseconds(String text) {
    Instant time = Instant.parse(text);

    assertThat(UtcTime.text(time))
        .isEqualTo(
            new DateTimeFormatterBuilder()
                .appendInstant(3)
                .toFormatter()
                .format(time.truncatedTo(ChronoUnit.MILLIS)));
  }

  @Test
  void no_time_is_no_text() {
    assertThat(UtcTime.text(null)).isNull();
  }
}

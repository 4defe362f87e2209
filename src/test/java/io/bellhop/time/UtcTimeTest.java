package io.bellhop.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UtcTimeTest {
  @Test
  void a_time_always_has_three_digits_of_its_second() {
    assertThat(UtcTime.text(Instant.parse("2026-05-02T09:30:00Z")))
        .isEqualTo("2026-05-02T09:30:00.000Z");
    assertThat(UtcTime.text(Instant.parse("2026-12-31T23:59:59.9999Z")))
        .isEqualTo("2026-12-31T23:59:59.999Z");
  }

  @Test
  void no_time_is_no_text() {
    assertThat(UtcTime.text(null)).isNull();
  }
}

package io.bellhop.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountFreshnessTest {
  @Test
  void the_more_there_is_to_count_the_longer_its_number_is_used_within_bounds() {
    assertThat(CountFreshness.of(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(CountFreshness.of(10_000)).isEqualTo(Duration.ofSeconds(1));
    assertThat(CountFreshness.of(50_000)).isEqualTo(Duration.ofSeconds(5));
    assertThat(CountFreshness.of(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
  }
}

package io.bellhop.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Metrics metrics = new Metrics(meters);

  @Test
  void words_that_no_mapping_knows_are_counted_by_provider_and_field() {
    metrics.unmapped("acme", "status");
    metrics.unmapped("acme", "status");
    metrics.unmapped("acme", "channel");

    assertThat(unmapped("status")).isEqualTo(2);
    assertThat(unmapped("channel")).isEqualTo(1);
  }

  private double unmapped(String field) {
    return meters
        .get("bellhop.unmapped.values")
        .tag("provider", "acme")
        .tag("field", field)
        .counter()
        .count();
  }
}

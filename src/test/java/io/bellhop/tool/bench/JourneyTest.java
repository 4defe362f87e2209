package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JourneyTest {
  private static final int MANY = 40_000;

  private final RandomIds ids = new RandomIds();
  private final Journey journey = new Journey(ids);

  @Test
  void each_event_counts_once_whatever_their_order() throws Exception {
    for (int i = 0; i < MANY; i++) {
      journey.sent(System.nanoTime());
    }
    for (int i = MANY - 1; i >= 0; i--) {
      journey.arrived(id(i));
      journey.arrived(id(i));
    }

    journey.await(Duration.ofSeconds(1));

    assertThat(journey.count()).isEqualTo(MANY);
    assertThat(journey.millisAt(50)).isPositive();
  }

  @Test
  void the_event_of_another_run_does_not_count() {
    journey.sent(System.nanoTime());

    journey.arrived(Long.parseUnsignedLong(new RandomIds().id(0, RandomIds.DIGITS), 16));

    assertThat(journey.count()).isZero();
  }

  @Test
  void a_missing_arrival_is_reported_with_its_number() {
    journey.sent(System.nanoTime());
    journey.sent(System.nanoTime());
    journey.arrived(id(1));

    assertThatThrownBy(() -> journey.await(Duration.ofMillis(1)))
        .hasMessageContaining("1 events did not arrive");
  }

  private long id(long number) {
    return Long.parseUnsignedLong(ids.id(number, RandomIds.DIGITS), 16);
  }
}

package io.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When senders go first. */
class RushDetectorTest {
  private static final int CORES = 2;

  private long now = Long.MAX_VALUE - 1_000; // the clock of a JVM may begin anywhere
  private final RushDetector rush = new RushDetector(() -> now, CORES);

  @Test
  void a_thousand_a_second_cost_nothing_on_two_cores_however_slow_the_disk_is() {
    for (int i = 0; i < 50; i++) {
      after(Duration.ofMillis(50)).committed(50);
      assertThat(rush.isOn()).isFalse();
    }
  }

  @Test
  void garbage_made_during_a_collection_does_not_count() {
    committing(Duration.ofSeconds(1), 1, 1);
    after(Duration.ofMillis(60)).committed(60);
    committing(Duration.ofSeconds(1), 1, 1);

    assertThat(rush.isOn()).isFalse();
  }

  @Test
  void more_than_workers_keep_up_with_is_one() {
    committing(Duration.ofSeconds(1), 2, 6);

    assertThat(rush.isOn()).isTrue();
  }

  @Test
  void more_cores_keep_up_with_more() {
    RushDetector large = new RushDetector(() -> now, 16);
    for (int i = 0; i < 500; i++) {
      after(Duration.ofMillis(2));
      large.committed(6);
    }

    assertThat(large.isOn()).isFalse();
  }

  @Test
  void it_ends_when_less_comes() {
    committing(Duration.ofSeconds(1), 2, 6);
    committing(Duration.ofSeconds(1), 10, 10);

    assertThat(rush.isOn()).isFalse();
  }

  @Test
  void it_ends_when_nothing_more_comes() {
    committing(Duration.ofSeconds(1), 2, 6);
    after(Duration.ofSeconds(1));

    assertThat(rush.isOn()).isFalse();
  }

  @Test
  void of_a_flood_that_lasts_workers_have_half_of_the_time() {
    int on = 0;
    for (int i = 0; i < 30_000; i++) {
      after(Duration.ofMillis(2)).committed(6);
      on += rush.isOn() ? 1 : 0;
    }

    assertThat(on / 30_000.0).isBetween(0.4, 0.55);
  }

  private void committing(Duration length, int millis, int requests) {
    for (long i = 0; i < length.toMillis() / millis; i++) {
      after(Duration.ofMillis(millis)).committed(requests);
    }
  }

  private RushDetector after(Duration time) {
    now += time.toNanos();
    return rush;
  }
}

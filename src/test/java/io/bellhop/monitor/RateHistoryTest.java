package io.bellhop.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.monitor.RateHistory.Kind;
import io.bellhop.support.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateHistoryTest {
  private final MutableClock clock = new MutableClock();
  private final RateHistory history = new RateHistory(clock);

  @Test
  void each_minute_counts_each_kind_for_itself() {
    Instant begun = clock.instant();
    history.count(Kind.ACCEPTED);
    history.count(Kind.ACCEPTED);
    history.count(Kind.FAILED);
    clock.forward(Duration.ofMinutes(1));
    history.count(Kind.ACCEPTED);

    Instant second = begun.plus(Duration.ofMinutes(1));
    Instant third = begun.plus(Duration.ofMinutes(2));
    assertThat(history.sum(Kind.ACCEPTED, begun, second)).isEqualTo(2);
    assertThat(history.sum(Kind.ACCEPTED, second, third)).isEqualTo(1);
    assertThat(history.sum(Kind.ACCEPTED, begun, third)).isEqualTo(3);
    assertThat(history.sum(Kind.FAILED, begun, third)).isEqualTo(1);
    assertThat(history.sum(Kind.DELIVERED, begun, third)).isZero();
  }

  @Test
  void a_minute_of_some_hours_ago_gives_its_place_to_a_new_one() {
    Instant begun = clock.instant();
    history.count(Kind.EVENTS);
    clock.forward(Duration.ofHours(RateHistory.HOURS));
    history.count(Kind.EVENTS);

    Instant now = clock.instant();
    assertThat(history.sum(Kind.EVENTS, begun, begun.plus(Duration.ofMinutes(1)))).isZero();
    assertThat(history.sum(Kind.EVENTS, now, now.plus(Duration.ofMinutes(1)))).isEqualTo(1);
  }
}

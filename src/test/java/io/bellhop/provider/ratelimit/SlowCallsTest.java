package io.bellhop.provider.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that make calls of a provider that takes its time. Time is simulated. */
class SlowCallsTest {
  private static final Instant START = Instant.parse("2026-05-02T09:30:00Z");
  private static final int CALLERS = 520;
  private static final int WORKERS = 8;

  /**
   * @param ends the call that ends; null if a caller comes
   */
  private record Step(Instant at, Permit ends) {}

  private final RateLimit limit =
      new RateLimit(Limits.parse("15/1s 120/1m"), 0, Duration.ofSeconds(30));
  private final Random random = new Random(1);
  private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::at));

  /** 120 a minute: with calls of no duration the last one begins after 242 s. */
  @ParameterizedTest(name = "{0} ms")
  @CsvSource({"20, 245", "150, 246", "400, 260", "900, 320"})
  void the_places_of_a_limit_are_used_however_slow_calls_are(int millis, int seconds) {
    for (int i = 0; i < CALLERS; i++) {
      steps.add(new Step(START, null));
    }

    assertThat(work(millis)).isBefore(START.plusSeconds(seconds));
  }

  /** When the last call ends. */
  private Instant work(int millis) {
    Deque<Step> waiting = new ArrayDeque<>();
    Instant now = START;
    int free = WORKERS;
    while (!steps.isEmpty()) {
      Step step = steps.remove();
      now = step.at();
      if (step.ends() == null) {
        waiting.add(step);
      } else {
        RateLimitTest.done(limit, step.ends(), now);
        free++;
      }
      while (free > 0 && !waiting.isEmpty()) {
        waiting.remove();
        Permit permit = RateLimitTest.take(limit, now, false);
        if (permit.granted()) {
          free--;
          steps.add(new Step(later(now, millis / 2, millis), permit));
        } else {
          steps.add(new Step(later(permit.again(), 0, (int) RateLimit.SPREAD_MILLIS), null));
        }
      }
    }
    return now;
  }

  private Instant later(Instant time, int least, int spread) {
    return time.plusMillis(least + random.nextInt(spread + 1));
  }
}

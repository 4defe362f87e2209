package io.bellhop.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides when Bellhop retries a failed post: after the pause of the contract, plus or minus a
 * fifth, or later if the receiver asks for it ({@code Retry-After}, RFC 9110 10.2.3). Thread-safe.
 */
final class RetrySchedule {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  private static final double JITTER = 0.2;

  /** Limits the pause that a receiver may ask for. */
  private static final Duration LONGEST_WISH = Duration.ofHours(24);

  private final double scale;

  /**
   * @param scale the factor for pauses; 1 outside of tests
   */
  RetrySchedule(double scale) {
    this.scale = scale;
  }

  /**
   * @param attempts the number of failed attempts
   * @param wish the time that the receiver asks for; null if there is none
   * @return null after the last attempt
   */
  Instant next(int attempts, Instant now, Instant wish, RandomGenerator random) {
    if (attempts > PAUSES.size()) {
      return null;
    }
    double millis = PAUSES.get(attempts - 1).toMillis() * scale;
    Instant planned =
        now.plusMillis((long) (millis * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    Instant latest = now.plus(LONGEST_WISH);
    if (wish == null || !wish.isAfter(planned)) {
      return planned;
    }
    return wish.isBefore(latest) ? wish : latest;
  }
}

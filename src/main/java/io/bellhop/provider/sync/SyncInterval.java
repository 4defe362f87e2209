package io.bellhop.provider.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When the next sync of an account is due.
 *
 * @param every from one sync to the next; zero for syncs only on request
 * @param isOwn whether the provider's folder declares the interval; then the account has no other
 *     source of changes
 */
record SyncInterval(Duration every, boolean isOwn) {
  /** Far enough to mean never. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private static final double JITTER = 0.1;

  /** The interval of a provider: its own, or otherwise this one. */
  SyncInterval of(ListSettings settings) {
    return settings.interval() == null ? this : new SyncInterval(settings.interval(), true);
  }

  boolean off() {
    return every.isZero();
  }

  /** Varied by a tenth, so that accounts do not all start at once. */
  Instant next(Instant now) {
    return now.plus(off() ? NEVER : spread(every, 1 - JITTER, 1 + JITTER));
  }

  /** Sooner, because Bellhop cannot find missed changes until then. */
  Instant afterFailure(Instant now) {
    return now.plus(off() ? NEVER : spread(every.dividedBy(6), 1 - JITTER, 1 + JITTER));
  }

  /**
   * Spreads the first syncs of new accounts over the interval, because many may be new at once, as
   * at the first start; accounts that Bellhop only polls begin at once.
   */
  Instant first(Instant now) {
    if (isOwn && !off()) {
      return now;
    }
    return now.plus(off() ? NEVER : spread(every, 0.5, 1 + JITTER));
  }

  private static Duration spread(Duration about, double least, double most) {
    double factor = ThreadLocalRandom.current().nextDouble(least, most);
    return Duration.ofMillis((long) (about.toMillis() * factor));
  }
}

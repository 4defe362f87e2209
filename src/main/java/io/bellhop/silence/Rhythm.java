package io.bellhop.silence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one account's silence means. Time is counted in misses: ten minutes in which it usually
 * sends are a miss, those in which it sends every other week are half a one, and those of its
 * nights are none. It is silent for too long when it has missed more than in any silence of the
 * weeks before, by a factor. Not thread-safe.
 */
final class Rhythm {
  /**
   * A silence that is too long.
   *
   * @param lastAt when it last sent
   * @param expectedAt by when it had always sent again before
   * @param missed how often it would have sent by now
   * @param allowed how often it may miss
   */
  record Silence(Instant lastAt, Instant expectedAt, double missed, double allowed) {}

  /** Two of each hour of the week: one alone says nothing about what is usual. */
  private static final int LEAST_HOURS = 2 * Past.WEEK;

  /** Less is no rhythm. */
  private static final int LEAST_PARTS = 4;

  /** So much of a silence is learned after it was told of. */
  private static final Duration LEARNED = Duration.ofDays(1);

  private final Past past;
  private Instant lastAt;
  private Instant toldAt;

  /**
   * @param toldAt when it was said that it is silent; null while it is not
   */
  Rhythm(Past past, Instant lastAt, Instant toldAt) {
    this.past = past;
    this.lastAt = lastAt;
    this.toldAt = toldAt;
  }

  /** Of an account that is heard of for the first time. */
  static Rhythm of(Instant first) {
    Rhythm rhythm = new Rhythm(Past.unknown(first), first, null);
    rhythm.sent(first);
    return rhythm;
  }

  Past past() {
    return past;
  }

  Instant lastAt() {
    return lastAt;
  }

  Instant toldAt() {
    return toldAt;
  }

  /** It sent something; one that was silent is not any more. */
  void sent(Instant at) {
    past.advance(Past.hour(at));
    past.sent(at);
    if (at.isAfter(lastAt)) {
      lastAt = at;
      toldAt = null;
    }
  }

  void told(Instant at) {
    toldAt = at;
  }

  /**
   * Time has passed.
   *
   * @param from the last time that it was looked at
   * @param listening whether webhooks could come all the while
   */
  void passed(Instant from, Instant to, boolean listening) {
    past.advance(Past.hour(to));
    // Up to a day longer than allowed is learned: a holiday should be told of once, but an outage
    // of a week is not this account's way.
    Instant learned = toldAt == null ? to : toldAt.plus(LEARNED);
    if (!listening) {
      past.forget(Past.hour(from), Past.hour(to));
    } else if (to.isAfter(learned)) {
      past.forget(Past.hour(learned) + 1, Past.hour(to));
    }
  }

  /** Whether it is silent for too long now. */
  Optional<Silence> judge(Instant now, double factor, double least) {
    long last = Past.part(lastAt);
    if (toldAt != null || Past.part(now) - last <= least) {
      return Optional.empty();
    }
    Week week = new Week(past, Past.hour(last));
    Missing missing = new Missing(week);
    int known = week.hours();
    for (long part = last + 1; part < Past.part(now); part++) {
      missing.pass(part);
      known += Past.isFirst(part) && past.isKnown(Past.hour(part)) ? 1 : 0;
    }
    if (missing.missed < least || past.count() < LEAST_PARTS || known < LEAST_HOURS) {
      return Optional.empty();
    }
    double most = most(week, last);
    double allowed = Math.max(least, factor * most);
    return missing.missed < allowed
        ? Optional.empty()
        : Optional.of(
            new Silence(
                lastAt, expectedAt(week, last, Math.max(1, most)), missing.missed, allowed));
  }

  private Instant expectedAt(Week week, long last, double most) {
    Missing missing = new Missing(week);
    long part = last;
    while (missing.missed < most) {
      missing.pass(++part);
    }
    return Past.begin(part + 1);
  }

  /** The most that it has missed in one silence before. */
  private double most(Week week, long last) {
    double most = 0;
    Missing missing = new Missing(week);
    boolean begun = false;
    for (long part = week.from() * Past.PARTS; part <= last; part++) {
      if (past.isSent(part)) {
        most = begun ? Math.max(most, missing.missed) : 0;
        missing.missed = 0;
        begun = true;
      } else {
        missing.pass(part);
      }
    }
    return most;
  }

  /** Counts what is missed while the time passes. */
  private final class Missing {
    private final Week week;
    private long hour = Long.MIN_VALUE;
    private double chance;
    private double missed;

    Missing(Week week) {
      this.week = week;
    }

    void pass(long part) {
      if (Past.hour(part) != hour) {
        hour = Past.hour(part);
        chance = past.isKnown(hour) ? week.chance(hour) : 0;
      }
      missed += chance;
    }
  }
}

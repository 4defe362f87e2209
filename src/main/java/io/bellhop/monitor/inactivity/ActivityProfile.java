package io.bellhop.monitor.inactivity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one account's silence means. Time is counted in misses: ten minutes in which it usually
 * sends are a miss, those in which it sends every other week are half a one, and those of its
 * nights are none. It is silent for too long when it has missed more than in any silence of the
 * weeks before, by a factor. Not thread-safe.
 */
final class ActivityProfile {
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
  private static final int LEAST_HOURS = 2 * ActivityHistory.WEEK;

  /** Less is no rhythm. */
  private static final int LEAST_PARTS = 4;

  /** So much of a silence is learned after it was told of. */
  private static final Duration LEARNED = Duration.ofDays(1);

  private final ActivityHistory history;
  private Instant lastAt;
  private Instant toldAt;

  /**
   * @param toldAt when it was said that it is silent; null while it is not
   */
  ActivityProfile(ActivityHistory history, Instant lastAt, Instant toldAt) {
    this.history = history;
    this.lastAt = lastAt;
    this.toldAt = toldAt;
  }

  /** Of an account that is heard of for the first time. */
  static ActivityProfile of(Instant first) {
    ActivityProfile profile = new ActivityProfile(ActivityHistory.unknown(first), first, null);
    profile.sent(first);
    return profile;
  }

  ActivityHistory history() {
    return history;
  }

  Instant lastAt() {
    return lastAt;
  }

  Instant toldAt() {
    return toldAt;
  }

  /** It sent something; one that was silent is not any more. */
  void sent(Instant at) {
    history.advance(ActivityHistory.hour(at));
    history.sent(at);
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
    history.advance(ActivityHistory.hour(to));
    // Up to a day longer than allowed is learned: a holiday should be told of once, but an outage
    // of a week is not this account's way.
    Instant learned = toldAt == null ? to : toldAt.plus(LEARNED);
    if (!listening) {
      history.forget(ActivityHistory.hour(from), ActivityHistory.hour(to));
    } else if (to.isAfter(learned)) {
      history.forget(ActivityHistory.hour(learned) + 1, ActivityHistory.hour(to));
    }
  }

  /** Whether it is silent for too long now. */
  Optional<Silence> judge(Instant now, double factor, double least) {
    long last = ActivityHistory.part(lastAt);
    if (toldAt != null || ActivityHistory.part(now) - last <= least) {
      return Optional.empty();
    }
    WeeklyProfile weekly = new WeeklyProfile(history, ActivityHistory.hour(last));
    Missing missing = new Missing(weekly);
    int known = weekly.hours();
    for (long part = last + 1; part < ActivityHistory.part(now); part++) {
      missing.pass(part);
      known += ActivityHistory.isFirst(part) && history.isKnown(ActivityHistory.hour(part)) ? 1 : 0;
    }
    if (missing.missed < least || history.count() < LEAST_PARTS || known < LEAST_HOURS) {
      return Optional.empty();
    }
    double most = most(weekly, last);
    double allowed = Math.max(least, factor * most);
    return missing.missed < allowed
        ? Optional.empty()
        : Optional.of(
            new Silence(
                lastAt, expectedAt(weekly, last, Math.max(1, most)), missing.missed, allowed));
  }

  private Instant expectedAt(WeeklyProfile weekly, long last, double most) {
    Missing missing = new Missing(weekly);
    long part = last;
    while (missing.missed < most) {
      missing.pass(++part);
    }
    return ActivityHistory.begin(part + 1);
  }

  /** The most that it has missed in one silence before. */
  private double most(WeeklyProfile weekly, long last) {
    double most = 0;
    Missing missing = new Missing(weekly);
    boolean begun = false;
    for (long part = weekly.from() * ActivityHistory.PARTS; part <= last; part++) {
      if (history.isSent(part)) {
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
    private final WeeklyProfile weekly;
    private long hour = Long.MIN_VALUE;
    private double chance;
    private double missed;

    Missing(WeeklyProfile weekly) {
      this.weekly = weekly;
    }

    void pass(long part) {
      if (ActivityHistory.hour(part) != hour) {
        hour = ActivityHistory.hour(part);
        chance = history.isKnown(hour) ? weekly.chance(hour) : 0;
      }
      missed += chance;
    }
  }
}

package io.bellhop.monitor.inactivity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether an account is inactive. It measures time in missed slots: ten minutes in which
 * the account usually sends count as one slot, ten minutes in which it sends every other week as
 * half a slot, and ten minutes in which it never sends as none. An account is inactive when it has
 * missed more slots, by a factor, than in any pause of the weeks before. Not thread-safe.
 */
final class ActivityProfile {
  /**
   * A pause that is too long.
   *
   * @param lastAt when the account last sent
   * @param expectedAt the latest time at which it should have sent, by its history
   * @param missed the number of slots that it has missed
   * @param allowed the number of slots that it may miss
   */
  record Inactivity(Instant lastAt, Instant expectedAt, double missed, double allowed) {}

  /** Two weeks, because a single one does not show a pattern. */
  private static final int MIN_HOURS = 2 * ActivityHistory.WEEK;

  /** Fewer parts show no pattern. */
  private static final int MIN_PARTS = 4;

  /** How much of a pause the profile still learns after its event. */
  private static final Duration LEARNED = Duration.ofDays(1);

  private final ActivityHistory history;
  private Instant lastAt;
  private Instant notifiedAt;

  /**
   * @param notifiedAt when Bellhop emitted the event; null while the account is active
   */
  ActivityProfile(ActivityHistory history, Instant lastAt, Instant notifiedAt) {
    this.history = history;
    this.lastAt = lastAt;
    this.notifiedAt = notifiedAt;
  }

  /** The profile of an account that sends for the first time. */
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

  Instant notifiedAt() {
    return notifiedAt;
  }

  /** Records that the account sent something and so is active. */
  void sent(Instant at) {
    history.advance(ActivityHistory.hour(at));
    history.sent(at);
    if (at.isAfter(lastAt)) {
      lastAt = at;
      notifiedAt = null;
    }
  }

  void setNotified(Instant at) {
    notifiedAt = at;
  }

  /**
   * Records that time has passed.
   *
   * @param from the time of the last check
   * @param listening whether webhooks could arrive throughout
   */
  void passed(Instant from, Instant to, boolean listening) {
    history.advance(ActivityHistory.hour(to));
    // The profile learns up to a day more than allowed: a holiday should cause only one event, but
    // an outage of a week must not become usual for this account.
    Instant learned = notifiedAt == null ? to : notifiedAt.plus(LEARNED);
    if (!listening) {
      history.forget(ActivityHistory.hour(from), ActivityHistory.hour(to));
    } else if (to.isAfter(learned)) {
      history.forget(ActivityHistory.hour(learned) + 1, ActivityHistory.hour(to));
    }
  }

  /** The inactivity of the account now; empty while it is active. */
  Optional<Inactivity> inactivity(Instant now, double factor, double minMissed) {
    long last = ActivityHistory.part(lastAt);
    if (notifiedAt != null || ActivityHistory.part(now) - last <= minMissed) {
      return Optional.empty();
    }
    WeeklyProfile weekly = new WeeklyProfile(history, ActivityHistory.hour(last));
    Missing missing = new Missing(weekly);
    int known = weekly.hours();
    for (long part = last + 1; part < ActivityHistory.part(now); part++) {
      missing.pass(part);
      known += ActivityHistory.isFirst(part) && history.isKnown(ActivityHistory.hour(part)) ? 1 : 0;
    }
    if (missing.missed < minMissed || history.count() < MIN_PARTS || known < MIN_HOURS) {
      return Optional.empty();
    }
    double most = most(weekly, last);
    double allowed = Math.max(minMissed, factor * most);
    return missing.missed < allowed
        ? Optional.empty()
        : Optional.of(
            new Inactivity(
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

  /** The maximum number of slots that the account missed in one earlier pause. */
  private double most(WeeklyProfile weekly, long last) {
    double most = 0;
    Missing missing = new Missing(weekly);
    boolean begun = false;
    for (long hour = weekly.from(); hour <= ActivityHistory.hour(last); hour++) {
      int sent = history.mask(hour);
      long first = hour * ActivityHistory.PARTS;
      for (int i = 0; i < ActivityHistory.PARTS && first + i <= last; i++) {
        if ((sent & 1 << i) != 0) {
          most = begun ? Math.max(most, missing.missed) : 0;
          missing.missed = 0;
          begun = true;
        } else {
          missing.pass(first + i);
        }
      }
    }
    return most;
  }

  /** Counts missed slots. Callers pass the parts in order. */
  private final class Missing {
    private final WeeklyProfile weekly;
    private long end = Long.MIN_VALUE;
    private double chance;
    private double missed;

    Missing(WeeklyProfile weekly) {
      this.weekly = weekly;
    }

    void pass(long part) {
      if (part >= end) {
        long hour = ActivityHistory.hour(part);
        end = (hour + 1) * ActivityHistory.PARTS;
        chance = history.isKnown(hour) ? weekly.chance(hour) : 0;
      }
      missed += chance;
    }
  }
}

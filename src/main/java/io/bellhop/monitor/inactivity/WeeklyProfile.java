package io.bellhop.monitor.inactivity;

/**
 * How often an account sends in each hour of a week, judged by the four weeks before its last
 * webhook. Neighbouring hours count too, because business hours vary.
 */
final class WeeklyProfile {
  static final int WEEKS = 4;

  private final ActivityHistory history;
  private final long from;
  private final long to;
  private final int[] sent = new int[ActivityHistory.WEEK];
  private final int[] known = new int[ActivityHistory.WEEK];
  private int hours;

  /**
   * @param to the hour in which it last sent
   */
  WeeklyProfile(ActivityHistory history, long to) {
    this.history = history;
    this.from = Math.max(history.first(), to + 1 - (long) WEEKS * ActivityHistory.WEEK);
    this.to = to;
    int at = at(from);
    for (long hour = from; hour <= to; hour++, at = next(at)) {
      if (history.isKnown(hour)) {
        sent[at] += history.count(hour);
        known[at]++;
        hours++;
      }
    }
  }

  /** The first hour that the profile includes. */
  long from() {
    return from;
  }

  /** The number of known hours. */
  int hours() {
    return hours;
  }

  /**
   * The probability that the account sends in a part of an hour, from 0 to 1, judged by the other
   * weeks.
   */
  double chance(long hour) {
    double all = 0;
    int at = at(hour - 1);
    for (long near = hour - 1; near <= hour + 1; near++, at = next(at)) {
      boolean own = near >= from && near <= to && history.isKnown(near);
      int weeks = known[at] - (own ? 1 : 0);
      if (weeks > 0) {
        all += (double) (sent[at] - (own ? history.count(near) : 0)) / weeks;
      }
    }
    return all / 3 / ActivityHistory.PARTS;
  }

  /** The following hour of the week; cheaper than {@link #at} of the next hour. */
  private static int next(int at) {
    return at + 1 == ActivityHistory.WEEK ? 0 : at + 1;
  }

  private static int at(long hour) {
    return Math.floorMod(hour, ActivityHistory.WEEK);
  }
}

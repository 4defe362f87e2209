package io.bellhop.monitor.inactivity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Listens to one account as a hub with the default options does, without a hub. */
final class EventEar {
  static final double FACTOR = 2;
  static final double LEAST = 4;
  private static final Duration TICK = Duration.ofMinutes(10);

  private final List<Instant> alarms = new ArrayList<>();
  private final Predicate<Instant> awake;
  private ActivityProfile profile;

  /**
   * @param awake when the hub runs
   */
  EventEar(Predicate<Instant> awake) {
    this.awake = awake;
  }

  static List<Instant> alarms(List<Instant> sent, Instant end) {
    return new EventEar(at -> true).listen(sent, end);
  }

  /** When it is said that the account is silent. */
  List<Instant> listen(List<Instant> sent, Instant end) {
    Instant before = AccountLife.BEGIN;
    int next = 0;
    for (Instant now = AccountLife.BEGIN; now.isBefore(end); now = now.plus(TICK)) {
      if (!awake.test(now)) {
        continue;
      }
      if (profile != null) {
        profile.passed(before, now, Duration.between(before, now).compareTo(TICK) <= 0);
      }
      for (; next < sent.size() && !sent.get(next).isAfter(now); next++) {
        if (profile == null) {
          profile = ActivityProfile.of(sent.get(next));
        }
        profile.sent(sent.get(next));
      }
      if (profile != null && profile.inactivity(now, FACTOR, LEAST).isPresent()) {
        alarms.add(now);
        profile.setNotified(now);
      }
      before = now;
    }
    return alarms;
  }
}

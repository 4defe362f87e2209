package io.bellhop.life;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** The bookings of a life as their provider knows them, and its clock, which is years behind. */
final class LifeLedger {
  private static final Instant BEGIN = Instant.parse("2025-03-01T10:00:00Z");
  private static final int MOST = 6;
  private static final int INSTANT_MILLIS = 20;

  private final List<Stay> stays = new ArrayList<>();
  private final int origin;
  private Instant now = BEGIN;

  /** A booking changed; before is null if it was made. */
  record Change(Stay before, Stay after, Act act) {}

  /**
   * @param origin the number of the first booking
   */
  LifeLedger(int origin) {
    this.origin = origin;
  }

  /**
   * @param may what can happen to a booking at this provider
   * @return null if the step cannot happen
   */
  synchronized Change apply(Step step, BiPredicate<Stay, Act> may) {
    Instant at = step.gap() == 0 ? now.plusMillis(INSTANT_MILLIS) : now.plusSeconds(step.gap());
    if (step.act() == Act.CREATE || step.act() == Act.HOLD) {
      if (stays.size() == MOST) {
        return null;
      }
      now = at;
      Stay made = Stay.made(origin + stays.size(), step.act() == Act.HOLD, step.value(), at);
      stays.add(made);
      return new Change(null, made, step.act());
    }
    if (stays.isEmpty()) {
      return null;
    }
    int index = step.booking() % stays.size();
    Stay before = stays.get(index);
    if (!may.test(before, step.act())) {
      return null;
    }
    now = at;
    Stay after = before.with(step.act(), step.value(), at);
    stays.set(index, after);
    return new Change(before, after, step.act());
  }

  /** A list that is empty all at once is taken for a fault, so one booking stands at the end. */
  synchronized Change leaveOne() {
    if (!standing().isEmpty()) {
      return null;
    }
    now = now.plusSeconds(1);
    Stay made = Stay.made(origin + stays.size(), false, 0, now);
    stays.add(made);
    return new Change(null, made, Act.CREATE);
  }

  /** In the order in which they were made, without those that were deleted. */
  synchronized List<Stay> standing() {
    return stays.stream().filter(stay -> !stay.deleted()).toList();
  }
}

package io.bellhop.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What happens to the bookings of one account. The same seed gives the same life. */
record Life(String provider, long seed, List<Step> steps) {
  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;
  private static final Act[] COMMON = {
    Act.CREATE, Act.CREATE, Act.DATES, Act.DATES, Act.GUESTS, Act.PRICE, Act.NOTES, Act.CANCEL
  };

  static Life random(String provider, Set<Act> powers, long seed) {
    Random random = new Random(seed * 31 + provider.hashCode());
    List<Act> acts = new ArrayList<>(List.of(COMMON));
    acts.addAll(powers);
    List<Step> steps = new ArrayList<>();
    steps.add(step(Act.CREATE, random));
    int range = LONGEST - SHORTEST + 1;
    // More short ones than long ones: they cost less, and find most.
    int size = SHORTEST + random.nextInt(1 + random.nextInt(range));
    while (steps.size() < size) {
      steps.add(step(acts.get(random.nextInt(acts.size())), random));
    }
    return new Life(provider, seed, List.copyOf(steps));
  }

  private static Step step(Act act, Random random) {
    return new Step(
        act,
        random.nextInt(6),
        random.nextInt(1000),
        random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(7200),
        fate(random),
        random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0,
        random.nextInt(12));
  }

  private static Fate fate(Random random) {
    if (random.nextInt(3) == 0) {
      return Fate.LOST;
    }
    return switch (random.nextInt(6)) {
      case 0 -> Fate.REPEATED;
      case 1 -> Fate.TWINNED;
      case 2 -> Fate.HALVED;
      default -> Fate.SENT;
    };
  }

  Life with(List<Step> other) {
    return new Life(provider, seed, List.copyOf(other));
  }

  /**
   * The same with every webhook sent sooner or later, and never two changes in a second: of those
   * no time tells which came last.
   */
  Life lossless() {
    return with(
        steps.stream()
            .map(s -> s.fate() == Fate.LOST || s.fate() == Fate.HALVED ? s.sent() : s)
            .map(Step::later)
            .toList());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(provider + " life, seed " + seed);
    steps.forEach(step -> text.append("\n    ").append(step));
    return text.toString();
  }
}

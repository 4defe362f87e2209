package io.bellhop.life;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Lives that are a little simpler than one, the simplest first. */
final class Shrink {
  private Shrink() {}

  static List<Life> of(Life life) {
    Set<List<Step>> simpler = new LinkedHashSet<>();
    for (int length = life.steps().size() / 2; length > 0; length /= 2) {
      for (int from = 0; from + length <= life.steps().size(); from += length) {
        simpler.add(without(life.steps(), from, length));
      }
    }
    List<UnaryOperator<Step>> plainer = List.of(Step::plain, Step::inTime, Step::sent, Step::later);
    for (UnaryOperator<Step> change : plainer) {
      simpler.add(life.steps().stream().map(change).toList());
      for (int i = 0; i < life.steps().size(); i++) {
        simpler.add(with(life.steps(), i, change.apply(life.steps().get(i))));
      }
    }
    simpler.remove(life.steps());
    return simpler.stream().map(life::with).toList();
  }

  private static List<Step> without(List<Step> steps, int from, int length) {
    List<Step> left = new ArrayList<>(steps);
    left.subList(from, from + length).clear();
    return left;
  }

  private static List<Step> with(List<Step> steps, int index, Step step) {
    List<Step> changed = new ArrayList<>(steps);
    changed.set(index, step);
    return changed;
  }
}

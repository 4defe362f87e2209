package io.bellhop.console;

import java.util.ArrayList;
import java.util.List;

/**
 * The rates of the last hours as bars.
 *
 * @param steps the oldest first
 * @param most the height of the chart
 */
record RateChart(List<Step> steps, long most) {
  static final int HEIGHT = 120;

  /** The width of all bars of a step, with the gap after them. */
  static final int STEP = 10;

  /** A small number has a small bar, so that a single webhook does not look like a storm. */
  private static final long LEAST = 10;

  /** The numbers of some minutes. */
  record Step(String from, long in, long out, long failed) {}

  /** A bar in the chart's own units. */
  record Bar(String kind, long x, long y, int width, long height) {}

  static RateChart of(List<Item> history) {
    List<Step> steps = new ArrayList<>();
    long most = LEAST;
    for (Item one : history) {
      Step step =
          new Step(
              one.text("from"),
              one.number("accepted"),
              one.number("delivered"),
              one.number("failed") + one.number("refused"));
      steps.add(step);
      most = Math.max(most, Math.max(step.in(), Math.max(step.out(), step.failed())));
    }
    return new RateChart(steps, most);
  }

  boolean isEmpty() {
    return steps.stream().allMatch(step -> step.in() + step.out() + step.failed() == 0);
  }

  int width() {
    return steps.size() * STEP;
  }

  List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      bars.add(bar("in", i * STEP, step.in()));
      bars.add(bar("out", i * STEP + 3, step.out()));
      bars.add(bar("failed", i * STEP + 6, step.failed()));
    }
    bars.removeIf(bar -> bar.height() == 0);
    return bars;
  }

  /** A bar that is not zero stays visible. */
  private Bar bar(String kind, long x, long count) {
    long height = count == 0 ? 0 : Math.max(1, count * HEIGHT / most);
    return new Bar(kind, x, HEIGHT - height, 3, height);
  }

  /** The latest first, without empty ones. */
  List<Step> rows() {
    List<Step> rows = new ArrayList<>();
    for (Step step : steps) {
      if (step.in() + step.out() + step.failed() > 0) {
        rows.add(0, step);
      }
    }
    return rows;
  }
}

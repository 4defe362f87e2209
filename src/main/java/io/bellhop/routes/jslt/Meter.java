package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Counts what one run of a bounded expression does, and ends the run that does too much. It counts
 * work and not time, so that an expression fails on every machine or on none. For one thread.
 */
final class Meter {
  /** About a second of work; an expression that picks fields out of an event needs hundreds. */
  static final int MOST_STEPS = 2_000_000;

  /** What one value may weigh: some megabytes of memory, far more than an event. */
  static final int HEAVIEST = 2_000_000;

  /** Expressions within expressions: a third of the calls that fit into a usual stack. */
  private static final int DEEPEST = 1000;

  /** Who makes or reads a large value works longer: a step stands for about this much of it. */
  private static final int WEIGHT_OF_A_STEP = 250;

  /** A value weighs its text and this. */
  private static final int WEIGHT_OF_A_VALUE = 8;

  /** The run has reached a limit; its text holds no value. */
  static final class LimitException extends JsltException {
    LimitException(String message) {
      super(message);
    }
  }

  private final Map<JsonNode, Integer> weights = new IdentityHashMap<>();
  private int steps;
  private int depth;

  void enter() {
    if (++depth > DEEPEST) {
      throw new LimitException("calls itself too often, or is nested too deeply");
    }
    work(1);
  }

  void leave() {
    depth--;
  }

  /** Notes a value that an expression has given. */
  void gave(JsonNode value) {
    int weight = weight(value);
    if (weight > HEAVIEST) {
      throw tooLarge();
    }
    work(weight / WEIGHT_OF_A_STEP);
  }

  void work(int more) {
    steps += more;
    if (steps > MOST_STEPS) {
      throw new LimitException("takes more than " + MOST_STEPS + " steps");
    }
  }

  /** Refuses what a function is about to make of texts. */
  void mayMake(double length) {
    if (length > HEAVIEST) {
      throw tooLarge();
    }
  }

  private static LimitException tooLarge() {
    return new LimitException("makes a value of more than " + HEAVIEST + " characters");
  }

  /** Each list and object is weighed once: values are shared, and none changes once it is made. */
  private int weight(JsonNode value) {
    if (value == null) {
      return 0;
    }
    if (!value.isContainerNode()) {
      return WEIGHT_OF_A_VALUE + (value.isTextual() ? value.textValue().length() : 0);
    }
    Integer known = weights.get(value);
    if (known != null) {
      return known;
    }
    long weight = WEIGHT_OF_A_VALUE;
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        weight += field.getKey().length() + weight(field.getValue());
      }
    } else {
      for (JsonNode element : value) {
        weight += weight(element);
      }
    }
    int most = (int) Math.min(weight, HEAVIEST + 1L);
    weights.put(value, most);
    return most;
  }
}

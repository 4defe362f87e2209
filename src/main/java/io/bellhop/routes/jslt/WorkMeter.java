package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Counts the work of one run of a bounded expression, and stops a run that does too much. It counts
 * work instead of time, so that an expression behaves alike on every machine. For one thread.
 */
final class WorkMeter {
  /**
   * About a second of work; an expression that selects fields of an event needs hundreds of steps.
   */
  static final int MOST_STEPS = 2_000_000;

  /** The limit for one value: some megabytes of memory, far more than an event. */
  static final int HEAVIEST = 2_000_000;

  /** Nested expressions: a third of the calls that fit into a usual stack. */
  private static final int DEEPEST = 1000;

  /** A large value takes time to make or read: a step is this much of its weight. */
  private static final int WEIGHT_OF_A_STEP = 250;

  /** The weight of a value without its text. */
  private static final int WEIGHT_OF_A_VALUE = 8;

  /** The run has reached a limit; the message contains no value. */
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

  /** Counts a value that an expression has returned. */
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

  /** Rejects a text that a function is about to make if it is too long. */
  void mayMake(double length) {
    if (length > HEAVIEST) {
      throw tooLarge();
    }
  }

  private static LimitException tooLarge() {
    return new LimitException("makes a value of more than " + HEAVIEST + " characters");
  }

  /** Weighs each list and object once: they are shared and immutable. */
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

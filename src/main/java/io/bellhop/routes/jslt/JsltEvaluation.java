package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.json.ShownValue;
import io.bellhop.pipeline.Warnings;
import java.util.Map;
import java.util.function.Supplier;

/** One run of a mapping, with its input and the receiver of its warnings. For one thread. */
final class JsltEvaluation {
  /**
   * More warnings than an event keeps: if a body has only bad amounts, Bellhop must not search it
   * for each of them.
   */
  private static final int MOST_SEARCHES = 60;

  /** For a run whose warnings no one reads. */
  static final JsltEvaluation UNHEARD =
      new JsltEvaluation(null, Map.of(), null, () -> Channels.NONE);

  private final JsonNode input;
  private final Map<String, JsonNode> variables;
  private final Warnings warnings;
  private final Supplier<Channels> channels;
  private int searches;

  /**
   * @param input the body; null if there is none
   * @param variables the exchange variables that the mapping uses
   * @param warnings receives a warning for each value that a function cannot read; null for none
   * @param channels the channel words of the provider's folder
   */
  JsltEvaluation(
      JsonNode input,
      Map<String, JsonNode> variables,
      Warnings warnings,
      Supplier<Channels> channels) {
    this.input = input;
    this.variables = variables;
    this.warnings = warnings;
    this.channels = channels;
  }

  /** The receiver of the warnings; null for none. */
  Warnings warnings() {
    return warnings;
  }

  Channels channels() {
    return channels.get();
  }

  void warn(String text) {
    if (warnings != null) {
      warnings.add(text);
    }
  }

  /**
   * Adds a warning that a value cannot be read.
   *
   * @param otherwise the name to show if the value is not part of the input
   * @param why the rest of the sentence, such as "is not a date"
   */
  void warn(String otherwise, JsonNode value, String why) {
    warn(otherwise, value, ShownValue.of(value), why);
  }

  /** Warns about a value that should be a date; the event must always have this warning. */
  void warnOfDate(String otherwise, JsonNode value) {
    warn(otherwise, value, "is not a date");
    if (warnings != null) {
      warnings.noteUnreadDate();
    }
  }

  /** Warns without the value: in place of a guest it may be the guest's name. */
  void warnOfKind(String otherwise, JsonNode value, String why) {
    warn(otherwise, value, ShownValue.kind(value), why);
  }

  private void warn(String otherwise, JsonNode value, String shown, String why) {
    if (warnings != null && searches < MOST_SEARCHES) {
      searches++;
      String field = FieldPath.of(value, input, variables).orElse(otherwise);
      warnings.add(field + ": " + shown + " " + why);
    }
  }
}

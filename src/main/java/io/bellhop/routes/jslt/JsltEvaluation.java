package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.json.ShownValue;
import io.bellhop.pipeline.Warnings;
import java.util.Map;
import java.util.function.Supplier;

/** One run of a mapping: what it reads, and who listens to its functions. For one thread. */
final class JsltEvaluation {
  /**
   * More warnings than an event takes: a body of bad amounts alone must not be searched for each.
   */
  private static final int MOST_SEARCHES = 60;

  /** For a place where warnings have no reader. */
  static final JsltEvaluation UNHEARD =
      new JsltEvaluation(null, Map.of(), null, () -> Channels.NONE);

  private final JsonNode input;
  private final Map<String, JsonNode> variables;
  private final Warnings warnings;
  private final Supplier<Channels> channels;
  private int searches;

  /**
   * @param input the body that is mapped; null if there is none
   * @param variables the exchange variables that the mapping names
   * @param warnings where a function puts what it could not read; null for none
   * @param channels the words for channels that the provider's folder knows
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

  /** Null for none. */
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
   * Warns that a value is there and cannot be read.
   *
   * @param otherwise stands in the field's place if the value is not one of the input
   * @param why the rest of the sentence, as in "is no date"
   */
  void warn(String otherwise, JsonNode value, String why) {
    warn(otherwise, value, ShownValue.of(value), why);
  }

  /** The same of what stands where a date should, which the event must not leave unsaid. */
  void warnOfDate(String otherwise, JsonNode value) {
    warn(otherwise, value, "is no date");
    if (warnings != null) {
      warnings.noteUnreadDate();
    }
  }

  /** The same without the value: what stands in place of a guest may be the guest's name. */
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

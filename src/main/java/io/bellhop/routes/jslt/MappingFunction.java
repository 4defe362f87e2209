package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import java.math.BigDecimal;

/**
 * A function that mappings can call.
 *
 * @param least the minimum number of arguments
 * @param most the maximum number of arguments
 */
record MappingFunction(String name, int least, int most, Body body) implements Function {
  @FunctionalInterface
  interface Body {
    JsonNode apply(JsonNode[] arguments);
  }

  MappingFunction(String name, int arguments, Body body) {
    this(name, arguments, arguments, body);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public int getMinArguments() {
    return least;
  }

  @Override
  public int getMaxArguments() {
    return most;
  }

  @Override
  public JsonNode call(JsonNode input, JsonNode[] given) {
    return body.apply(given);
  }

  /** Whether a value is absent; providers write absence in many ways. */
  static boolean isAbsent(JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return true;
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (!isAbsent(element)) {
          return false;
        }
      }
      return true;
    }
    return node.isTextual() ? node.textValue().isBlank() : node.isObject() && node.isEmpty();
  }

  static JsonNode text(String text) {
    return text == null || text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text);
  }

  static JsonNode number(BigDecimal value) {
    return value == null ? NullNode.getInstance() : DecimalNode.valueOf(value);
  }
}

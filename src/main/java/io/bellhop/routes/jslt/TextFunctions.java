package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;
import static io.bellhop.routes.jslt.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.bellhop.event.ClearedField;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Texts, lists of texts, whole numbers, what is empty on purpose, and a mapping's own warnings. */
final class TextFunctions {
  private final Supplier<JsltEvaluation> evaluation;

  TextFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<MappingFunction> all() {
    return List.of(
        new MappingFunction("warn", 1, a -> warn(string(a[0]))),
        new MappingFunction("text", 1, a -> textOf(a[0])),
        new MappingFunction("upper", 1, a -> text(upper(string(a[0])))),
        new MappingFunction("texts", 1, a -> texts(a[0])),
        new MappingFunction("objects", 1, a -> objects(a[0])),
        new MappingFunction("count", 1, a -> count(a[0])),
        new MappingFunction("cleared", 2, a -> cleared(a[0], string(a[1]))));
  }

  private JsonNode warn(String text) {
    if (text != null && !text.isEmpty()) {
      evaluation.get().warn(text);
    }
    return NullNode.getInstance();
  }

  /** The very node where it is a text already, so that a warning can name its field. */
  private static JsonNode textOf(JsonNode node) {
    return node != null && node.isTextual() && !node.textValue().isBlank()
        ? node
        : text(string(node));
  }

  static String string(JsonNode node) {
    return node == null || node.isNull() || !node.isValueNode() || node.asText().isBlank()
        ? null
        : node.asText();
  }

  /** A mark in place of null, which JSLT would leave out: in the source this is empty. */
  private static JsonNode cleared(JsonNode object, String key) {
    boolean isThere = object != null && object.isObject() && key != null && object.has(key);
    return isThere && isAbsent(object.get(key)) ? ClearedField.VALUE : NullNode.getInstance();
  }

  private static String upper(String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT);
  }

  private static JsonNode texts(JsonNode values) {
    Set<String> texts = new LinkedHashSet<>();
    if (values != null && values.isArray()) {
      values.forEach(value -> add(value, texts));
    } else {
      add(values, texts);
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static void add(JsonNode value, Set<String> texts) {
    String text = string(value);
    if (text != null && !text.isBlank()) {
      texts.add(text);
    }
  }

  /** Some senders write an empty list as "" or false, and a list of one as its element. */
  private JsonNode objects(JsonNode node) {
    ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    if (isAbsent(node)) {
      return objects;
    }
    if (node.isValueNode()) {
      evaluation.get().warn("objects()", node, "is no list");
    }
    Iterable<JsonNode> elements = node.isObject() ? List.of(node) : node;
    for (JsonNode element : elements) {
      if (element.isObject()) {
        objects.add(element);
      } else if (!isAbsent(element)) {
        evaluation.get().warn("objects()", element, "is no object");
      }
    }
    return objects;
  }

  private JsonNode count(JsonNode node) {
    if (isAbsent(node)) {
      return NullNode.getInstance();
    }
    try {
      BigDecimal value = MoneyAmounts.read(node);
      int count = value == null ? -1 : value.intValueExact();
      if (count >= 0) {
        return IntNode.valueOf(count);
      }
    } catch (ArithmeticException notWhole) {
      // Half a guest, or more than a hotel holds, is a warning below.
    }
    evaluation.get().warn("count()", node, "is no count");
    return NullNode.getInstance();
  }
}

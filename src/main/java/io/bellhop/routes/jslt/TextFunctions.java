package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;
import static io.bellhop.routes.jslt.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.bellhop.event.ClearedField;
import io.bellhop.json.IdText;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Mapping functions for texts, lists of texts and objects, whole numbers, booleans, values that are
 * empty on purpose, and a mapping's own warnings.
 */
final class TextFunctions {
  private static final Set<String> TRUE = Set.of("true", "yes", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "0");

  private final Supplier<JsltEvaluation> evaluation;

  TextFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<MappingFunction> all() {
    return List.of(
        new MappingFunction("warn", 1, a -> warn(a[0].isNull() ? "" : a[0].asText())),
        new MappingFunction("text", 1, a -> textOf("text()", a[0])),
        new MappingFunction("upper", 1, a -> text(upper(string("upper()", a[0])))),
        new MappingFunction("texts", 1, a -> texts(a[0])),
        new MappingFunction("objects", 1, 2, a -> objects(a[0], a.length > 1 ? a[1] : null)),
        new MappingFunction("count", 1, a -> count(a[0])),
        new MappingFunction("flag", 1, a -> flag(a[0])),
        new MappingFunction("cleared", 2, a -> cleared(a[0], a[1].asText())));
  }

  private JsonNode warn(String text) {
    if (text != null && !text.isEmpty()) {
      evaluation.get().warn(text);
    }
    return NullNode.getInstance();
  }

  /** Returns the same node if it is a text already, so that a warning can name its field. */
  private JsonNode textOf(String function, JsonNode node) {
    return node != null && node.isTextual() && !isAbsent(node)
        ? node
        : text(string(function, node));
  }

  /** A boolean is not a text: some senders write false in place of an empty one. */
  private String string(String function, JsonNode node) {
    if (isAbsent(node)) {
      return null;
    }
    if (node.isTextual() || node.isNumber()) {
      return node.isNumber() ? IdText.number(node) : node.asText();
    }
    evaluation.get().warn(function, node, "is not a text");
    return null;
  }

  /** Marks a field that the source leaves empty on purpose; JSLT would omit null. */
  private static JsonNode cleared(JsonNode object, String key) {
    boolean isThere = object != null && object.isObject() && object.has(key);
    return isThere && isAbsent(object.get(key)) ? ClearedField.VALUE : NullNode.getInstance();
  }

  private static String upper(String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT);
  }

  private JsonNode texts(JsonNode values) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode value : values.isArray() ? values : List.of(values)) {
      String text = string("texts()", value);
      if (text != null) {
        texts.add(text);
      }
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  /**
   * Some senders write an empty list as "" or false, and a list of one element as the element.
   *
   * @param fields the element in place of a list must have one of these; null for any element
   */
  private JsonNode objects(JsonNode node, JsonNode fields) {
    ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    if (isAbsent(node)) {
      return objects;
    }
    if (node.isValueNode()) {
      evaluation.get().warnOfKind("objects()", node, "is not a list");
    }
    if (node.isObject() && fields != null && lacks(node, fields)) {
      evaluation.get().warnOfKind("objects()", node, "is neither a list nor one of its elements");
      return objects;
    }
    Iterable<JsonNode> elements = node.isObject() ? List.of(node) : node;
    for (JsonNode element : elements) {
      if (element.isObject()) {
        objects.add(element);
      } else if (!isAbsent(element)) {
        evaluation.get().warnOfKind("objects()", element, "is not an object");
      }
    }
    return objects;
  }

  private static boolean lacks(JsonNode object, JsonNode fields) {
    for (JsonNode field : fields) {
      if (object.has(field.asText())) {
        return false;
      }
    }
    return true;
  }

  /** JSLT takes any text for true, including "false". */
  private JsonNode flag(JsonNode node) {
    if (isAbsent(node) || node.isBoolean()) {
      return node.isBoolean() ? node : NullNode.getInstance();
    }
    String word = node.isValueNode() ? node.asText().strip().toLowerCase(Locale.ROOT) : "";
    if (TRUE.contains(word) || FALSE.contains(word)) {
      return BooleanNode.valueOf(TRUE.contains(word));
    }
    evaluation.get().warn("flag()", node, "is neither true nor false");
    return NullNode.getInstance();
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
      // A fraction, or more than a hotel holds, leaves the warning below.
    }
    evaluation.get().warn("count()", node, "is not a count");
    return NullNode.getInstance();
  }
}

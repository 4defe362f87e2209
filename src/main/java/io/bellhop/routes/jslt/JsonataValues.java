package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts JSON to the maps and lists that JSONata uses, and back. An unchanged value becomes its
 * original node again, so that a warning can name the field. For one run of a mapping.
 */
final class JsonataValues {
  private static final NullNode NULL = NullNode.getInstance();

  private final Map<Object, JsonNode> origins = new IdentityHashMap<>();

  Object of(JsonNode node) {
    Object value = value(node);
    // Java shares small numbers, so equal ones are indistinguishable.
    if (value != null && origins.put(value, node) != null) {
      origins.put(value, NULL);
    }
    return value;
  }

  private Object value(JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(of(element)));
      return list;
    }
    return node.isTextual()
        ? node.textValue()
        : node.isBoolean() ? (Object) node.booleanValue() : node.numberValue();
  }

  /** Converts an argument of one of Bellhop's functions. */
  JsonNode argument(Object value) {
    return node(value, false);
  }

  /** Converts the result of a mapping: as in JSLT, objects omit null and empty values. */
  JsonNode result(Object value) {
    return node(value, true);
  }

  private JsonNode node(Object value, boolean leavesOut) {
    if (value == null || value == Jsonata.NULL_VALUE) {
      return NULL;
    }
    JsonNode origin = origins.get(value);
    if (origin != null && origin != NULL) {
      return origin;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      map.forEach(
          (key, field) -> {
            JsonNode made = node(field, leavesOut);
            if (!leavesOut || !made.isNull() && !(made.isContainerNode() && made.isEmpty())) {
              object.set(String.valueOf(key), made);
            }
          });
      return object;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      list.forEach(element -> array.add(node(element, leavesOut)));
      return array;
    }
    return plain(value);
  }

  private static JsonNode plain(Object value) {
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    } else if (value instanceof Boolean truth) {
      return BooleanNode.valueOf(truth);
    } else if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    } else if (value instanceof Long number) {
      return LongNode.valueOf(number);
    } else if (value instanceof BigInteger number) {
      return BigIntegerNode.valueOf(number);
    } else if (value instanceof BigDecimal number) {
      return DecimalNode.valueOf(number);
    } else if (value instanceof Number number) {
      return DoubleNode.valueOf(number.doubleValue());
    }
    throw JsonataFailure.of("it returns a function instead of a value");
  }
}

package io.bellhop.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads a tree with clean texts and names. A number that no reader can process stays a text in its
 * original form: 1e999999999 would fill the memory when it is written in plain form, and
 * calculating with five thousand digits would take too long. This does not affect the rest of the
 * body.
 */
final class TreeReader extends StdDeserializer<JsonNode> {
  private static final long serialVersionUID = 1L;

  /** The limit of characters of a number in plain form; a price has ten, the largest double 309. */
  private static final int LONGEST = 1_000;

  /** The number of digits that always fit into a long. */
  private static final int SURELY_LONG = 18;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  TreeReader() {
    super(JsonNode.class);
  }

  @Override
  public JsonNode deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return node(parser, context);
  }

  @Override
  public JsonNode getNullValue(DeserializationContext context) {
    return NODES.nullNode();
  }

  private static JsonNode node(JsonParser parser, DeserializationContext context)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, context);
      case START_ARRAY -> array(parser, context);
      case VALUE_STRING -> NODES.textNode(JsonTexts.clean(parser.getText()));
      case VALUE_NUMBER_INT -> integer(parser.getText());
      case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private static ObjectNode object(JsonParser parser, DeserializationContext context)
      throws IOException {
    ObjectNode object = NODES.objectNode();
    boolean once = context.isEnabled(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = JsonTexts.clean(parser.currentName());
      parser.nextToken();
      if (object.replace(name, node(parser, context)) != null && once) {
        throw MismatchedInputException.from(parser, JsonNode.class, "an object has a field twice");
      }
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser, DeserializationContext context)
      throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(node(parser, context));
    }
    return array;
  }

  private static JsonNode integer(String text) {
    if (text.length() > LONGEST) {
      return NODES.textNode(text);
    }
    if (text.length() > SURELY_LONG) {
      BigInteger value = new BigInteger(text);
      return value.bitLength() < Long.SIZE
          ? NODES.numberNode(value.longValue())
          : NODES.numberNode(value);
    }
    long value = Long.parseLong(text);
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private static JsonNode decimal(String text) {
    if (text.length() <= LONGEST) {
      try {
        BigDecimal value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) + value.precision() <= LONGEST) {
          return NODES.numberNode(value);
        }
      } catch (NumberFormatException e) {
        // NaN, an infinity, or an exponent that no number can have.
      }
    }
    return NODES.textNode(text);
  }
}

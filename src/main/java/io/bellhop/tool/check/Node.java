package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A piece of a YAML document (and so of JSON) that knows its line: a scalar, a list or a mapping.
 * What is not there is an empty scalar, so that a path can be asked for in one go. Immutable.
 */
final class Node {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setAllowDuplicateKeys(false).setMaxAliasesForCollections(50).build();

  /** A name in a mapping and what stands behind it. */
  record Field(String name, int line, Node value) {}

  private final int line;
  private final JsonNode scalar;
  private final List<Node> items;
  private final List<Field> fields;

  private Node(int line, JsonNode scalar, List<Node> items, List<Field> fields) {
    this.line = line;
    this.scalar = scalar;
    this.items = items;
    this.fields = fields;
  }

  /**
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is not YAML
   */
  static Node parse(String text) {
    return new Compose(SETTINGS).composeString(text).map(Node::of).orElseGet(() -> missing(1));
  }

  int line() {
    return line;
  }

  List<Node> items() {
    return items;
  }

  List<Field> fields() {
    return fields;
  }

  /** A scalar's text, "" for anything else. */
  String text() {
    return scalar.asText("");
  }

  boolean isThere() {
    return !scalar.isMissingNode() || !items.isEmpty() || !fields.isEmpty();
  }

  boolean isScalar() {
    return scalar.isValueNode() && !scalar.isNull();
  }

  Node get(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(Field::value)
        .findFirst()
        .orElseGet(() -> missing(line));
  }

  Node get(int index) {
    return index < items.size() ? items.get(index) : missing(line);
  }

  /** Where a name stands; the mapping's own line if it does not. */
  int lineOf(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(Field::line)
        .findFirst()
        .orElse(line);
  }

  JsonNode json() {
    if (!fields.isEmpty()) {
      ObjectNode object = JSON.objectNode();
      fields.forEach(field -> object.set(field.name(), field.value().json()));
      return object;
    }
    if (!items.isEmpty()) {
      ArrayNode array = JSON.arrayNode();
      items.forEach(item -> array.add(item.json()));
      return array;
    }
    return scalar;
  }

  private static Node missing(int line) {
    return new Node(line, JSON.missingNode(), List.of(), List.of());
  }

  private static Node of(org.snakeyaml.engine.v2.nodes.Node node) {
    int line = line(node);
    if (node instanceof MappingNode mapping) {
      List<Field> fields =
          mapping.getValue().stream()
              .map(t -> new Field(name(t.getKeyNode()), line(t.getKeyNode()), of(t.getValueNode())))
              .toList();
      return new Node(line, JSON.objectNode(), List.of(), fields);
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> items = sequence.getValue().stream().map(Node::of).toList();
      return new Node(line, JSON.arrayNode(), items, List.of());
    }
    return new Node(line, scalar((ScalarNode) node), List.of(), List.of());
  }

  private static int line(org.snakeyaml.engine.v2.nodes.Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static String name(org.snakeyaml.engine.v2.nodes.Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    try {
      if (node.getTag().equals(Tag.INT)) {
        return JSON.numberNode(new BigInteger(text));
      }
      if (node.getTag().equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      // .inf and the like: nothing that a route needs to be a number
    }
    return JSON.textNode(text);
  }
}

package io.bellhop.json;

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
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node of a YAML (or JSON) document with its line: a scalar, a list or a mapping. A missing node
 * is an empty scalar, so that callers can follow a path without checks. Immutable.
 */
public final class YamlNode {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A name in a mapping, "" if it is no scalar, and its value. */
  public record Field(String name, int line, YamlNode value) {}

  private final int line;

  /**
   * Null if it is missing. It is read lazily, because an alias may lead back to an enclosing node.
   */
  private final Node node;

  private YamlNode(int line, Node node) {
    this.line = line;
    this.node = node;
  }

  /**
   * @param nonScalarKeys whether a mapping may have other names than scalars
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if the text is not YAML
   */
  public static YamlNode parse(String text, boolean nonScalarKeys) {
    LoadSettings settings =
        LoadSettings.builder()
            .setAllowNonScalarKeys(nonScalarKeys)
            .setAllowDuplicateKeys(nonScalarKeys)
            .build();
    return new Compose(settings)
        .composeString(text)
        .map(YamlNode::of)
        .orElseGet(() -> new YamlNode(1, null));
  }

  private static YamlNode of(Node node) {
    return new YamlNode(line(node), node);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  public int line() {
    return line;
  }

  public List<YamlNode> items() {
    return node instanceof SequenceNode list
        ? list.getValue().stream().map(YamlNode::of).toList()
        : List.of();
  }

  public List<Field> fields() {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .map(
                tuple ->
                    new Field(
                        name(tuple.getKeyNode()),
                        line(tuple.getKeyNode()),
                        of(tuple.getValueNode())))
            .toList()
        : List.of();
  }

  private static String name(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** A scalar's text, "" for anything else. */
  public String text() {
    return scalar().asText("");
  }

  /** A scalar in its original form, with all digits; "" for anything else. */
  public String written() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  public boolean isThere() {
    return node != null;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isScalar() {
    return node instanceof ScalarNode && !scalar().isNull();
  }

  public YamlNode get(String name) {
    return fields().stream()
        .filter(field -> field.name().equals(name))
        .map(Field::value)
        .findFirst()
        .orElseGet(this::missing);
  }

  public YamlNode get(int index) {
    List<YamlNode> items = items();
    return index < items.size() ? items.get(index) : missing();
  }

  private YamlNode missing() {
    return new YamlNode(line, null);
  }

  /** The line of a name; the mapping's own line if it does not have the name. */
  public int lineOf(String name) {
    return fields().stream()
        .filter(field -> field.name().equals(name))
        .map(Field::line)
        .findFirst()
        .orElse(line);
  }

  public JsonNode json() {
    if (isMapping()) {
      ObjectNode object = JSON.objectNode();
      fields().forEach(field -> object.set(field.name(), field.value().json()));
      return object;
    }
    if (isList()) {
      ArrayNode array = JSON.arrayNode();
      items().forEach(item -> array.add(item.json()));
      return array;
    }
    return scalar();
  }

  private JsonNode scalar() {
    if (!(node instanceof ScalarNode scalar)) {
      return JSON.missingNode();
    }
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return JSON.numberNode(new BigInteger(text));
      }
      if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      // values such as .inf, which no route or account needs as a number
    }
    return JSON.textNode(text);
  }
}

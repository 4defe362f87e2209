package io.bellhop.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML as JSON with variables of the environment put in, and knows which line a place such as
 * {@code subscriptions[2].headers} stands in. Its errors never repeat a value: it may be a secret.
 * For one file, not thread-safe.
 */
final class YamlReader implements SetupFaults {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)(}}|$)", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
  private static final int DEEPEST = 20;

  private final Path file;
  private final UnaryOperator<String> environment;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * @param environment the value of a variable, null if it is not set
   */
  YamlReader(Path file, UnaryOperator<String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * @return a missing node if the file is empty
   * @throws ConfigException names the line that is no YAML, or the variable that is not set
   */
  JsonNode read() {
    try {
      return new Compose(LoadSettings.builder().setAllowNonScalarKeys(true).build())
          .composeString(Files.readString(file))
          .map(node -> json("", node, 0))
          .orElse(JSON.missingNode());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
      throw new ConfigException(
          "bellhop.setup: "
              + file
              + ":"
              + line
              + ": this is not YAML; look at the indentation, and put texts with special"
              + " characters into quotes");
    } catch (YamlEngineException | IOException e) {
      // The text of one is a path, that of the other may be the file.
      throw new ConfigException(
          "bellhop.setup: cannot read " + file + ": " + e.getClass().getSimpleName());
    }
  }

  /** What is wrong in a place, in one line. */
  @Override
  public ConfigException fault(String place, String what) {
    return new ConfigException(
        "bellhop.setup: " + file + ":" + line(place) + ": " + place + " " + what);
  }

  private int line(String place) {
    String known = place;
    while (!lines.containsKey(known) && !known.isEmpty()) {
      known =
          known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
    }
    return lines.getOrDefault(known, 1);
  }

  private JsonNode json(String place, Node node, int depth) {
    lines.putIfAbsent(place, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    if (depth > DEEPEST) {
      throw fault(place, "is nested too deeply");
    }
    if (node instanceof MappingNode mapping) {
      ObjectNode object = JSON.objectNode();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw fault(place, "has a name that is none; write \"{{env:NAME}}\" in quotes");
        }
        String inner = place.isEmpty() ? key.getValue() : place + "." + key.getValue();
        lines.put(inner, key.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
        if (object.has(key.getValue())) {
          throw fault(inner, "stands here twice; leave one out");
        }
        object.set(key.getValue(), json(inner, tuple.getValueNode(), depth + 1));
      }
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(json(place + "[" + array.size() + "]", item, depth + 1));
      }
      return array;
    }
    return scalar(place, (ScalarNode) node);
  }

  private JsonNode scalar(String place, ScalarNode node) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (node.getTag().equals(Tag.INT)) {
      return JSON.numberNode(new BigInteger(text));
    }
    // A text like 1.50 must keep its last digit.
    return JSON.textNode(filled(place, text));
  }

  private String filled(String place, String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              Matcher variable = VARIABLE.matcher(found.group(1));
              if (!variable.matches() || found.group(2).isEmpty()) {
                throw fault(place, "has a {{...}} that is not {{env:NAME}}");
              }
              String value = environment.apply(variable.group(1));
              if (value == null || value.isEmpty()) {
                throw fault(
                    place,
                    "needs the environment variable " + variable.group(1) + ", which is not set");
              }
              return Matcher.quoteReplacement(value);
            });
  }
}

package io.bellhop.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.ConfigException;
import io.bellhop.config.FileErrors;
import io.bellhop.json.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML as JSON, inserts environment variables and secrets, and knows the line of a place such
 * as {@code subscriptions[2].headers}. Its errors never repeat a value, which may be a secret. One
 * instance serves one file. Not thread-safe.
 */
final class YamlReader implements SetupFaults {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)(}}|$)", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");

  /** A property function of Camel, which looks up a secret elsewhere. */
  private static final Pattern FUNCTION = Pattern.compile("(?!env:|sys:)[a-z][a-z-]*:[^{}]+");

  private static final int DEEPEST = 20;

  private final Path file;
  private final UnaryOperator<String> placeholders;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * @param placeholders returns the value of a placeholder such as {@code env:NAME}; null if there
   *     is none
   */
  YamlReader(Path file, UnaryOperator<String> placeholders) {
    this.file = file;
    this.placeholders = placeholders;
  }

  /**
   * @return a missing node if the file is empty
   * @throws ConfigException if a line is not YAML or a variable is not set; the message names it
   */
  JsonNode read() {
    try {
      return json("", YamlNode.parse(Files.readString(file), true), 0);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
      throw new ConfigException(
          "bellhop.setup: "
              + file
              + ":"
              + line
              + ": this is not YAML; check the indentation, and quote texts with special"
              + " characters");
    } catch (YamlEngineException | IOException e) {
      // The message of the first exception may quote the file.
      throw new ConfigException("bellhop.setup: " + FileErrors.of(file.toString(), e));
    }
  }

  /** Describes the fault at a place in one line. */
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

  private JsonNode json(String place, YamlNode node, int depth) {
    lines.putIfAbsent(place, node.line());
    if (depth > DEEPEST) {
      throw fault(place, "is nested too deeply");
    }
    if (node.isMapping()) {
      ObjectNode object = JSON.objectNode();
      for (YamlNode.Field field : node.fields()) {
        String name = field.name();
        if (name.isEmpty()) {
          throw fault(place, "has a name that is none; write \"{{env:NAME}}\" in quotes");
        }
        String inner = place.isEmpty() ? name : place + "." + name;
        lines.put(inner, field.line());
        if (object.has(name)) {
          throw fault(inner, "stands here twice; leave one out");
        }
        object.set(name, json(inner, field.value(), depth + 1));
      }
      return object;
    }
    if (node.isList()) {
      ArrayNode array = JSON.arrayNode();
      for (YamlNode item : node.items()) {
        array.add(json(place + "[" + array.size() + "]", item, depth + 1));
      }
      return array;
    }
    JsonNode scalar = node.json();
    // A text like 1.50 must keep its last digit.
    return scalar.isTextual() || scalar.isBigDecimal()
        ? JSON.textNode(filled(place, node.written()))
        : scalar;
  }

  private String filled(String place, String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String placeholder = found.group(1);
              Matcher variable = VARIABLE.matcher(placeholder);
              boolean known = variable.matches() || FUNCTION.matcher(placeholder).matches();
              if (!known || found.group(2).isEmpty()) {
                throw fault(place, "has a {{...}} that is not {{env:NAME}}");
              }
              String value = placeholders.apply(placeholder);
              if (value == null || value.isEmpty()) {
                throw fault(
                    place,
                    variable.matches()
                        ? "needs the environment variable "
                            + variable.group(1)
                            + ", which is not set"
                        : "needs {{"
                            + placeholder
                            + "}}, and there is no such property function or no such value");
              }
              return Matcher.quoteReplacement(value);
            });
  }
}

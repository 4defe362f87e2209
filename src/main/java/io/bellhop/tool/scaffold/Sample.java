package io.bellhop.tool.scaffold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object as a provider sends it, and its fields by path.
 *
 * @param isListed whether it comes as an element of an array
 */
public record Sample(ObjectNode object, boolean isListed) {
  /** A field whose name needs no quotes in a path. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  private static final Pattern PATH = Pattern.compile("\\$?\\.?([A-Za-z_][A-Za-z0-9_.-]*)");

  /**
   * A field that holds no others.
   *
   * @param path as a JSONPath
   */
  public record Leaf(String path, JsonNode value) {}

  /**
   * @throws IllegalArgumentException if it is no object and no list of objects
   */
  public static Sample of(byte[] text) {
    JsonNode given = FixtureJson.parse(text);
    JsonNode first = given.isArray() && !given.isEmpty() ? given.get(0) : given;
    if (!(first instanceof ObjectNode object)) {
      throw new IllegalArgumentException("is neither a JSON object nor a list of them");
    }
    return new Sample(object, given.isArray());
  }

  /** A path in the one form that templates take; {@code data.id} and {@code .data.id} are meant. */
  public static Optional<String> path(String written) {
    var matcher = PATH.matcher(written.strip());
    return matcher.matches() && !written.contains("..") && !written.endsWith(".")
        ? Optional.of("$." + matcher.group(1))
        : Optional.empty();
  }

  /** The same field in JSLT; a dot for the whole sample. */
  static String jslt(String path) {
    StringBuilder text = new StringBuilder();
    for (String name : path.substring(1).split("\\.")) {
      if (!name.isEmpty()) {
        text.append('.').append(name.contains("-") ? "\"" + name + "\"" : name);
      }
    }
    return text.isEmpty() ? "." : text.toString();
  }

  /** The place of a field. */
  static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "$" : path.substring(0, dot);
  }

  /** Missing if there is nothing at this path. */
  public JsonNode at(String path) {
    return object.at(path.substring(1).replace('.', '/'));
  }

  /** The object at this path as a sample of its own. */
  public Sample part(String path) {
    return new Sample((ObjectNode) (path.equals("$") ? object : at(path)), false);
  }

  /** The fields with a plain value, the least nested ones first, without lists. */
  public List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    List<Leaf> level = List.of(new Leaf("$", object));
    while (!level.isEmpty()) {
      List<Leaf> deeper = new ArrayList<>();
      for (Leaf parent : level) {
        for (var field : parent.value().properties()) {
          Leaf leaf = new Leaf(parent.path() + "." + field.getKey(), field.getValue());
          if (NAME.matcher(field.getKey()).matches()) {
            (leaf.value().isObject() ? deeper : leaves).add(leaf);
          }
        }
      }
      level = deeper;
    }
    leaves.removeIf(leaf -> leaf.value().isContainerNode() || leaf.value().isNull());
    return leaves;
  }

  /** The paths of all objects in it, its own first. */
  List<String> objects() {
    List<String> paths = new ArrayList<>(List.of("$"));
    for (Leaf leaf : leaves()) {
      String parent = parent(leaf.path());
      if (!paths.contains(parent)) {
        paths.add(parent);
      }
    }
    return paths;
  }
}

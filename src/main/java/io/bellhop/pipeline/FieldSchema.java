package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bellhop.event.ClearedField;
import io.bellhop.json.ShownValue;
import io.bellhop.time.WrittenTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The published schema of one field of a record. Immutable. */
final class FieldSchema {
  /** Words that programs write for an absent value, but that may also be a person's name. */
  private static final Set<String> NOTHING = Set.of("null", "undefined", "[object Object]", "NaN");

  /** The end of each warning about a value that does not fit the schema. */
  static final String LEFT_OUT = ", so the field is left out";

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");

  private static final Map<String, String> KINDS =
      Map.of(
          "string", "not a text",
          "number", "not a number",
          "integer", "not a whole number",
          "boolean", "neither true nor false",
          "array", "not a list",
          "object", "not an object");

  private final Set<String> types = new HashSet<>();
  private final Map<String, FieldSchema> fields = new HashMap<>();
  private final FieldSchema further;
  private final Set<String> required = new HashSet<>();
  private final List<List<String>> oneOf = new ArrayList<>();
  private final Set<String> words = new HashSet<>();
  private final Pattern pattern;
  private final BigDecimal least;
  private final BigDecimal most;
  private final FieldSchema items;
  private final boolean areUnique;
  private final String kind;

  /**
   * @param definitions returns the schema behind a {@code $ref}
   */
  FieldSchema(JsonNode schema, Function<String, JsonNode> definitions) {
    JsonNode given = resolved(schema, definitions);
    JsonNode type = given.path("type");
    (type.isArray() ? type : List.of(type)).forEach(name -> types.add(name.asText()));
    given.path("enum").forEach(word -> words.add(word.asText()));
    if (!words.isEmpty()) {
      types.add("string");
    }
    types.remove("");
    given
        .path("properties")
        .properties()
        .forEach(f -> fields.put(f.getKey(), new FieldSchema(f.getValue(), definitions)));
    JsonNode others = given.path("additionalProperties");
    further = others.isObject() ? new FieldSchema(others, definitions) : null;
    given.path("required").forEach(name -> required.add(name.asText()));
    for (JsonNode group : given.path("anyOf")) {
      List<String> names = new ArrayList<>();
      group.path("required").forEach(name -> names.add(name.asText()));
      oneOf.add(names);
    }
    pattern = given.has("pattern") ? Pattern.compile(given.get("pattern").asText()) : null;
    least = given.has("minimum") ? given.get("minimum").decimalValue() : null;
    most = given.has("maximum") ? given.get("maximum").decimalValue() : null;
    items = given.has("items") ? new FieldSchema(given.get("items"), definitions) : null;
    areUnique = given.path("uniqueItems").asBoolean();
    kind =
        Stream.of("string", "number", "integer", "boolean", "array", "object")
            .filter(types::contains)
            .findFirst()
            .map(KINDS::get)
            .orElse("");
  }

  private static JsonNode resolved(JsonNode schema, Function<String, JsonNode> definitions) {
    return schema.has("$ref") ? definitions.apply(schema.get("$ref").asText()) : schema;
  }

  /**
   * Makes a value fit this schema, in place.
   *
   * @param path of the field in its record, for warnings
   * @return what remains; null if nothing does
   */
  JsonNode held(JsonNode value, String path, Consumer<String> warnings) {
    if (isNothing(value)) {
      return null;
    }
    if (types.isEmpty() || ClearedField.VALUE.equals(value)) {
      return value;
    }
    if (value instanceof ObjectNode object && types.contains("object")) {
      return object(object, path, warnings);
    }
    if (types.contains("array")) {
      return list(value, path, warnings);
    }
    JsonNode plain = plain(value);
    if (!fits(plain)) {
      warnings.accept(path + ": " + ShownValue.kind(value) + " is " + kind + LEFT_OUT);
      return null;
    }
    JsonNode allowed = isAllowed(plain) ? plain : inOtherForm(plain);
    if (allowed == null) {
      warnings.accept(
          path + ": " + ShownValue.of(value) + " is not a value that this field allows" + LEFT_OUT);
    } else if (allowed.isTextual() && NOTHING.contains(allowed.textValue())) {
      warnings.accept(path + ": " + ShownValue.of(value) + " may mean that there is no value");
    }
    return allowed;
  }

  /** The missing field that names the subject of a record; empty if none is missing. */
  String missing(JsonNode record) {
    if (required.contains("id") && !record.has("id")) {
      return "id";
    }
    boolean hasOne =
        oneOf.isEmpty() || oneOf.stream().anyMatch(all -> all.stream().allMatch(record::has));
    return hasOne
        ? ""
        : oneOf.stream().map(all -> String.join(" and ", all)).collect(Collectors.joining(" or "));
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty();
  }

  /**
   * Turns a number into text, or a text into the number that it holds, where the schema requires
   * it.
   */
  private JsonNode plain(JsonNode value) {
    boolean isNumber = types.contains("number") || types.contains("integer");
    if (value.isNumber() && !isNumber && types.contains("string")) {
      return TextNode.valueOf(value.asText());
    }
    boolean isText = value.isTextual() && !types.contains("string");
    return isText && isNumber && NUMBER.matcher(value.textValue()).matches()
        ? DecimalNode.valueOf(new BigDecimal(value.textValue()))
        : value;
  }

  private JsonNode object(ObjectNode object, String path, Consumer<String> warnings) {
    List<String> gone = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      FieldSchema shape = fields.getOrDefault(field.getKey(), further);
      JsonNode held =
          shape != null
              ? shape.held(field.getValue(), join(path, field.getKey()), warnings)
              : isNothing(field.getValue()) ? null : field.getValue();
      if (held == null) {
        gone.add(field.getKey());
      } else {
        field.setValue(held);
      }
    }
    object.remove(gone);
    for (String name : required) {
      if (!path.isEmpty() && !object.has(name)) {
        warnings.accept(path + ": it has no " + name + LEFT_OUT);
        return null;
      }
    }
    return object.isEmpty() ? null : object;
  }

  /** Turns a single value into a list of one, where the schema requires a list. */
  private JsonNode list(JsonNode value, String path, Consumer<String> warnings) {
    if (!value.isArray() && (value.isObject() || !items.types.contains("string"))) {
      warnings.accept(path + ": " + ShownValue.kind(value) + " is not a list" + LEFT_OUT);
      return null;
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    Set<JsonNode> seen = new HashSet<>();
    int at = 0;
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      JsonNode held =
          items == null ? element : items.held(element, path + "[" + at++ + "]", warnings);
      if (held != null && (seen.add(held) || !areUnique)) {
        list.add(held);
      }
    }
    return list.isEmpty() ? null : list.equals(value) ? value : list;
  }

  private boolean fits(JsonNode value) {
    return value.isTextual() && types.contains("string")
        || value.isBoolean() && types.contains("boolean")
        || value.isNumber()
            && (types.contains("number")
                || types.contains("integer")
                    && value.decimalValue().stripTrailingZeros().scale() <= 0);
  }

  private boolean isAllowed(JsonNode value) {
    if (value.isNumber()) {
      return (least == null || value.decimalValue().compareTo(least) >= 0)
          && (most == null || value.decimalValue().compareTo(most) <= 0);
    }
    return (pattern == null || pattern.matcher(value.asText()).find())
        && (words.isEmpty() || words.contains(value.asText()));
  }

  private JsonNode inOtherForm(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    return ValueConversions.of(value.textValue())
        .<JsonNode>map(TextNode::valueOf)
        .filter(this::isAllowed)
        .findFirst()
        // More precise than the schema, or in the hour that occurs twice when clocks change; the
        // comparison handles both.
        .orElseGet(() -> isMoment(value.textValue()) ? value : null);
  }

  private boolean isMoment(String text) {
    return pattern != null && ValueConversions.isOfTime(pattern) && WrittenTime.read(text) != null;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A list of fields that make one text, as a provider's author writes it: parts divided by blanks,
 * alternatives within a part by {@code |}, the first that is there counts. An alternative is a
 * JSONPath ({@code $.a.b}) or a header ({@code @svix-id}). Compiled once, thread-safe.
 */
final class Fields {
  private static final Configuration JSON =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .options(Option.SUPPRESS_EXCEPTIONS)
          .build();

  private final List<List<BiFunction<JsonNode, RequestHeaders, String>>> parts = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if it does not compile; names the field
   */
  Fields(String expression) {
    for (String part : expression.trim().split("\\s+")) {
      List<BiFunction<JsonNode, RequestHeaders, String>> alternatives = new ArrayList<>();
      for (String field : part.split("\\|")) {
        alternatives.add(compile(field));
      }
      parts.add(alternatives);
    }
  }

  /**
   * @return the parts divided by blanks, or null if one of them is not there
   */
  String read(JsonNode body, RequestHeaders headers) {
    StringBuilder text = new StringBuilder();
    for (List<BiFunction<JsonNode, RequestHeaders, String>> alternatives : parts) {
      String found = null;
      for (BiFunction<JsonNode, RequestHeaders, String> field : alternatives) {
        found = field.apply(body, headers);
        if (found != null && !found.isEmpty()) {
          break;
        }
      }
      if (found == null || found.isEmpty()) {
        return null;
      }
      text.append(text.isEmpty() ? "" : " ").append(found);
    }
    return text.toString();
  }

  private static BiFunction<JsonNode, RequestHeaders, String> compile(String field) {
    if (field.startsWith("@")) {
      String name = field.substring(1);
      return (body, headers) -> headers.one(name);
    }
    try {
      if (field.startsWith("$")) {
        JsonPath path = JsonPath.compile(field);
        if (path.isDefinite()) {
          return (body, headers) -> text(path.read(body, JSON));
        }
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "the JSONPath " + field + " does not compile: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "a field must be a JSONPath to one value ($.a.b) or a header (@name), was: " + field);
  }

  private static String text(Object found) {
    return found instanceof JsonNode node && node.isValueNode() && !node.isNull()
        ? node.asText()
        : null;
  }
}

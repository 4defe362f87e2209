package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.TemplateParameters;
import java.util.Set;

/**
 * The kind of JSON that a provider sends. Anything else is not from the provider, or is meant for
 * another system.
 */
enum BodyKind {
  OBJECT,
  ARRAY,
  /** An object or an array. A bare number or text is no message. */
  ANY;

  static BodyKind of(TemplateParameters parameters) {
    return switch (parameters.oneOf("body", Set.of("object", "array", "any"))) {
      case "object" -> OBJECT;
      case "array" -> ARRAY;
      default -> ANY;
    };
  }

  /** For people. */
  String text() {
    return switch (this) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case ANY -> "an object or an array";
    };
  }

  boolean fits(JsonNode json) {
    return json.isObject() && this != ARRAY || json.isArray() && this != OBJECT;
  }
}

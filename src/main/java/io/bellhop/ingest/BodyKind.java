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
  /** An object or an array. A bare number or text is not a message. */
  ANY;

  static BodyKind of(TemplateParameters parameters) {
    return switch (parameters.oneOf("body", Set.of("object", "array", "any"))) {
      case "object" -> OBJECT;
      case "array" -> ARRAY;
      default -> ANY;
    };
  }

  /** The kind in an error text. */
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

package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.config.Resources;
import io.bellhop.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Makes records fit their published schemas: subscribers generate types from these, and a mapping
 * may pass on anything from a body. It omits a field of another type, with a warning; fields that a
 * schema does not define stay as they are. Thread-safe.
 */
public final class RecordSchemaFilter {
  private final ObjectMapper mapper = Json.mapper();
  private final Map<String, Optional<FieldSchema>> shapes = new ConcurrentHashMap<>();

  /**
   * Makes a record fit the schema of its type, in place. A record whose type has no schema stays.
   */
  void hold(String type, JsonNode record, Consumer<String> warnings) {
    shapes.computeIfAbsent(type, this::read).ifPresent(shape -> shape.held(record, "", warnings));
  }

  /** The missing field that names the subject of a record; empty if none is missing. */
  String missing(String type, JsonNode record) {
    return shapes.computeIfAbsent(type, this::read).map(shape -> shape.missing(record)).orElse("");
  }

  /** The path of the field in one of this class's warnings; empty for other warnings. */
  public static Optional<String> leftOut(String warning) {
    return warning.endsWith(FieldSchema.LEFT_OUT)
        ? Optional.of(warning.substring(0, warning.indexOf(": ")))
        : Optional.empty();
  }

  private Optional<FieldSchema> read(String type) {
    JsonNode schema = document("record-" + type + ".json");
    if (schema == null) {
      return Optional.empty();
    }
    JsonNode shared = document("types.json");
    return Optional.of(
        new FieldSchema(schema, ref -> shared.at(ref.substring(ref.indexOf('#') + 1))));
  }

  private JsonNode document(String name) {
    return Resources.find(RecordSchemaFilter.class, "/schemas/" + name)
        .map(schema -> Json.stored(mapper, new String(schema, StandardCharsets.UTF_8)))
        .orElse(null);
  }
}

package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Resources;
import io.bellhop.json.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The OpenAPI document of the API: a file that developers maintain, to which this class adds the
 * errors that every call may return, by rule.
 */
public final class OpenApiDocument {
  /** The methods of a path item, which may have other fields too. */
  public static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  private static final String FILE = "openapi.yaml";

  private OpenApiDocument() {}

  public static ObjectNode read() {
    ObjectNode document =
        (ObjectNode) YamlNode.parse(Resources.text(OpenApiDocument.class, FILE), false).json();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        item -> {
                          if (METHODS.contains(item.getKey()) && !item.getValue().has("security")) {
                            addErrors(path.getKey(), (ObjectNode) item.getValue());
                          }
                        }));
    return document;
  }

  private static void addErrors(String path, ObjectNode call) {
    Map<String, String> errors = new LinkedHashMap<>();
    if (call.has("requestBody")) {
      errors.put("400", "BadRequest");
      errors.put("413", "TooLarge");
    }
    errors.put("401", "Unauthorized");
    errors.put("403", "Forbidden");
    if (path.contains("{")) {
      errors.put("404", "NotFound");
    }
    errors.put("422", "Invalid");
    errors.put("429", "TooManyWrongKeys");
    errors.put("500", "Failed");
    errors.put("503", "Unavailable");
    ObjectNode responses = call.withObject("responses");
    errors.forEach(
        (status, name) -> {
          if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + name);
          }
        });
  }
}

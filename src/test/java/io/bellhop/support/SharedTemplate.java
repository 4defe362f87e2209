package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A route template of routes/_shared, read as YAML. */
public final class SharedTemplate {
  private SharedTemplate() {}

  public static JsonNode read(String name) {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(Path.of("routes/_shared/" + name + ".camel.yaml").toFile())
          .at("/0/routeTemplate");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The defaults of its parameters, in a map that the caller may change. */
  public static Map<String, String> defaults(String name) {
    Map<String, String> defaults = new HashMap<>();
    for (JsonNode parameter : read(name).path("parameters")) {
      if (parameter.has("defaultValue")) {
        defaults.put(parameter.path("name").asText(), parameter.path("defaultValue").asText());
      }
    }
    return defaults;
  }
}

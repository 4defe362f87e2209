package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds events to the schemas that the hub serves under {@code /schemas}. Thread-safe. */
final class EventSchema {
  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(
              SchemaLocation.of("classpath:schemas/event.json"),
              SchemaValidatorsConfig.builder().pathType(PathType.LEGACY).build());

  /**
   * A place where an event breaks its schema.
   *
   * @param path below {@code data}, as in {@code record.nights}
   */
  record Fault(String path, String what) {}

  List<Fault> look(JsonNode event) {
    Map<String, Fault> faults = new LinkedHashMap<>();
    for (var message : schema.validate(event)) {
      String path = path(message.getInstanceLocation());
      String text = message.getMessage();
      String what = text.substring(text.indexOf(':') + 1).strip();
      // One value may break several words of a schema; the first is enough.
      faults.putIfAbsent(path, new Fault(path, what));
    }
    return new ArrayList<>(faults.values());
  }

  private static String path(JsonNodePath place) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < place.getNameCount(); i++) {
      if (place.getElement(i) instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else if (i > 0 || !place.getName(i).equals("data")) {
        path.append(path.isEmpty() ? "" : ".").append(place.getName(i));
      }
    }
    return path.toString();
  }
}

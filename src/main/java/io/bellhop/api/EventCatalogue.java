package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Resources;
import io.bellhop.json.Json;
import io.bellhop.json.YamlNode;
import io.bellhop.net.PathPrefix;
import io.bellhop.subscription.EventNames;
import java.util.List;
import java.util.Set;

/**
 * Every event type with its description, the schema of its record and an example. Further record
 * types of loaded providers follow the same rule, so they share an example.
 */
final class EventCatalogue {
  private static final String FOLDER = "events/";

  /** The name of the record type in the shared examples. */
  private static final String ANY = "resource";

  private static final List<String> VERBS = List.of("created", "updated", "deleted");

  private final ObjectMapper mapper;
  private final String schemas;

  EventCatalogue(ObjectMapper mapper, PathPrefix prefix) {
    this.mapper = mapper;
    this.schemas = prefix.on(Schemas.BASE + "/");
  }

  /**
   * @param further record types besides those of the contract
   */
  ObjectNode read(Set<String> further) {
    ObjectNode catalogue = ApiAnswer.object();
    ArrayNode types = catalogue.putArray("data");
    JsonNode described = YamlNode.parse(text("catalogue.yaml"), false).json();
    for (String name : EventNames.KNOWN) {
      JsonNode type = described.path(name);
      types.add(
          item(
              name,
              type.path("description").asText(),
              type.path("record").asText(),
              example(name)));
    }
    for (String kind : further) {
      for (String verb : VERBS) {
        String name = kind + "." + verb;
        ObjectNode example = example(ANY + "." + verb);
        example.withObject("hook").put("eventType", name);
        example.withObject("data").put("nativeEvent", name);
        types.add(
            item(
                name,
                "A record of the type " + kind + " is " + verb + ", by the rule for further types.",
                "record-resource.json",
                example));
      }
    }
    return catalogue;
  }

  private ObjectNode item(String name, String description, String record, ObjectNode example) {
    ObjectNode attributes =
        ApiAnswer.object()
            .put("description", description)
            .put("schema", schemas + "event.json")
            .put("record_schema", schemas + record);
    attributes.set("example", example);
    return ApiAnswer.item(name, "event_type", attributes);
  }

  private ObjectNode example(String name) {
    return (ObjectNode) Json.stored(mapper, text("examples/" + name + ".json"));
  }

  private static String text(String file) {
    return Resources.text(EventCatalogue.class, FOLDER + file);
  }
}

package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Resources;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of the records of a provider's fixtures, and those that only the schemas know. */
final class RecordFields {
  private final Map<String, Set<String>> given = new TreeMap<>();

  void look(List<JsonNode> events) {
    for (JsonNode event : events) {
      String type = event.at("/hook/eventType").asText().split("\\.")[0];
      JsonNode record = event.at("/data/record");
      if (event.at("/data/result").asText().equals("SUCCESS") && record.size() > 1) {
        Set<String> fields = given.computeIfAbsent(type, name -> new TreeSet<>());
        record.properties().forEach(field -> fields.add(field.getKey()));
      }
    }
  }

  /** The fields that no record has, by type. */
  Map<String, Set<String>> lacking() {
    Map<String, Set<String>> lacking = new TreeMap<>();
    given.forEach(
        (type, fields) -> {
          Set<String> known = known(type);
          known.removeAll(fields);
          if (!known.isEmpty()) {
            lacking.put(type, known);
          }
        });
    return lacking;
  }

  private static Set<String> known(String type) {
    Set<String> names = new TreeSet<>();
    Resources.find(RecordFields.class, "/schemas/record-" + type + ".json")
        .map(schema -> FixtureJson.parse(schema).path("properties"))
        .ifPresent(fields -> fields.fieldNames().forEachRemaining(names::add));
    return names;
  }
}

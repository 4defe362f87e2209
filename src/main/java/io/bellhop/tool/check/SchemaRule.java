package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.bellhop.config.Resources;
import io.bellhop.config.Suggestions;
import io.bellhop.json.YamlNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files match the schema of Camel's YAML DSL, as it comes with Camel. The first look builds the
 * schema: reading it takes about a second.
 */
final class SchemaRule {
  private static final String UNKNOWN = "additionalProperties";
  private static final String MISSING = "required";
  private static final String TOO_MANY = "maxProperties";

  /** These names offer several notations for a value, and mean no more than that. */
  private static final Set<String> VAGUE = Set.of("oneOf", "anyOf", "not");

  private static final Map<String, String> REMEDIES =
      Map.of(
          "string", "put it in quotes",
          "array", "begin each item with a dash",
          "object", "write it as name: value",
          "boolean", "write true or false");

  private JsonNode document;
  private JsonSchema schema;

  synchronized List<Finding> look(List<RouteFile> files) {
    List<Finding> findings = new ArrayList<>();
    if (schema == null && !files.isEmpty()) {
      document = read();
      schema = compile(document);
    }
    for (RouteFile file : files) {
      Map<JsonNodePath, List<ValidationMessage>> byPlace = new LinkedHashMap<>();
      for (ValidationMessage message : schema.validate(file.root().json())) {
        byPlace
            .computeIfAbsent(message.getInstanceLocation(), place -> new ArrayList<>())
            .add(message);
      }
      byPlace.forEach(
          (place, messages) ->
              explain(file, place, messages, hasDeeper(place, byPlace.keySet()), findings));
    }
    return findings;
  }

  /** One value causes many messages, one for each possible notation. */
  private void explain(
      RouteFile file,
      JsonNodePath place,
      List<ValidationMessage> messages,
      boolean deeper,
      List<Finding> findings) {
    YamlNode node = node(file.root(), place);
    List<ValidationMessage> unknown = of(messages, UNKNOWN);
    if (!unknown.isEmpty()) {
      for (ValidationMessage message : unknown) {
        findings.add(unknown(file, node, message.getProperty(), allowed(message)));
      }
    } else if (!of(messages, TOO_MANY).isEmpty()) {
      YamlNode.Field second = node.fields().get(1);
      findings.add(
          file.finding(
              second.line(),
              second.name() + " stands in the same entry as " + node.fields().get(0).name(),
              "begin it with a dash of its own"));
    } else if (!deeper) {
      findings.add(vague(file, place, node, messages));
    }
  }

  private static Finding vague(
      RouteFile file, JsonNodePath place, YamlNode node, List<ValidationMessage> messages) {
    String last = place.getNameCount() == 0 ? "" : place.getName(-1);
    String name = last.isEmpty() || Character.isDigit(last.charAt(0)) ? "this" : last;
    List<String> missing =
        of(messages, MISSING).stream().map(ValidationMessage::getProperty).distinct().toList();
    if (missing.size() > 1 && !node.fields().isEmpty()) {
      // The file needs one of these names, and has none.
      return unknown(file, node, node.fields().get(0).name(), missing);
    }
    if (!missing.isEmpty()) {
      return file.finding(node.line(), missing.get(0) + " is missing", "add it");
    }
    for (ValidationMessage message : of(messages, "type")) {
      Object expected = message.getArguments()[1];
      return file.finding(
          node.line(),
          name + " is " + message.getArguments()[0] + " where " + expected + " must be",
          REMEDIES.getOrDefault(String.valueOf(expected), ""));
    }
    ValidationMessage first =
        messages.stream()
            .filter(m -> !VAGUE.contains(m.getType()))
            .findFirst()
            .orElse(messages.get(0));
    String text = first.getMessage();
    return file.finding(node.line(), name + text.substring(text.indexOf(':') + 1), "");
  }

  private static Finding unknown(
      RouteFile file, YamlNode node, String name, Collection<String> allowed) {
    return file.finding(
        node.lineOf(name), "unknown name " + name, Suggestions.questionOrAll(name, allowed));
  }

  /** The names allowed in place of an unknown one. */
  private Set<String> allowed(ValidationMessage message) {
    JsonNode parent = document.at(message.getSchemaLocation().getFragment().getParent().toString());
    Set<String> names = new TreeSet<>();
    parent.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<ValidationMessage> of(List<ValidationMessage> messages, String type) {
    return messages.stream().filter(message -> message.getType().equals(type)).toList();
  }

  private static boolean hasDeeper(JsonNodePath place, Set<JsonNodePath> places) {
    return places.stream().anyMatch(other -> !other.equals(place) && other.startsWith(place));
  }

  private static YamlNode node(YamlNode root, JsonNodePath place) {
    YamlNode node = root;
    for (int i = 0; i < place.getNameCount(); i++) {
      node = place.getElement(i) instanceof Integer n ? node.get(n) : node.get(place.getName(i));
    }
    return node;
  }

  private static JsonNode read() {
    return FixtureJson.parse(Resources.bytes(SchemaRule.class, "/schema/camelYamlDsl.json"));
  }

  private static JsonSchema compile(JsonNode document) {
    JsonMetaSchema draft4 = JsonMetaSchema.getV4();
    JsonMetaSchema ours =
        JsonMetaSchema.builder(draft4).keyword(new NonValidationKeyword("deprecated")).build();
    return JsonSchemaFactory.getInstance(VersionFlag.V4, builder -> builder.metaSchema(ours))
        .getSchema(document, SchemaValidatorsConfig.builder().preloadJsonSchema(false).build());
  }
}

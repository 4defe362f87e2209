package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The data that {@code src/main/jte/api} shows of the OpenAPI document, as a page for readers. The
 * page is plain HTML without a script, so it works offline and under the strictest policy.
 */
final class ApiReferencePage {
  /** The calls of one kind. */
  record Tag(String name, String description, List<Call> calls) {}

  /** A call, with the parameters of its path. */
  record Call(String method, String path, List<JsonNode> parameters, JsonNode operation) {
    String id() {
      return operation.path("operationId").asText();
    }

    boolean isOf(String tag) {
      return operation.at("/tags/0").asText().equals(tag);
    }
  }

  private final JsonNode document;
  private final List<Call> calls = new ArrayList<>();

  private ApiReferencePage(JsonNode document) {
    this.document = document;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      path.getValue().properties().stream()
          .filter(item -> OpenApiDocument.METHODS.contains(item.getKey()))
          .forEach(item -> calls.add(call(path, item.getKey(), item.getValue())));
    }
  }

  static String of(JsonNode document) {
    TemplateEngine templates =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            ApiReferencePage.class.getClassLoader(),
            ApiReferencePage.class.getPackageName());
    StringOutput html = new StringOutput();
    templates.render("reference.jte", new ApiReferencePage(document), html);
    return html.toString();
  }

  private Call call(Map.Entry<String, JsonNode> path, String method, JsonNode operation) {
    List<JsonNode> parameters =
        Stream.of(path.getValue(), operation)
            .flatMap(node -> node.path("parameters").valueStream())
            .map(this::resolve)
            .toList();
    return new Call(method.toUpperCase(Locale.ROOT), path.getKey(), parameters, operation);
  }

  String description() {
    return document.at("/info/description").asText();
  }

  List<Tag> tags() {
    return document.path("tags").valueStream().map(this::tag).toList();
  }

  private Tag tag(JsonNode tag) {
    String name = tag.path("name").asText();
    return new Tag(
        name,
        tag.path("description").asText(),
        calls.stream().filter(call -> call.isOf(name)).toList());
  }

  Iterable<Map.Entry<String, JsonNode>> schemas() {
    return document.at("/components/schemas").properties();
  }

  List<Map.Entry<String, JsonNode>> answers(Call call) {
    return call.operation().path("responses").properties().stream()
        .map(answer -> Map.entry(answer.getKey(), resolve(answer.getValue())))
        .toList();
  }

  /** The schema to which a reference points. */
  static String nameOf(JsonNode reference) {
    return reference.path("$ref").asText().replaceFirst(".*/", "");
  }

  /** The type of a schema that is neither a reference nor a list. */
  static String words(JsonNode schema) {
    List<String> words = new ArrayList<>();
    JsonNode values = schema.has("enum") ? schema.path("enum") : schema.path("type");
    values.forEach(value -> words.add(value.asText()));
    if (schema.has("const")) {
      words.add("always " + schema.path("const").asText());
    } else if (words.isEmpty()) {
      words.add(schema.path("type").asText("anything"));
    }
    String format = schema.path("format").asText();
    return String.join(", ", words) + (format.isEmpty() ? "" : " (" + format + ")");
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}

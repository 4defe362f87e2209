package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The OpenAPI document as a page for people. It is plain HTML without a script, so that it works
 * without the internet and under the strictest policy.
 */
final class ApiReferencePage {
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  private final JsonNode document;
  private final StringBuilder page = new StringBuilder();

  private ApiReferencePage(JsonNode document) {
    this.document = document;
  }

  static String of(JsonNode document) {
    return new ApiReferencePage(document).write();
  }

  private String write() {
    add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    add("<title>Bellhop API</title><link rel=\"stylesheet\" href=\"/reference/style.css\"></head>");
    add("<body><header><h1>Bellhop API</h1><p>" + prose(document.at("/info/description")) + "</p>");
    add("<p>As a document for programs: <a href=\"/openapi.json\">openapi.json</a>. The events: ");
    add("<a href=\"/schemas/\">catalogue</a>.</p></header>\n<nav aria-label=\"Calls\">");
    document.path("tags").forEach(this::menu);
    add("</nav>\n<main>");
    document.path("tags").forEach(this::calls);
    add("<h2 id=\"schemas\">Schemas</h2>");
    document.at("/components/schemas").properties().forEach(s -> schema(s.getKey(), s.getValue()));
    return add("</main></body></html>\n").toString();
  }

  private StringBuilder add(String html) {
    return page.append(html);
  }

  private void menu(JsonNode tag) {
    String name = escape(tag.path("name").asText());
    add("<h2><a href=\"#" + name + "\">" + name + "</a></h2><ul>");
    for (Call call : callsOf(tag)) {
      String id = escape(call.operation().path("operationId").asText());
      add("<li><a href=\"#" + id + "\">" + call.title() + "</a></li>");
    }
    add("</ul>");
  }

  private void calls(JsonNode tag) {
    String name = escape(tag.path("name").asText());
    add("\n<h2 id=\"" + name + "\">" + name + "</h2><p>" + prose(tag.path("description")) + "</p>");
    callsOf(tag).forEach(this::call);
  }

  private void call(Call call) {
    JsonNode operation = call.operation();
    add("\n<section id=\"" + escape(operation.path("operationId").asText()) + "\"><h3>");
    add(call.title() + "</h3><p>" + prose(operation.path("summary")) + "</p>");
    if (operation.has("description")) {
      add("<p>" + prose(operation.path("description")) + "</p>");
    }
    List<JsonNode> parameters = new ArrayList<>();
    call.item().path("parameters").forEach(p -> parameters.add(resolve(p)));
    operation.path("parameters").forEach(p -> parameters.add(resolve(p)));
    if (!parameters.isEmpty()) {
      add("<table><caption>Parameters</caption>");
      for (JsonNode parameter : parameters) {
        row(
            parameter.path("name").asText() + " (" + parameter.path("in").asText() + ")",
            type(parameter.path("schema")),
            prose(parameter.path("description")));
      }
      add("</table>");
    }
    JsonNode body = operation.path("requestBody");
    if (!body.isMissingNode()) {
      add("<p>Body: " + content(body) + "</p>");
    }
    add("<table><caption>Answers</caption>");
    operation
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              JsonNode response = resolve(answer.getValue());
              row(answer.getKey(), content(response), prose(response.path("description")));
            });
    add("</table></section>");
  }

  private void schema(String name, JsonNode schema) {
    add("\n<section id=\"schema-" + escape(name) + "\"><h3>" + escape(name) + "</h3>");
    add("<p>" + prose(schema.path("description")) + "</p>");
    if (!schema.has("properties")) {
      add("<p>" + type(schema) + "</p></section>");
      return;
    }
    add("<table>");
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                row(
                    property.getKey(),
                    type(property.getValue()),
                    prose(property.getValue().path("description"))));
    add("</table></section>");
  }

  private void row(String name, String type, String description) {
    add("<tr><th scope=\"row\"><code>" + escape(name) + "</code></th><td>" + type + "</td><td>");
    add(description + "</td></tr>");
  }

  /** The types that a body or an answer may have. */
  private String content(JsonNode body) {
    List<String> types = new ArrayList<>();
    body.path("content")
        .properties()
        .forEach(
            content -> {
              String type = type(content.getValue().path("schema"));
              boolean isJson = content.getKey().equals("application/json");
              types.add(isJson ? type : escape(content.getKey()));
            });
    return String.join(" or ", types);
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = escape(schema.path("$ref").asText().replaceFirst(".*/", ""));
      return "<a href=\"#schema-" + name + "\">" + name + "</a>";
    }
    if (schema.has("items")) {
      return "list of " + type(schema.path("items"));
    }
    List<String> words = new ArrayList<>();
    JsonNode values = schema.has("enum") ? schema.path("enum") : schema.path("type");
    values.forEach(value -> words.add(escape(value.asText())));
    if (schema.has("const")) {
      words.add("always " + escape(schema.path("const").asText()));
    } else if (words.isEmpty()) {
      words.add(escape(schema.path("type").asText("anything")));
    }
    String format = schema.path("format").asText();
    return String.join(", ", words) + (format.isEmpty() ? "" : " (" + escape(format) + ")");
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private List<Call> callsOf(JsonNode tag) {
    List<Call> calls = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        call -> {
                          if (call.getValue().at("/tags/0").equals(tag.path("name"))) {
                            calls.add(
                                new Call(
                                    call.getKey(),
                                    path.getKey(),
                                    path.getValue(),
                                    call.getValue()));
                          }
                        }));
    return calls;
  }

  private static String prose(JsonNode text) {
    return CODE.matcher(escape(text.asText())).replaceAll("<code>$1</code>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private record Call(String method, String path, JsonNode item, JsonNode operation) {
    String title() {
      return "<span class=\"method\">"
          + method.toUpperCase(java.util.Locale.ROOT)
          + "</span> "
          + escape(path);
    }
  }
}

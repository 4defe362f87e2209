package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.bellhop.api.OpenApiDocument;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds what tests send to a hub's API and what it answers to the OpenAPI document. It is stricter
 * than the document says: what the document does not name must not be there.
 */
public final class OpenApiCheck {
  private static final ObjectMapper MAPPER = TestNode.MAPPER;
  private static final ObjectNode DOCUMENT = strict(OpenApiDocument.read());

  /** What a call may end with that no path of the document fits. */
  private static final Set<Integer> NOWHERE = Set.of(400, 401, 403, 404, 405, 429, 503);

  private static final List<Call> CALLS = calls();
  private static final JsonSchema ERROR = schema(DOCUMENT.at("/components/schemas/Error"));

  /** By the very node of the document: to compare whole schemas takes longer than to apply one. */
  private static final Map<JsonNode, JsonSchema> SCHEMAS =
      Collections.synchronizedMap(new IdentityHashMap<>());

  private static final Set<String> DONE = ConcurrentHashMap.newKeySet();

  /** A call of the document, with the whole path. */
  public record Call(
      String method, String path, Pattern pattern, JsonNode item, JsonNode operation) {
    Call(String method, String path, JsonNode item, JsonNode operation) {
      this(method, path, pattern(path), item, operation);
    }

    private static Pattern pattern(String path) {
      return Pattern.compile("\\Q" + path.replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q") + "\\E");
    }

    public String id() {
      return operation.path("operationId").asText();
    }

    /** The names of its query parameters. */
    public Set<String> query() {
      Set<String> names = new TreeSet<>();
      parameters().stream()
          .filter(p -> p.path("in").asText().equals("query"))
          .forEach(p -> names.add(p.path("name").asText()));
      return names;
    }

    private List<JsonNode> parameters() {
      List<JsonNode> all = new ArrayList<>();
      item.path("parameters").forEach(p -> all.add(resolve(p)));
      operation.path("parameters").forEach(p -> all.add(resolve(p)));
      return all;
    }

    private boolean fits(String path) {
      return pattern.matcher(path).matches();
    }

    private int places() {
      return path.replaceAll("[^{]", "").length();
    }
  }

  private OpenApiCheck() {}

  /** All calls of the document. */
  public static List<Call> all() {
    return CALLS;
  }

  /** The ids of the calls that succeeded in this JVM. */
  public static Set<String> done() {
    return Set.copyOf(DONE);
  }

  /**
   * @param target path and query as sent
   * @param body null for none, or where it is not known
   */
  public static void check(String method, String target, String body, HttpResponse<String> answer) {
    if (method.equals("OPTIONS")) {
      return;
    }
    int mark = target.indexOf('?');
    String path = (mark < 0 ? target : target.substring(0, mark)).replaceAll("(?<=[^s])/+$", "");
    String query = mark < 0 ? "" : target.substring(mark + 1);
    String what = method + " " + target + " answered " + answer.statusCode();
    String read = method.equals("HEAD") ? "GET" : method;
    Call call = find(read, path);
    if (call == null) {
      assertThat(NOWHERE)
          .as("%s, and openapi.yaml has no such call", what)
          .contains(answer.statusCode());
      return;
    }
    JsonNode response = resolve(call.operation().path("responses").path("" + answer.statusCode()));
    assertThat(response.isMissingNode())
        .as("%s, and openapi.yaml does not have this status there", what)
        .isFalse();
    if (!method.equals("HEAD")) {
      checkAnswer(what, response, answer);
    }
    if (answer.statusCode() / 100 == 2) {
      DONE.add(call.id());
      checkQuery(what, call, query);
      checkBody(what, call, body);
    }
  }

  /** Of two paths that fit, the one with fewer places is meant, whatever methods it has. */
  private static Call find(String method, String path) {
    List<Call> fitting = CALLS.stream().filter(c -> c.fits(path)).toList();
    int least = fitting.stream().mapToInt(Call::places).min().orElse(0);
    return fitting.stream()
        .filter(c -> c.places() == least && c.method().equals(method))
        .findFirst()
        .orElse(null);
  }

  /** The same for an answer that has no end: its status and its type. */
  public static void check(String method, String target, HttpResponse<?> answer) {
    Call call =
        CALLS.stream()
            .filter(c -> c.fits(target) && c.method().equals(method))
            .findFirst()
            .orElseThrow();
    JsonNode response = resolve(call.operation().path("responses").path("" + answer.statusCode()));
    String type = answer.headers().firstValue("content-type").orElse("");
    assertThat(response.path("content").has(type)).as("%s: %s", target, type).isTrue();
    DONE.add(call.id());
  }

  private static void checkAnswer(String what, JsonNode response, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("content-type").orElse("");
    JsonNode content = response.path("content").path(type);
    assertThat(content.isMissingNode())
        .as("%s, and openapi.yaml does not have %s there", what, type)
        .isFalse();
    if (type.equals("application/json")) {
      check(what, content.path("schema"), json(answer.body()));
    }
  }

  private static void checkQuery(String what, Call call, String query) {
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      String name = decode(parts[0]);
      String value = parts.length < 2 ? "" : decode(parts[1]);
      if (name.isEmpty()) {
        continue;
      }
      JsonNode parameter =
          call.parameters().stream()
              .filter(p -> p.path("in").asText().equals("query"))
              .filter(p -> p.path("name").asText().equals(name))
              .findFirst()
              .orElse(null);
      assertThat(parameter).as("%s: openapi.yaml has no %s there", what, name).isNotNull();
      if (!value.isEmpty()) {
        check(what + ": " + name, parameter.path("schema"), value(parameter, value));
      }
    }
  }

  private static JsonNode value(JsonNode parameter, String text) {
    boolean isNumber = parameter.at("/schema/type").asText().equals("integer");
    return isNumber && text.matches("[0-9]{1,9}")
        ? IntNode.valueOf(Integer.parseInt(text))
        : JsonNodeFactory.instance.textNode(text);
  }

  private static void checkBody(String what, Call call, String body) {
    String text = body == null ? "" : body.strip();
    if (text.isEmpty() || text.matches("null|\\{\\s*}")) {
      return;
    }
    JsonNode content =
        call.operation().path("requestBody").path("content").path("application/json");
    assertThat(content.isMissingNode()).as("%s: openapi.yaml has no body there", what).isFalse();
    check(what + ", the request", content.path("schema"), json(text));
  }

  private static void check(String what, JsonNode schema, JsonNode value) {
    assertThat(SCHEMAS.computeIfAbsent(schema, OpenApiCheck::schema).validate(value))
        .as("%s; openapi.yaml has it otherwise: %s", what, value)
        .isEmpty();
  }

  private static JsonSchema schema(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", DOCUMENT.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    String base = DOCUMENT.at("/servers/0/url").asText();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path -> {
              String root = path.getValue().has("servers") ? "" : base;
              path.getValue()
                  .properties()
                  .forEach(
                      item -> {
                        if (OpenApiDocument.METHODS.contains(item.getKey())) {
                          calls.add(
                              new Call(
                                  item.getKey().toUpperCase(Locale.ROOT),
                                  root + path.getKey(),
                                  path.getValue(),
                                  item.getValue()));
                        }
                      });
            });
    return calls;
  }

  /** Clients accept what they do not know; here nothing may be there that is not described. */
  private static ObjectNode strict(ObjectNode node) {
    node.forEach(
        child -> {
          if (child instanceof ObjectNode object) {
            strict(object);
          }
        });
    if (node.path("properties").isObject() && !node.has("additionalProperties")) {
      node.put("additionalProperties", false);
    }
    return node;
  }
}

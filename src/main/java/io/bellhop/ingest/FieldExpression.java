package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.bellhop.config.TemplateParameters;
import io.bellhop.json.IdText;
import io.bellhop.json.JsonTexts;
import io.bellhop.net.RequestHeaders;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A list of fields that form one text, as the author of a provider writes it. Blanks separate
 * parts; {@code |} separates alternatives within a part, of which the first that exists counts. An
 * alternative is a JSONPath ({@code $.a.b}), a header ({@code @svix-id}) or the hash of the body
 * ({@code #body}). Compiled once, thread-safe.
 */
final class FieldExpression {
  /** The source of a field. */
  enum Source {
    BODY("a JSONPath to one value ($.a.b)"),
    HEADER("a header (@name)"),
    HASH("#body");

    private final String form;

    Source(String form) {
      this.form = form;
    }

    /** How an author writes it. */
    String form() {
      return form;
    }
  }

  private static final String HASH_OF_BODY = "#body";

  /** A JSONPath with names only. */
  private static final Pattern PLAIN = Pattern.compile("\\$(\\.[A-Za-z_][A-Za-z0-9_]*)+");

  private static final Configuration JSON =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .options(Option.SUPPRESS_EXCEPTIONS)
          .build();

  private final List<List<BiFunction<WebhookBody, RequestHeaders, String>>> parts =
      new ArrayList<>();

  private final List<String> headerNames = new ArrayList<>();

  private final Set<Source> allowed;

  /**
   * @param allowed the allowed sources of its fields
   * @throws IllegalArgumentException if it does not compile; names the field
   */
  FieldExpression(String expression, Set<Source> allowed) {
    this.allowed = EnumSet.copyOf(allowed);
    for (String part : expression.trim().split("\\s+")) {
      List<BiFunction<WebhookBody, RequestHeaders, String>> alternatives = new ArrayList<>();
      for (String field : part.split("\\|")) {
        alternatives.add(compile(field));
      }
      parts.add(alternatives);
    }
  }

  /**
   * The fields in a parameter of the ingest template.
   *
   * @throws IllegalArgumentException if they do not compile; names the parameter
   */
  static FieldExpression of(TemplateParameters parameters, String name, Set<Source> allowed) {
    try {
      return new FieldExpression(parameters.text(name), allowed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * @return the parts, separated by blanks, or null if one of them is missing
   */
  String read(WebhookBody body, RequestHeaders headers) {
    StringBuilder text = new StringBuilder();
    for (List<BiFunction<WebhookBody, RequestHeaders, String>> alternatives : parts) {
      String found = null;
      for (BiFunction<WebhookBody, RequestHeaders, String> field : alternatives) {
        found = field.apply(body, headers);
        // The HTTP server of a host may pass on any characters in a header.
        found = found == null ? null : JsonTexts.clean(found);
        if (found != null && !found.isEmpty()) {
          break;
        }
      }
      if (found == null || found.isEmpty()) {
        return null;
      }
      text.append(text.isEmpty() ? "" : " ").append(found);
    }
    return text.toString();
  }

  /**
   * @param headers read only if a field is in one
   */
  String read(JsonNode body, Supplier<RequestHeaders> headers) {
    return read(
        new WebhookBody(body, new byte[0]),
        headerNames.isEmpty() ? new RequestHeaders(List.of()) : headers.get());
  }

  /** The names of the headers that it reads. */
  Stream<String> headers() {
    return headerNames.stream();
  }

  private BiFunction<WebhookBody, RequestHeaders, String> compile(String field) {
    if (field.startsWith("@") && allowed.contains(Source.HEADER)) {
      String name = field.substring(1);
      headerNames.add(name);
      return (body, headers) -> headers.one(name);
    }
    if (field.equals(HASH_OF_BODY) && allowed.contains(Source.HASH)) {
      return (body, headers) -> body.hash();
    }
    try {
      if (field.startsWith("$")) {
        JsonPath path = JsonPath.compile(field);
        if (path.isDefinite()) {
          return PLAIN.matcher(field).matches()
              ? plain(field)
              : (body, headers) -> text(path.read(body.json(), JSON));
        }
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "the JSONPath " + field + " does not compile: " + e.getMessage(), e);
    }
    List<String> forms = allowed.stream().map(source -> source.form).toList();
    throw new IllegalArgumentException(
        "a field must be " + String.join(" or ", forms) + ", was: " + field);
  }

  /** Gives the result of the JSONPath with less work, because Bellhop reads it for each webhook. */
  private static BiFunction<WebhookBody, RequestHeaders, String> plain(String field) {
    String[] names = field.substring("$.".length()).split("\\.");
    return (body, headers) -> {
      JsonNode at = body.json();
      for (int i = 0; at != null && i < names.length; i++) {
        at = at.get(names[i]);
      }
      return text(at);
    };
  }

  private static String text(Object found) {
    if (!(found instanceof JsonNode node) || !node.isValueNode() || node.isNull()) {
      return null;
    }
    return node.isBoolean() ? node.asText() : IdText.of(node);
  }
}

package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Caller;
import io.bellhop.config.Suggestions;
import io.bellhop.validation.FieldFaults;
import io.bellhop.validation.FieldReader;
import io.bellhop.validation.Ids;
import io.bellhop.validation.TextRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A call of the API.
 *
 * @param segments the decoded path after /api/v1; the first names the resource
 * @param address the address of the caller
 * @param idempotencyKey the header of this name; null if the request has none
 */
record ApiRequest(
    String method,
    List<String> segments,
    QueryParameters query,
    ApiBody body,
    Caller caller,
    String address,
    String idempotencyKey) {
  static final String BASE = "/api/v1";

  private static final String WORKSPACE = "workspace_id";
  private static final Pattern EMPTY = Pattern.compile("\\{\\s*}|null");

  /**
   * @param path the path as received, with percent signs
   * @param rawQuery the query as received; null if there is none
   * @throws ApiError if path or query cannot be decoded
   */
  static ApiRequest of(String method, String path, String rawQuery, ApiBody body) {
    return new ApiRequest(
        method, segments(path), new QueryParameters(rawQuery), body, Caller.FIRST_KEY, "", null);
  }

  ApiRequest by(Caller other, String from) {
    return new ApiRequest(method, segments, query, body, other, from, idempotencyKey);
  }

  /** Adds the idempotency key, which distinguishes the call from others. */
  ApiRequest keyed(String key) {
    return new ApiRequest(method, segments, query, body, caller, address, key);
  }

  ApiRequest with(String parameter, String value) {
    return new ApiRequest(
        method, segments, query.with(parameter, value), body, caller, address, idempotencyKey);
  }

  String id() {
    return segments.get(1);
  }

  /**
   * @throws ApiError 404, because only a UUID can be an id
   */
  UUID uuid() {
    UUID id = Ids.uuid(id());
    if (id == null) {
      throw ApiError.notFound();
    }
    return id;
  }

  /**
   * Rejects a body if the call reads none: a filter in the body would have no effect, and the list
   * would show everything. Some clients send an empty object with every request, which is harmless.
   *
   * @throws ApiError 422
   */
  void mustHaveNoBody() {
    String text = new String(body.bytes(), StandardCharsets.UTF_8).strip();
    if (body.isForm() || !text.isEmpty() && !EMPTY.matcher(text).matches()) {
      throw ApiError.invalid("body", "must be left out: filters are query parameters");
    }
  }

  /**
   * The object that the body wraps by the name of its type. A key of one workspace puts the object
   * into that workspace.
   *
   * @throws ApiError 400 if the body is not JSON, 422 if it is other JSON
   */
  JsonNode wrapped(String type) {
    JsonNode json = body.json();
    onlyWrapper(json, type);
    if (!json.path(type).isObject()) {
      throw ApiError.invalid(type, "must be an object that holds the attributes");
    }
    return ofWorkspace((ObjectNode) json.path(type));
  }

  private JsonNode ofWorkspace(ObjectNode object) {
    if (caller.seesAll()) {
      return object;
    }
    if (object.hasNonNull(WORKSPACE)
        && !caller.workspace().equals(object.get(WORKSPACE).asText())) {
      throw ApiError.invalid(WORKSPACE, "must be the key's own workspace, or left out");
    }
    return object.put(WORKSPACE, caller.workspace());
  }

  /**
   * The attributes in a body that may wrap them by a name, be the attributes themselves, or be
   * empty.
   *
   * @throws ApiError 400 if the body is not JSON, 422 if it is other JSON
   */
  JsonNode attributes(String name) {
    JsonNode json = body.isEmpty() ? ApiAnswer.object() : body.json();
    JsonNode inner = json.path(name);
    if (!json.isObject() || !inner.isMissingNode() && !inner.isObject()) {
      throw ApiError.invalid(name, "must be an object that holds the attributes");
    }
    if (inner.isObject()) {
      onlyWrapper(json, name);
      return inner;
    }
    return json;
  }

  /**
   * Checks that a call has no attributes.
   *
   * @throws ApiError 422 if the body has some
   */
  void mustHaveNoAttributes(String name) {
    new FieldReader(attributes(name)).check();
  }

  private static void onlyWrapper(JsonNode json, String type) {
    FieldFaults wrong = new FieldFaults();
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(type)) {
                wrong.addName("body", name, Suggestions.unknown(name, List.of(type)));
              }
            });
    if (!wrong.isEmpty() && !json.has(type)) {
      wrong.add(type, "must be an object that holds the attributes");
    }
    wrong.check();
  }

  private static List<String> segments(String path) {
    if (path == null || !path.startsWith(BASE + "/")) {
      throw ApiError.notFound();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(BASE.length() + 1).split("/")) {
      segments.add(decode(segment));
    }
    return segments.isEmpty() ? List.of("") : List.copyOf(segments);
  }

  private static String decode(String segment) {
    // Only in a query does a plus sign mean a space.
    String decoded = PercentDecoder.decode(segment);
    if (decoded == null || TextRules.fault(decoded) != null) {
      throw ApiError.notFound();
    }
    return decoded;
  }
}

package io.bellhop.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A call of the API.
 *
 * @param segments the decoded path behind /api/v1; the first names the resource
 */
record ApiRequest(String method, List<String> segments, QueryString query, byte[] body) {
  static final String BASE = "/api/v1";

  /**
   * @param path with percent signs, as it came
   * @param rawQuery null if there was none
   * @throws ApiError if path or query cannot be decoded
   */
  static ApiRequest of(String method, String path, String rawQuery, byte[] body) {
    return new ApiRequest(method, segments(path), new QueryString(rawQuery), body);
  }

  /** True if the path is the resource's own, with nothing behind it. */
  boolean isCollection() {
    return segments.size() == 1;
  }

  /** True if the path ends with the id of one thing. */
  boolean isItem() {
    return segments.size() == 2;
  }

  /** True for something to do with one thing: /resource/id/name. */
  boolean isAction(String name) {
    return segments.size() == 3 && segments.get(2).equals(name);
  }

  String id() {
    return segments.get(1);
  }

  /**
   * @throws ApiError 404: what is no UUID cannot be the id of anything
   */
  UUID uuid() {
    UUID id = Ids.uuid(id());
    if (id == null) {
      throw ApiError.notFound();
    }
    return id;
  }

  /** Refuses every method but one. */
  void only(String allowed) {
    if (!method.equals(allowed)) {
      throw ApiError.methodNotAllowed(allowed);
    }
  }

  /**
   * The object that the body wraps by the name of its type.
   *
   * @throws ApiError 400 if the body is not JSON, 422 if it is other JSON
   */
  JsonNode wrapped(ObjectMapper mapper, String type) {
    JsonNode inner = json(mapper).path(type);
    if (!inner.isObject()) {
      throw ApiError.invalid(type, "must be an object that holds the attributes");
    }
    return inner;
  }

  /**
   * The attributes in a body that may wrap them by a name, stand alone, or be empty.
   *
   * @throws ApiError 400 if the body is not JSON, 422 if it is other JSON
   */
  JsonNode attributes(ObjectMapper mapper, String name) {
    JsonNode json = body.length == 0 ? ApiAnswer.object() : json(mapper);
    JsonNode inner = json.path(name);
    if (!json.isObject() || !inner.isMissingNode() && !inner.isObject()) {
      throw ApiError.invalid(name, "must be an object that holds the attributes");
    }
    return inner.isObject() ? inner : json;
  }

  private JsonNode json(ObjectMapper mapper) {
    try {
      JsonNode json =
          mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(body);
      if (json == null || json.isMissingNode()) {
        throw ApiError.badRequest();
      }
      return json;
    } catch (IOException e) {
      throw ApiError.badRequest();
    }
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
    try {
      // In a path a plus sign is a plus sign.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiError.notFound();
    }
  }
}

package io.bellhop.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bellhop.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/**
 * The body of a call. Bellhop reads JSON whatever its content type says, but names the type when it
 * rejects a body, because curl by default declares a form.
 *
 * @param type the media type, empty if there is none
 * @param isForm whether the HTTP server has parsed the bytes as a form
 */
record ApiBody(byte[] bytes, String type, boolean isForm) {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "\\s*([a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60})\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** Strict, unlike for webhooks: the caller of the API can correct the body. */
  private static final ObjectMapper STRICT =
      Json.exact(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  /** Jackson's text for a repeated name, for which it has no exception class. */
  private static final String TWICE = "Duplicate field";

  static final ApiBody NONE = new ApiBody(new byte[0], "", false);

  static ApiBody of(Message message, String contentType) {
    Matcher type = MEDIA_TYPE.matcher(contentType == null ? "" : contentType);
    String shown = type.matches() ? type.group(1).toLowerCase(Locale.ROOT) : "";
    if (message.getBody() instanceof Map<?, ?> form) {
      return new ApiBody(new byte[0], shown, !form.isEmpty());
    }
    byte[] bytes = message.getBody(byte[].class);
    return new ApiBody(bytes == null ? new byte[0] : bytes, shown, false);
  }

  boolean isEmpty() {
    return bytes.length == 0 && !isForm;
  }

  /**
   * @throws ApiError 400 if the body is not JSON, 422 if it repeats a name
   */
  JsonNode json() {
    if (isForm) {
      throw notJson("");
    }
    try {
      JsonNode json = STRICT.readTree(bytes);
      if (json == null || json.isMissingNode()) {
        throw ApiError.badRequest("The body is empty: send JSON");
      }
      return json;
    } catch (JsonProcessingException e) {
      if (String.valueOf(e.getOriginalMessage()).startsWith(TWICE)) {
        throw ApiError.invalid("body", "has a name twice in one object" + place(e.getLocation()));
      }
      throw notJson(place(e.getLocation()));
    } catch (IOException | ArithmeticException | NumberFormatException e) {
      // Jackson limits numbers, and rejects text that is not UTF-8.
      throw notJson("");
    }
  }

  /**
   * The names of the body's fields, including those in a wrapping object; none if the body is not
   * JSON.
   */
  List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      JsonNode json = isEmpty() ? MissingNode.getInstance() : json();
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        if (field.getValue().isObject()) {
          field.getValue().fieldNames().forEachRemaining(names::add);
        } else {
          names.add(field.getKey());
        }
      }
    } catch (ApiError e) {
      // The call itself reports the fault.
    }
    return names;
  }

  private ApiError notJson(String place) {
    boolean other = !type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json");
    return ApiError.badRequest(
        "The body is not JSON"
            + place
            + (other ? "; the content type is " + type + ": send application/json" : ""));
  }

  private static String place(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}

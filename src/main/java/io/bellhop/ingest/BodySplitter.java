package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.TemplateParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits a body with several events. Each element becomes a separate body: the fields around the
 * array, with the element in place of the array. If the whole body is an array, the elements
 * themselves are the bodies.
 *
 * @param path the field names down to the array; empty if the body itself is the array
 * @param kept whether to keep an element in an array of one, for folders that write fields as
 *     {@code $[0].id} and whose routes split
 * @param takenApart whether to split arrays at all
 */
record BodySplitter(List<String> path, boolean kept, boolean takenApart) {
  private static final Pattern PATH = Pattern.compile("\\$(\\.[A-Za-z0-9_-]+)*");

  /**
   * The largest number of events. A body of one mebibyte does not have more of any known event, and
   * each becomes a row.
   */
  private static final int MOST = 5_000;

  /**
   * The factor by which the sum of the new bodies may exceed the body: each repeats the fields
   * around the array.
   */
  private static final int LARGEST_SUM = 8;

  /**
   * @param fields the expressions of event and keys
   */
  static BodySplitter of(TemplateParameters parameters, BodyKind body, List<String> fields) {
    String text = parameters.text("elements").trim();
    if (text.isEmpty()) {
      return new BodySplitter(List.of(), has(fields, "$[0]"), body != BodyKind.OBJECT);
    }
    if (!PATH.matcher(text).matches()) {
      throw parameters.wrong("elements", "must be the path to an array, such as $.data");
    }
    List<String> path = text.equals("$") ? List.of() : List.of(text.substring(2).split("\\."));
    return new BodySplitter(path, has(fields, text + "[0]"), true);
  }

  private static boolean has(List<String> fields, String start) {
    return fields.stream().anyMatch(field -> field.contains(start));
  }

  /**
   * @param largest the largest size of a body, in bytes
   * @return the body itself if there is nothing to split
   * @throws UnreadableException if the array is empty or too large
   */
  List<WebhookBody> of(WebhookBody body, BodyReader reader, long largest)
      throws UnreadableException {
    JsonNode found = body.json();
    for (String name : path) {
      found = found.path(name);
    }
    if (!takenApart || !found.isArray()) {
      return List.of(body);
    }
    if (found.isEmpty()) {
      throw new UnreadableException("the body has an empty array, so there is no event in it");
    }
    if (found.size() > MOST) {
      throw new UnreadableException("the body has more than " + MOST + " elements");
    }
    if (found.size() == 1 && kept) {
      return List.of(body);
    }
    List<WebhookBody> parts = new ArrayList<>();
    long sum = 0;
    for (JsonNode element : found) {
      WebhookBody part = reader.part(around(body.json(), 0, element));
      sum += part.bytes().length;
      if (sum > LARGEST_SUM * largest) {
        throw new UnreadableException(
            "the body's elements, each with the fields around it, are too large together");
      }
      parts.add(part);
    }
    return parts;
  }

  private JsonNode around(JsonNode whole, int depth, JsonNode element) {
    if (depth == path.size()) {
      ArrayNode alone = JsonNodeFactory.instance.arrayNode();
      return kept ? alone.add(element) : element;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll((ObjectNode) whole);
    String name = path.get(depth);
    copy.set(name, around(whole.get(name), depth + 1, element));
    return copy;
  }

  /** Whether a body describes one event or record. */
  boolean isEvent(WebhookBody body) {
    JsonNode element = body.json();
    for (String name : path) {
      element = element.path(name);
    }
    return !takenApart
        || (kept && element.isArray() ? element.path(0) : element).isContainerNode()
        || element.isMissingNode();
  }
}

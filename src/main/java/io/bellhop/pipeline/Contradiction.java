package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bellhop.json.PlainWord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Compares the fields of a record that a webhook states with the record that the API returned. It
 * ignores fields that the webhook does not name. A pure function.
 */
final class Contradiction {
  /** A status, a day, a number; other values may be a person's name. */
  private static final Pattern PLAIN = Pattern.compile("[A-Z0-9_.:+-]{1,40}");

  /** Expects any value. */
  private static final String ANYTHING = "*";

  private Contradiction() {}

  /**
   * @param expected the fields that the record must have; null: the field must be absent; "*": it
   *     must have any value; in an array: the elements with these ids
   * @return a text for each field that differs
   */
  static List<String> between(JsonNode expected, JsonNode record) {
    List<String> found = new ArrayList<>();
    compare("", expected, record, found);
    return found;
  }

  /** Whether the record was changed after the event, so that it may differ. */
  static boolean isNewer(JsonNode record, Instant event) {
    Instant version = time(record.path("updatedAt").asText(""));
    return version != null && event != null && version.isAfter(event);
  }

  private static void compare(String path, JsonNode expected, JsonNode record, List<String> found) {
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      String name = path + field.getKey();
      JsonNode wanted = field.getValue();
      JsonNode is = record.path(field.getKey());
      if (wanted.isObject() && is.isObject()) {
        compare(name + ".", wanted, is, found);
      } else if (wanted.isArray() && is.isArray()) {
        wanted.forEach(element -> compareElement(name, element, withId(is, element), found));
      } else if (wanted.asText().equals(ANYTHING)) {
        if (is.isMissingNode() || is.isNull()) {
          found.add("the API does not show " + name + " yet");
        }
      } else if (!same(wanted, is)) {
        found.add(
            "the API still says " + name + shown(is) + " where the webhook says" + shown(wanted));
      }
    }
  }

  private static void compareElement(
      String name, JsonNode wanted, JsonNode is, List<String> found) {
    if (is.isMissingNode()) {
      found.add("the API does not show one of the " + name + " yet");
    } else {
      compare(name + ".", wanted, is, found);
    }
  }

  private static JsonNode withId(JsonNode array, JsonNode wanted) {
    for (JsonNode element : array) {
      if (element.path("id").equals(wanted.path("id"))) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean same(JsonNode wanted, JsonNode is) {
    boolean none = is.isMissingNode() || is.isNull();
    if (wanted.isNull() || none) {
      return wanted.isNull() && none;
    }
    if (wanted.isNumber() && is.isNumber()) {
      return wanted.decimalValue().compareTo(is.decimalValue()) == 0;
    }
    if (wanted.isTextual() && is.isTextual()) {
      // A webhook and the API may differ in case, such as Active and active.
      return PlainWord.of(wanted.textValue()).equals(PlainWord.of(is.textValue()));
    }
    return wanted.equals(is);
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return " nothing";
    }
    String text = value.isValueNode() ? value.asText() : "";
    return PLAIN.matcher(text).matches() ? " " + text : " something else";
  }

  private static Instant time(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}

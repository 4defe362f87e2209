package io.bellhop.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A value in the form for texts that people read: short, and without line breaks. */
public final class ShownValue {
  private static final int LONGEST = 60;

  private static final Pattern LINE_BREAKERS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  private ShownValue() {}

  public static String of(JsonNode value) {
    if (value.isContainerNode()) {
      return value.isArray() ? "a list" : "an object";
    }
    String text = bounded(value.asText());
    return value.isTextual() ? "\"" + text + "\"" : text;
  }

  /** Omits texts, which may be personal data. */
  public static String kind(JsonNode value) {
    return value.isTextual() ? "a text" : of(value);
  }

  public static String bounded(String text) {
    int end = Math.min(text.length(), LONGEST);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String start = LINE_BREAKERS.matcher(text.substring(0, end)).replaceAll("\uFFFD");
    return end < text.length() ? start + "..." : start;
  }
}

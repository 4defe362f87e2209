package io.bellhop.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;

/**
 * The one form of an id. Senders write the number 123 as 123.0, 1.23e2 and "123" too, and texts
 * with surrounding spaces; all of these name the same record. Texts are otherwise unchanged.
 */
public final class IdText {
  /**
   * More than any id has. It limits the exponent too, because the plain form of a number has as
   * many digits.
   */
  private static final int LONGEST_NUMBER = 100;

  private IdText() {}

  /** The id in its one form; empty if the value is no id. */
  public static String of(JsonNode id) {
    if (id == null || !id.isTextual() && !id.isNumber()) {
      return "";
    }
    return id.isNumber() ? number(id) : bare(id.textValue());
  }

  /** The id in the value of a route's variable. */
  public static String ofValue(Object value) {
    if (value instanceof JsonNode node) {
      return of(node);
    }
    return value instanceof Number number
        ? of(DecimalNode.valueOf(new BigDecimal(number.toString())))
        : value instanceof CharSequence text ? bare(text.toString()) : "";
  }

  /** Removes surrounding spaces. Line breaks stay, so that the caller rejects them. */
  private static String bare(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00a0';
  }

  /** A number in the form of an id, exact for any size. */
  public static String number(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.asText();
    }
    BigDecimal value = number.decimalValue();
    boolean isLong = value.precision() > LONGEST_NUMBER || Math.abs(value.scale()) > LONGEST_NUMBER;
    if (isLong) {
      return number.asText();
    }
    boolean isWhole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    return isWhole ? value.toBigInteger().toString() : number.asText();
  }
}

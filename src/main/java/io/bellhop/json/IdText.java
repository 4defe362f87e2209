package io.bellhop.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;

/**
 * The one form of an id. Senders write the number 123 as 123.0, 1.23e2 and "123" too, and texts
 * with blanks around them: all of these name one record. Nothing else of a text is changed.
 */
public final class IdText {
  /** More than any id has; a number in such a form would have as many digits. */
  private static final int LONGEST_NUMBER = 100;

  private IdText() {}

  /** Empty for what is no id. */
  public static String of(JsonNode id) {
    if (id == null || id.isNull() || !id.isValueNode()) {
      return "";
    }
    return id.isNumber() ? number(id) : id.asText().strip();
  }

  /** The same of what a route's variable holds. */
  public static String ofValue(Object value) {
    if (value instanceof JsonNode node) {
      return of(node);
    }
    return value instanceof Number number
        ? of(DecimalNode.valueOf(new BigDecimal(number.toString())))
        : value instanceof CharSequence text ? text.toString().strip() : "";
  }

  /** A number as an id is written; exact, however large. */
  public static String number(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.asText();
    }
    BigDecimal value = number.decimalValue();
    boolean isLong = value.precision() > LONGEST_NUMBER || Math.abs(value.scale()) > LONGEST_NUMBER;
    if (isLong) {
      return number.asText();
    }
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}

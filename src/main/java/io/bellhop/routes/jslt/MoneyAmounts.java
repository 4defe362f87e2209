package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads exact decimals as JSON writes them, as numbers or as texts. */
final class MoneyAmounts {
  /** An amount with more digits is no price, and adding 1E+999999999 would take all memory. */
  private static final int MOST_DIGITS = 30;

  /** More characters than any such amount has; reading a longer text would cost time. */
  private static final int LONGEST = 80;

  /**
   * As JSON writes a number. A comma may part thousands or begin the cents, depending on who wrote
   * it, so a text with one is not read rather than guessed.
   */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private MoneyAmounts() {}

  /**
   * @return null if it is no amount
   */
  static BigDecimal read(JsonNode node) {
    if (node == null || !node.isNumber() && !node.isTextual()) {
      return null;
    }
    try {
      return node.isNumber() ? sane(node.decimalValue()) : read(node.textValue().strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static BigDecimal read(String text) {
    return text.length() > LONGEST || !DECIMAL.matcher(text).matches()
        ? null
        : sane(new BigDecimal(text));
  }

  private static BigDecimal sane(BigDecimal value) {
    // A scale is an int of any size: its amount would be negative for the smallest one.
    boolean bounded = value.scale() <= MOST_DIGITS && value.scale() >= -MOST_DIGITS;
    return bounded && value.precision() <= MOST_DIGITS ? value : null;
  }
}

package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads exact decimals from JSON numbers or texts. */
final class MoneyAmounts {
  /**
   * An amount with more digits is not a price, and adding 1E+999999999 would exhaust the memory.
   */
  private static final int MOST_DIGITS = 30;

  /** Longer than any such amount; reading a longer text would cost time. */
  private static final int LONGEST = 80;

  /**
   * A number as in JSON. Depending on the sender, a comma separates thousands or cents, so a text
   * with a comma is rejected rather than guessed.
   */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private MoneyAmounts() {}

  /**
   * @return null if it is not an amount
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
    // A scale may be any int, and Math.abs() of the smallest one is negative.
    boolean bounded = value.scale() <= MOST_DIGITS && value.scale() >= -MOST_DIGITS;
    return bounded && value.precision() <= MOST_DIGITS ? value : null;
  }
}

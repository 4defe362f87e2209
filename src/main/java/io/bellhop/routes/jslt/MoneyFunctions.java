package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;
import static io.bellhop.routes.jslt.MappingFunction.number;
import static io.bellhop.routes.jslt.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Mapping functions for exact money, where JSLT's arithmetic is floating-point. A value that is not
 * an amount leaves a warning.
 */
final class MoneyFunctions {
  private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

  private final Supplier<JsltEvaluation> evaluation;

  MoneyFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<MappingFunction> all() {
    return List.of(
        new MappingFunction("money", 1, a -> number(amount("money", a[0]))),
        new MappingFunction("negate", 1, a -> number(negate(amount("negate", a[0])))),
        new MappingFunction("sum", 1, a -> number(sum(a[0]))),
        new MappingFunction("currency", 1, a -> text(currency(a[0]))),
        new MappingFunction("minor", 2, a -> number(minor(a[0], a[1]))),
        new MappingFunction(
            "is-money", 1, a -> BooleanNode.valueOf(MoneyAmounts.read(a[0]) != null)));
  }

  private BigDecimal amount(String function, JsonNode node) {
    if (isAbsent(node)) {
      return null;
    }
    BigDecimal amount = MoneyAmounts.read(node);
    if (amount == null) {
      evaluation.get().warn(function + "()", node, "is not an amount");
    }
    return amount;
  }

  private static BigDecimal negate(BigDecimal value) {
    return value == null ? null : value.negate();
  }

  /** Empty if an amount cannot be read, because the sum of the others would be wrong. */
  private BigDecimal sum(JsonNode values) {
    BigDecimal sum = null;
    boolean isWhole = true;
    for (JsonNode value : values) {
      BigDecimal one = amount("sum", value);
      isWhole &= one != null || isAbsent(value);
      if (one != null) {
        sum = sum == null ? one : sum.add(one);
      }
    }
    return isWhole ? sum : null;
  }

  /**
   * Omits a value that is not a currency code, so that subscribers do not add up different
   * currencies.
   */
  private String currency(JsonNode value) {
    if (isAbsent(value)) {
      return null;
    }
    String code = value.asText().strip().toUpperCase(Locale.ROOT);
    if (CODE.matcher(code).matches()) {
      return code;
    }
    evaluation.get().warn("currency", value, "is not a currency");
    return null;
  }

  private BigDecimal minor(JsonNode value, JsonNode currency) {
    BigDecimal units = amount("minor", value);
    if (units == null) {
      return null;
    }
    OptionalInt digits = digits(currency);
    if (digits.isPresent()) {
      return units.movePointLeft(digits.getAsInt());
    }
    if (isAbsent(currency)) {
      evaluation.get().warn("minor()", value, "is in minor units of a currency that is not named");
    } else {
      evaluation
          .get()
          .warn(
              "currency",
              currency,
              "is not a currency, so Bellhop cannot read an amount in its minor units");
    }
    return null;
  }

  /** The number of decimal places of a currency, by ISO 4217. */
  private static OptionalInt digits(JsonNode currency) {
    try {
      String code = currency.asText().strip().toUpperCase(Locale.ROOT);
      int digits = Currency.getInstance(code).getDefaultFractionDigits();
      // Gold and similar codes have none.
      return digits < 0 ? OptionalInt.empty() : OptionalInt.of(digits);
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }
}

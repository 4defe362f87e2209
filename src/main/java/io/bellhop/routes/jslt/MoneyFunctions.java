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

/** Exact money, where JSLT's arithmetic is floating. What is there and no amount is a warning. */
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
      evaluation.get().warn(function + "()", node, "is no amount");
    }
    return amount;
  }

  private static BigDecimal negate(BigDecimal value) {
    return value == null ? null : value.negate();
  }

  /** Nothing if one of them cannot be read: the rest alone would be a wrong sum. */
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

  /** What is no code is left out: a subscriber would add up what is not the same money. */
  private String currency(JsonNode value) {
    if (isAbsent(value)) {
      return null;
    }
    String code = value.asText().strip().toUpperCase(Locale.ROOT);
    if (CODE.matcher(code).matches()) {
      return code;
    }
    evaluation.get().warn("currency", value, "is no currency");
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
              "currency", currency, "is no currency, so an amount in its minor units is not read");
    }
    return null;
  }

  /** How many of an amount's digits stand behind the point, by ISO 4217. */
  private static OptionalInt digits(JsonNode currency) {
    try {
      String code = currency.asText().strip().toUpperCase(Locale.ROOT);
      int digits = Currency.getInstance(code).getDefaultFractionDigits();
      // Gold and the like have none.
      return digits < 0 ? OptionalInt.empty() : OptionalInt.of(digits);
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }
}

package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyFunctionsTest {
  @ParameterizedTest
  @CsvSource({
    "'''12.50''', 12.50",
    "''' 12.5 ''', 12.5",
    "12, 12",
    "-0.01, -0.01",
    "'''1234567890123456789.01''', 1234567890123456789.01",
    "1e2, 1E+2",
    "'''.5''', 0.5",
    "'''+7''', 7"
  })
  void money_is_exact_as_it_was_written(String value, BigDecimal amount) {
    assertThat(call("money(.)", value).decimalValue()).isEqualByComparingTo(amount);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "{}", "[]"})
  void where_there_is_nothing_there_is_no_amount_and_no_warning(String value) {
    Called money = Called.of("money(.)", value);

    assertThat(money.result().isNull()).isTrue();
    assertThat(money.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'free'",
        "'1,234.50'",
        "'1.234,56'",
        "'1,234'",
        "'1 234.50'",
        "'12 EUR'",
        "'\u0661\u0662'",
        "'0x1F'",
        "true",
        "'NaN'",
        "[1]",
        "{'amount': 1}"
      })
  void what_is_there_and_no_amount_is_null_with_a_warning_and_never_guessed(String value) {
    Called money = Called.of("money(.price)", "{'price': " + value + "}");

    assertThat(money.result().isNull()).isTrue();
    assertThat(money.warnings())
        .singleElement()
        .asString()
        .startsWith("price: ")
        .endsWith(" is not an amount");
  }

  @Test
  void the_warning_names_the_field_and_the_value() {
    assertThat(
            Called.of("money(.rooms[1].price)", "{'rooms': [{}, {'price': '1.234,56'}]}")
                .warnings())
        .containsExactly("rooms[1].price: \"1.234,56\" is not an amount");
    assertThat(
            Called.of("[for (.rooms) money(.price)]", "{'rooms': [{'price': '1,5'}]}").warnings())
        .containsExactly("rooms[0].price: \"1,5\" is not an amount");
  }

  @Test
  void one_that_the_mapping_made_itself_is_named_by_the_function() {
    assertThat(Called.of("money(.a + 'x')", "{'a': 'free'}").warnings())
        .containsExactly("money(): \"freex\" is not an amount");
  }

  @Test
  void a_value_is_shown_short_and_without_what_breaks_a_line() {
    assertThat(Called.of("money(.a)", "{'a': 'x\\n" + "y".repeat(5000) + "'}").warnings())
        .containsExactly("a: \"x\uFFFD" + "y".repeat(58) + "...\" is not an amount");
  }

  @Test
  void a_body_of_bad_amounts_alone_is_not_searched_for_each_of_them() {
    String many = "'x',".repeat(60_000) + "'x'";
    Called called = Called.of("[for (.) money(.)]", "[" + many + "]");

    assertThat(called.warnings()).hasSizeBetween(1, 60);
  }

  @Test
  void a_filter_and_the_value_behind_it_warn_once() {
    assertThat(
            Called.of("[for (.l) money(.a) if (money(.a) != null)]", "{'l': [{'a': 'x'}]}")
                .warnings())
        .hasSize(1);
  }

  @Test
  void a_mapping_may_ask_first_whether_it_is_one() {
    Called asked = Called.of("[is-money(.a), is-money(.b), is-money(.c)]", "{'a': 'x', 'b': '1'}");

    assertThat(asked.result()).hasToString("[false,true,false]");
    assertThat(asked.warnings()).isEmpty();
  }

  @Test
  void a_sum_is_exact_where_floating_arithmetic_is_not() {
    assertThat(call("sum([., '0.2'])", "'0.1'")).isEqualTo(call("money(.)", "'0.3'"));
    assertThat(call("sum(.)", "['0.10', 0.2, '-0.3']").decimalValue()).isZero();
    assertThat(call("sum(.)", "['9007199254740993', '0.01']").decimalValue())
        .isEqualTo("9007199254740993.01");
  }

  @Test
  void a_sum_skips_nulls_and_is_missing_where_an_amount_is_unreadable() {
    Called sum = Called.of("sum(.)", "[null, '1.50', 'x', 2]");

    assertThat(sum.result().isNull()).as("the rest alone is a wrong sum").isTrue();
    assertThat(sum.warnings()).containsExactly("[2]: \"x\" is not an amount");
    assertThat(call("sum(.)", "[null, '1.50', 2]").decimalValue()).isEqualTo("3.50");
    assertThat(call("sum(.)", "[null, '']").isNull()).isTrue();
    assertThat(call("sum(.)", "[]").isNull()).isTrue();
    assertThat(call("sum(.)", "null").isNull()).isTrue();
    assertThat(call("sum(.)", "'1'").isNull()).isTrue();
  }

  @Test
  void negate_turns_a_charge_into_a_discount() {
    assertThat(call("negate(.)", "'12.50'").decimalValue()).isEqualTo("-12.50");
    assertThat(call("negate(.)", "-3").decimalValue()).isEqualTo("3");
    assertThat(call("negate(.)", "null").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'1E+31'",
        "'1E-31'",
        "'1E999999999'",
        "'1E-999999999'",
        "'1E2147483647'",
        "'1E2147483648'",
        "'1E-2147483647'",
        "'1E99999999999'",
        "1E999999999",
        "1E-2147483647",
        "'1234567890123456789012345678901'"
      })
  void an_amount_with_absurdly_many_digits_is_ignored_and_costs_no_memory(String value) {
    Called money = Called.of("money(.)", value);

    assertThat(money.result().isNull()).isTrue();
    assertThat(money.warnings()).hasSize(1);
    assertThat(call("negate(.)", value).isNull()).isTrue();
    assertThat(call("sum([., '1'])", value).isNull()).isTrue();
    assertThat(call("minor(., 'EUR')", value).isNull()).isTrue();
  }

  @Test
  void nor_is_a_text_of_a_million_digits() {
    assertThat(call("money(.)", "'" + "9".repeat(1_000_000) + "'").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "12345, EUR, 123.45",
    "12345, usd, 123.45",
    "12345, JPY, 12345",
    "12345, KWD, 12.345",
    "'''-5''', EUR, -0.05",
    "0, EUR, 0.00",
    "123450, ' EUR ', 1234.50"
  })
  void minor_units_become_major_by_the_currency(String units, String currency, String amount) {
    assertThat(call("minor(., '" + currency + "')", units).decimalValue()).isEqualTo(amount);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZZZ", "Euro", "XAU", "\u20ac"})
  void an_unknown_currency_gives_a_warning_and_no_amount(String currency) {
    Called minor = Called.of("minor(.a, .c)", "{'a': 12345, 'c': '" + currency + "'}");

    assertThat(minor.result().isNull()).isTrue();
    assertThat(minor.warnings()).singleElement().asString().contains("c: ", currency);
  }

  @ParameterizedTest
  @CsvSource({"usd, USD", "' Eur ', EUR"})
  void a_currency_is_a_code_of_three_letters(String written, String code) {
    assertThat(call("currency(.)", "'" + written + "'").asText()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'EURO'", "5", "'\u20ac'", "true"})
  void what_is_no_code_is_left_out_with_a_warning(String written) {
    Called currency = Called.of("currency(.c)", "{'c': " + written + "}");

    assertThat(currency.result().isNull()).isTrue();
    assertThat(currency.warnings()).singleElement().asString().startsWith("c: ");
    assertThat(Called.of("currency(.c)", "{'c': ' '}").warnings()).isEmpty();
  }

  @Test
  void nor_of_one_that_is_not_named() {
    Called minor = Called.of("minor(.a, .c)", "{'a': 12345}");

    assertThat(minor.result().isNull()).isTrue();
    assertThat(minor.warnings())
        .containsExactly("a: 12345 is in minor units of a currency that is not named");
    assertThat(Called.of("minor(.a, .c)", "{}").warnings()).isEmpty();
  }

  private static JsonNode call(String jslt, String input) {
    return Called.of(jslt, input).result();
  }
}

package io.bellhop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Parser;
import io.bellhop.provider.Given;
import java.io.StringReader;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Called as mappings call them. */
class MappingFunctionsTest {
  @ParameterizedTest
  @CsvSource({"'a', 'a'", "7, 7", "-1.50, -1.50", "true, true", "' ', ' '"})
  void text_is_any_scalar_as_text(String value, String text) {
    String json = value.matches("[-0-9.]+|true") ? value : "'" + value + "'";
    assertThat(call("text(.)", json).textValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "{}", "{'a': 1}", "[]", "[1]"})
  void text_of_nothing_is_null(String value) {
    assertThat(call("text(.)", value).isNull()).isTrue();
  }

  @Test
  void upper_is_the_same_text_in_capitals_in_any_country() {
    assertThat(call("upper(.)", "'confirmed'").textValue()).isEqualTo("CONFIRMED");
    assertThat(call("upper(.)", "''").isNull()).isTrue();
    assertThat(call("upper(.)", "null").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'''12.50''', 12.50",
    "''' 12.5 ''', 12.5",
    "12, 12",
    "-0.01, -0.01",
    "'''1234567890123456789.01''', 1234567890123456789.01",
    "1e2, 1E+2"
  })
  void money_is_exact_as_it_was_written(String value, BigDecimal amount) {
    assertThat(call("money(.)", value).decimalValue()).isEqualByComparingTo(amount);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "''", "'free'", "'1,234.50'", "'12 EUR'", "true", "'NaN'", "[1]", "{}"})
  void money_that_is_none_is_null(String value) {
    assertThat(call("money(.)", value).isNull()).isTrue();
  }

  @Test
  void a_sum_is_exact_where_floating_arithmetic_is_not() {
    assertThat(call("sum([., '0.2'])", "'0.1'")).isEqualTo(call("money(.)", "'0.3'"));
    assertThat(call("sum(.)", "['0.10', 0.2, '-0.3']").decimalValue()).isZero();
    assertThat(call("sum(.)", "['9007199254740993', '0.01']").decimalValue())
        .isEqualTo("9007199254740993.01");
  }

  @Test
  void a_sum_skips_what_is_no_amount_and_is_null_of_none() {
    assertThat(call("sum(.)", "[null, '1.50', 'x', 2]").decimalValue()).isEqualTo("3.50");
    assertThat(call("sum(.)", "[null, 'x']").isNull()).isTrue();
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
        "'1234567890123456789012345678901'"
      })
  void an_amount_with_absurdly_many_digits_is_none_and_costs_no_memory(String value) {
    assertThat(call("money(.)", value).isNull()).isTrue();
    assertThat(call("negate(.)", value).isNull()).isTrue();
    assertThat(call("sum([., '1'])", value).decimalValue()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-02, 2026-05-02",
    "2026-05-02T23:59:59-11:00, 2026-05-02",
    "2026-05-02 10:00:00, 2026-05-02",
    "2024-02-29, 2024-02-29"
  })
  void a_date_is_the_calendar_day_as_it_was_written(String value, String date) {
    assertThat(call("date(.)", "'" + value + "'").textValue()).isEqualTo(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "''", "'2026-5-2'", "'2026-02-30'", "'02/05/2026'", "20260502", "'soon'"})
  void what_is_no_date_is_null(String value) {
    assertThat(call("date(.)", value).isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-02, 2026-05-03, 1",
    "2026-02-28, 2026-03-01, 1",
    "2024-02-28, 2024-03-01, 2",
    "2026-03-28, 2026-03-30, 2",
    "2026-05-02T22:00:00Z, 2026-05-04T01:00:00Z, 2",
    "2026-12-31, 2027-12-31, 365"
  })
  void nights_are_counted_by_the_calendar_not_by_hours(String from, String to, int nights) {
    assertThat(call("nights(.[0], .[1])", "['" + from + "', '" + to + "']").intValue())
        .isEqualTo(nights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['2026-05-02', '2026-05-02']",
        "['2026-05-03', '2026-05-02']",
        "[null, '2026-05-02']",
        "['2026-05-02', null]",
        "['2026-05-02', 'later']"
      })
  void nights_that_there_are_not_are_null(String value) {
    assertThat(call("nights(.[0], .[1])", value).isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-02T09:30:00Z, 2026-05-02T09:30:00.000Z",
    "2026-05-02T09:30:00.123456Z, 2026-05-02T09:30:00.123Z",
    "2026-05-02T09:30:00+02:00, 2026-05-02T07:30:00.000Z",
    "2026-05-02T23:30:00.5-05:00, 2026-05-03T04:30:00.500Z",
    "2026-05-02T09:30+02:00, 2026-05-02T07:30:00.000Z",
    "2026-05-02T09:30:00, 2026-05-02T09:30:00.000Z",
    "2026-05-02T09:30:00.123, 2026-05-02T09:30:00.123Z",
    "2026-05-02T09:30, 2026-05-02T09:30:00.000Z"
  })
  void a_time_becomes_utc_with_milliseconds(String value, String utc) {
    assertThat(call("utc(.)", "'" + value + "'").textValue()).isEqualTo(utc);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "''",
        "'now'",
        "'2026-05-02'",
        "'16:00'",
        "1790000000",
        "'2026-02-30T00:00:00Z'"
      })
  void what_is_no_time_is_null(String value) {
    assertThat(call("utc(.)", value).isNull()).isTrue();
  }

  private static JsonNode call(String jslt, String input) {
    return new Parser(new StringReader(jslt.replace('\'', '"')))
        .withFunctions(new MappingFunctions(() -> null).all())
        .compile()
        .apply(Given.json(input));
  }
}

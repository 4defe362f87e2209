package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFunctionsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-05-02, 2026-05-02",
    "2026-05-02T23:59:59-11:00, 2026-05-02",
    "2026-05-02 10:00:00, 2026-05-02",
    "' 2026-05-02 ', 2026-05-02",
    "2024-02-29, 2024-02-29",
    "2026/05/02, 2026-05-02",
    "2026.05.02, 2026-05-02",
    "2026-5-2, 2026-05-02",
    "2026/5/2 00:00, 2026-05-02",
    "20260502, 2026-05-02",
    "20260502T160000Z, 2026-05-02"
  })
  void a_date_is_the_calendar_day_as_it_was_written(String value, String date) {
    Called called = Called.of("date(.)", "'" + value + "'");

    assertThat(called.result().textValue()).isEqualTo(date);
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "[]"})
  void where_there_is_nothing_there_is_no_date_and_no_warning(String value) {
    Called called = Called.of("date(.)", value);

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2026-02-30'",
        "'20260230'",
        "'2026-05/02'",
        "'2026052'",
        "'0000-00-00'",
        "'0001-01-01'",
        "'0001-01-01T00:00:00'",
        "'02/05/2026'",
        "'31.12.2027'",
        "20260502",
        "'2026-05-021'",
        "'soon'",
        "true"
      })
  void what_is_there_and_no_date_is_null_with_a_warning(String value) {
    Called called = Called.of("date(.arrival)", "{'arrival': " + value + "}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings())
        .containsExactly("arrival: " + value.replace('\'', '"') + " is not a date");
  }

  @Test
  void a_mapping_may_ask_first_whether_it_is_one() {
    Called asked = Called.of("[is-date(.a), is-date(.b)]", "{'a': 'soon', 'b': '2026-05-02'}");

    assertThat(asked.result()).hasToString("[false,true]");
    assertThat(asked.warnings()).isEmpty();
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
    Called called = Called.of("nights(.[0], .[1])", "['" + from + "', '" + to + "']");

    assertThat(called.result().intValue()).isEqualTo(nights);
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2026-05-02, 2026-05-02", "2026-05-03, 2026-05-02"})
  void a_stay_without_a_night_has_no_number_of_them(String from, String to) {
    assertThat(Called.of("nights(.[0], .[1])", "['" + from + "', '" + to + "']").result().isNull())
        .isTrue();
  }

  @Test
  void half_a_stay_has_no_nights_and_only_what_is_unreadable_is_a_warning() {
    assertThat(Called.of("nights(.a, .d)", "{'d': '2026-05-02'}").warnings()).isEmpty();
    Called called = Called.of("nights(.a, .d)", "{'a': '2026-05-02', 'd': 'later'}");
    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).containsExactly("d: \"later\" is not a date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "'3'", "3.0", "' 3 '"})
  void the_same_number_of_nights_in_any_form_contradicts_nothing(String given) {
    assertThat(
            Called.of(
                    "nights(.a, .d, .nights)",
                    "{'a': '2024-08-16', 'd': '2024-08-19', 'nights': " + given + "}")
                .warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "'2'", "'two'"})
  void a_number_of_nights_that_contradicts_the_dates_is_a_warning_and_the_dates_count(
      String given) {
    Called called =
        Called.of(
            "nights(.a, .d, .nights)",
            "{'a': '2024-08-16', 'd': '2024-08-19', 'nights': " + given + "}");

    assertThat(called.result().intValue()).isEqualTo(3);
    assertThat(called.warnings())
        .containsExactly(
            "nights: " + given.replace('\'', '"') + " contradicts the dates, which make 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "'3'", "null", "''"})
  void one_that_does_not_is_ignored(String given) {
    assertThat(
            Called.of(
                    "nights(.a, .d, .nights)",
                    "{'a': '2024-08-16', 'd': '2024-08-19', 'nights': " + given + "}")
                .warnings())
        .isEmpty();
  }
}

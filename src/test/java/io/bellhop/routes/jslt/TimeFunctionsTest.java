package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFunctionsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-05-02T09:30:00Z, 2026-05-02T09:30:00.000Z",
    "2026-05-02T09:30:00.123456Z, 2026-05-02T09:30:00.123Z",
    "2026-05-02T09:30:00.123456789Z, 2026-05-02T09:30:00.123Z",
    "2026-05-02T09:30:00+02:00, 2026-05-02T07:30:00.000Z",
    "2026-05-02T09:30:00+0200, 2026-05-02T07:30:00.000Z",
    "2026-05-02T09:30:00+02, 2026-05-02T07:30:00.000Z",
    "2026-05-02T23:30:00.5-05:00, 2026-05-03T04:30:00.500Z",
    "2026-05-02T09:30+02:00, 2026-05-02T07:30:00.000Z",
    "2026-05-02T09:30Z, 2026-05-02T09:30:00.000Z",
    "2026-05-02T09:30:00, 2026-05-02T09:30:00.000Z",
    "2026-05-02T09:30:00.123, 2026-05-02T09:30:00.123Z",
    "2026-05-02T09:30, 2026-05-02T09:30:00.000Z",
    "2026-05-02 09:30:00, 2026-05-02T09:30:00.000Z",
    "2026-05-02 09:30:00+0200, 2026-05-02T07:30:00.000Z",
    "2026-05-02 09:30, 2026-05-02T09:30:00.000Z",
    "2026-05-02T00:00:00, 2026-05-02T00:00:00.000Z",
    "1777714200, 2026-05-02T09:30:00.000Z",
    "1777714200123, 2026-05-02T09:30:00.123Z"
  })
  void a_time_becomes_utc_with_milliseconds(String value, String utc) {
    Called called = Called.of("utc(.)", "'" + value + "'");

    assertThat(called.result().textValue()).isEqualTo(utc);
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1777714200, 2026-05-02T09:30:00.000Z",
    "1777714200123, 2026-05-02T09:30:00.123Z",
    "1777714200.5, 2026-05-02T09:30:00.500Z",
    "1.7777142E9, 2026-05-02T09:30:00.000Z"
  })
  void a_number_is_seconds_or_milliseconds_since_1970(String value, String utc) {
    assertThat(Called.of("utc(.)", value).result().textValue()).isEqualTo(utc);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '"})
  void where_there_is_nothing_there_is_no_time_and_no_warning(String value) {
    Called called = Called.of("utc(.)", value);

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'now'",
        "'16:00'",
        "5",
        "true",
        "'2026-02-30T00:00:00Z'",
        "'02.05.2026 09:30'",
        "'2026-05-02T25:00:00Z'"
      })
  void what_is_there_and_no_time_is_null_with_a_warning(String value) {
    Called called = Called.of("utc(.changed)", "{'changed': " + value + "}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings())
        .singleElement()
        .asString()
        .endsWith(value.replace('\'', '"') + " is not a time");
  }

  @Test
  void a_day_is_no_moment() {
    Called called = Called.of("utc(.changed)", "{'changed': '2026-05-02'}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).containsExactly("changed: \"2026-05-02\" is a day, not a time");
  }

  @Test
  void a_mapping_may_ask_first_whether_it_is_one() {
    Called asked =
        Called.of("[is-time(.a), is-time(.b)]", "{'a': '16:00:00', 'b': '2026-05-02 09:30'}");

    assertThat(asked.result()).hasToString("[false,true]");
    assertThat(asked.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05 09:00:00, Europe/Berlin, 2026-01-05T08:00:00.000Z",
    "2026-07-05T09:00:00, Europe/Berlin, 2026-07-05T07:00:00.000Z",
    "2026-07-05T09:00:00, +03:00, 2026-07-05T06:00:00.000Z",
    "2026-07-05T09:00:00, America/New_York, 2026-07-05T13:00:00.000Z",
    "2026-07-05T09:00:00Z, Europe/Berlin, 2026-07-05T09:00:00.000Z",
    "2026-07-05T09:00:00-05:00, Europe/Berlin, 2026-07-05T14:00:00.000Z"
  })
  void a_time_without_a_zone_is_of_the_zone_that_the_mapping_names(
      String value, String zone, String utc) {
    Called called = Called.of("utc(., '" + zone + "')", "'" + value + "'");

    assertThat(called.result().textValue()).isEqualTo(utc);
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-10-31T02:50:00, 2027-10-31T00:50:00.000Z",
    "2027-03-28 02:30:00, 2027-03-28T00:30:00.000Z"
  })
  void an_hour_that_comes_twice_or_not_at_all_is_doubtful_and_says_so(String value, String utc) {
    Called called = Called.of("utc(.at, 'Europe/Berlin')", "{'at': '" + value + "'}");

    assertThat(called.result().textValue()).isEqualTo(utc);
    assertThat(called.warnings()).singleElement().asString().contains(value);
    assertThat(called.heard().doubtful(utc).isDoubtful()).isTrue();
  }

  @Test
  void an_unknown_zone_is_a_warning_and_the_time_is_not_lost() {
    Called called =
        Called.of("utc(.at, .zone)", "{'at': '2026-07-05T09:00:00', 'zone': 'Central Standard'}");

    assertThat(called.result().textValue()).isEqualTo("2026-07-05T09:00:00.000Z");
    assertThat(called.warnings())
        .containsExactly(
            "zone: \"Central Standard\" is not a time zone, so Bellhop reads its times as UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "'15:00', 15:00",
    "'9:05', 09:05",
    "'16:30:00', 16:30",
    "'4:00 PM', 16:00",
    "'12 a.m.', 00:00",
    "15, 15:00",
    "0, 00:00"
  })
  void a_time_of_day_is_read_in_any_writing(String value, String clock) {
    String json = value.matches("[0-9]+") ? value : "'" + value + "'";

    Called called = Called.of("clock(.)", json);

    assertThat(called.result().textValue()).isEqualTo(clock);
    assertThat(called.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'24:00'", "'13 pm'", "'7'", "'late'", "25", "-1", "1.5", "true", "{'a': 1}"})
  void what_is_there_and_no_time_of_day_is_null_with_a_warning(String value) {
    Called called = Called.of("clock(.checkIn)", "{'checkIn': " + value + "}");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).singleElement().asString().endsWith(" is not a time of day");
    assertThat(Called.of("clock(.checkIn)", "{'checkIn': ''}").warnings()).isEmpty();
  }
}

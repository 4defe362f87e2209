package io.bellhop.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTimeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2027-01-05T09:00:00Z",
        " 2027-01-05T09:00:00Z\n",
        "2027-01-05T09:00:00.0Z",
        "2027-01-05T09:00:00.000000000Z",
        "2027-01-05T09:00:00,000Z",
        "2027-01-05T09:00:00.000z",
        "2027-01-05t09:00:00.000000000Z",
        "2027-01-05T09:00:00.000000000000Z",
        "2027-01-05T09:00Z",
        "2027-01-05T09:00",
        "2027-01-05T09:00:00",
        "2027-01-05 09:00:00",
        "2027-01-05  09:00",
        "2027/01/05 09:00:00",
        " 2027-01-05 09:00:00,000 ",
        "2027-01-05T10:00:00+01:00",
        "2027-01-05T09:00:00+0000",
        "2027-01-05T04:00:00-05",
        "2027-01-05 09:00:00 UTC",
        "2027-01-05 10:00:00 +0100",
        "2027-01-05T10:00:00+01:00[Europe/Berlin]",
        "2027-01-05T10:00:00[Europe/Berlin]",
        "20270105T090000Z",
        "20270105090000",
        "1799139600",
        "1799139600.0",
        "1799139600000",
        "1799139600000000",
        "1799139600000000000",
        "Tue, 05 Jan 2027 09:00:00 GMT"
      })
  void one_instant_is_read_in_every_form_that_providers_write(String text) {
    WrittenTime time = WrittenTime.read(text);

    assertThat(time).isNotNull();
    assertThat(time.earliest()).isEqualTo(Instant.parse("2027-01-05T09:00:00Z"));
    assertThat(time.isDoubtful()).isFalse();
    assertThat(time.utc()).isEqualTo("2027-01-05T09:00:00.000Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-05T09:00:00.4Z, 2027-01-05T09:00:00.400Z",
    "2027-01-05T09:00:00.123456789Z, 2027-01-05T09:00:00.123456789Z",
    "2027-01-05T09:00:00.1234567891Z, 2027-01-05T09:00:00.123456789Z",
    "1799139600.25, 2027-01-05T09:00:00.250Z",
    "1799139600123, 2027-01-05T09:00:00.123Z",
    "1799139600123456, 2027-01-05T09:00:00.123456Z",
    "2026-12-31T23:59:60Z, 2026-12-31T23:59:59Z"
  })
  void the_fraction_of_a_second_counts(String text, Instant instant) {
    assertThat(WrittenTime.read(text).earliest()).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2027-01-05",
        "2027-13-05T09:00:00Z",
        "2027-01-05T25:00:00Z",
        "2027-02-29T09:00:00Z",
        "2027-01-05T09:00:61Z",
        "2027-01-05T09:00:00.Z",
        "2027-01-05T09:00:0xZ",
        "2027-01-05T09:00:00.12x4Z",
        "2027-01-05T09:00:00x000Z",
        "2027-01-05T09:00:-1Z",
        "\u0662\u0660\u0662\u0667-01-05T09:00:00Z",
        "0001-01-01T00:00:00Z",
        "1899-12-31T23:59:59.999Z",
        "2027-02-30 09:00:00",
        "2027-01-05T09:00:00+99:00",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00",
        "05/01/2027 09:00:00",
        "20270105",
        "17991396",
        "179913960012345678901",
        "9999999999999999999",
        "1e999999999",
        "-1799139600",
        "2027-01-05T09:00:00[Nowhere/Here]"
      })
  void what_is_not_a_time_is_ignored(String text) {
    assertThat(WrittenTime.read(text)).isNull();
  }

  @Test
  void a_long_text_is_no_time() {
    assertThat(WrittenTime.read("2027-01-05T09:00:00." + "0".repeat(1_000_000) + "Z")).isNull();
    assertThat(WrittenTime.read(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-05 10:00:00, 2027-01-05T09:00:00Z",
    "2027-07-05 11:00:00, 2027-07-05T09:00:00Z",
    "2027-07-05T11:00:00Z, 2027-07-05T11:00:00Z",
    "2027-07-05T11:00:00-05:00, 2027-07-05T16:00:00Z"
  })
  void a_zone_is_for_times_that_name_none(String text, Instant instant) {
    assertThat(WrittenTime.read(text, BERLIN).earliest()).isEqualTo(instant);
  }

  @Test
  void the_hour_that_comes_twice_is_doubtful_and_orders_nothing_within_itself() {
    WrittenTime first = WrittenTime.read("2027-10-31T02:50:00", BERLIN);
    WrittenTime second = WrittenTime.read("2027-10-31T02:10:00", BERLIN);

    assertThat(first.isDoubtful()).isTrue();
    assertThat(Duration.between(first.earliest(), first.latest())).hasHours(1);
    assertThat(second.isBefore(first)).isFalse();
    assertThat(first.isBefore(second)).isFalse();
    assertThat(second.isBefore(WrittenTime.read("2027-10-31T03:00:00", BERLIN))).isTrue();
    assertThat(WrittenTime.read("2027-10-31T01:59:00", BERLIN).isBefore(second)).isTrue();
  }

  @Test
  void the_hour_that_spring_leaves_out_is_doubtful_too() {
    WrittenTime time = WrittenTime.read("2027-03-28T02:30:00", BERLIN);

    assertThat(time.isDoubtful()).isTrue();
    assertThat(time.earliest()).isEqualTo("2027-03-28T00:30:00Z");
    assertThat(time.latest()).isEqualTo("2027-03-28T01:30:00Z");
  }
}

package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time that a list is asked for changes since, as providers want to read it. */
class SinceFormatTest {
  private static final Instant SUMMER = Instant.parse("2027-07-05T22:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "'', 2027-07-05T22%3A30%3A00Z",
    "seconds, 1814826600",
    "milliseconds, 1814826600000",
    "yyyy-MM-dd HH:mm:ss Europe/Amsterdam, 2027-07-06%2000%3A30%3A00",
    "yyyy-MM-dd'T'HH:mm:ssXXX America/New_York, 2027-07-05T18%3A30%3A00-04%3A00",
    "yyyy-MM-dd'T'HH:mm:ssxx Europe/Amsterdam, 2027-07-06T00%3A30%3A00%2B0200",
    "yyyy-MM-dd UTC, 2027-07-05",
    "dd/MM/yyyy HH:mm +02:00, 06%2F07%2F2027%2000%3A30"
  })
  void a_time_is_written_as_the_list_wants_it_and_encoded(String format, String encoded) {
    assertThat(SinceFormat.of(format.replace("\"", "'")).encoded(SUMMER)).isEqualTo(encoded);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-10-31T00:00:00Z, 2027-10-31 01:59:59", // 02:00, for the first time
    "2027-10-31T00:45:00Z, 2027-10-31 01:59:59", // 02:45, for the first time
    "2027-10-31T01:45:00Z, 2027-10-31 01:59:59", // 02:45, for the second time
    "2027-10-31T02:00:00Z, 2027-10-31 03:00:00",
    "2027-03-28T01:00:00Z, 2027-03-28 03:00:00"
  })
  void an_hour_that_comes_twice_is_asked_for_from_before_it(Instant since, String local) {
    assertThat(SinceFormat.of("yyyy-MM-dd HH:mm:ss Europe/Amsterdam").text(since)).isEqualTo(local);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss Europe/Amsterdm",
        "YYYY-MM-DD UTC",
        "yyyy-MM-DD UTC",
        "yyyy-MM-dd hh:mm UTC",
        "HH:mm UTC",
        "yyyy-MM-dd foo UTC",
        "second"
      })
  void a_format_that_would_write_another_time_is_refused_at_the_start(String format) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListSteps.check(parameters("/v1/stays?since={since}", format)))
        .withMessageContainingAll("sinceFormat", format, "yyyy-MM-dd HH:mm:ss Europe/Amsterdam");
  }

  @Test
  void a_format_without_a_place_for_it_is_refused_too() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListSteps.check(parameters("/v1/stays", "seconds")))
        .withMessageContaining("no path has {since}");
  }

  private static Map<String, String> parameters(String full, String format) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("provider", "acme");
    parameters.put("full", full);
    parameters.put("types", "reservation");
    parameters.put("sinceFormat", format);
    return parameters;
  }
}

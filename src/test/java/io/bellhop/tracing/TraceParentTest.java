package io.bellhop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void one_of_the_form_is_taken_as_it_is() {
    assertThat(TraceParent.of(GOOD)).isEqualTo(GOOD);
    assertThat(TraceParent.of(null)).isNull();
  }

  @Test
  void a_later_version_is_read_as_far_as_this_one_goes() {
    assertThat(TraceParent.of("cc" + GOOD.substring(2) + "-what-comes-later")).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Anna Example",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, " + GOOD,
        GOOD + "\n"
      })
  void anything_else_counts_as_not_there(String header) {
    assertThat(TraceParent.of(header)).isNull();
  }

  @Test
  void stored_headers_give_it_back_however_their_database_writes_json() {
    assertThat(TraceParent.in(TraceParent.headers(GOOD))).isEqualTo(GOOD);
    assertThat(TraceParent.in("{\"a\": \"b\", \"traceparent\": \"" + GOOD + "\"}")).isEqualTo(GOOD);
    assertThat(TraceParent.in("{\"x\":\"traceparent\",\"traceparent\":\"" + GOOD + "\"}"))
        .isEqualTo(GOOD);
    assertThat(TraceParent.in("{}")).isNull();
    assertThat(TraceParent.in(TraceParent.headers(null))).isNull();
  }

  @Test
  void the_value_of_another_header_cannot_pass_for_it() {
    assertThat(TraceParent.in("{\"x\":\"\\\"traceparent\\\":\\\"" + GOOD + "\\\"\"}")).isNull();
  }
}

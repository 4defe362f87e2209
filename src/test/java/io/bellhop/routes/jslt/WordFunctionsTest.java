package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.event.UnmappedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordFunctionsTest {
  private static final String TABLE =
      "{'active': 'CONFIRMED', 'no_show': 'NO_SHOW', '1': 'PENDING', 'gone': ''}";

  @ParameterizedTest
  @ValueSource(strings = {"'active'", "'Active'", "'ACTIVE'", "' active '"})
  void a_word_is_known_however_it_is_written(String word) {
    Called called = Called.of("status(., " + TABLE + ")", word);

    assertThat(called.result().textValue()).isEqualTo("CONFIRMED");
    assertThat(called.warnings()).isEmpty();
    assertThat(called.unmapped()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'no_show'", "'No-Show'", "'no show'", "'noShow'", "'NOSHOW'"})
  void whatever_parts_its_halves(String word) {
    assertThat(Called.of("status(., " + TABLE + ")", word).result().textValue())
        .isEqualTo("NO_SHOW");
  }

  @Test
  void a_word_may_be_a_number() {
    assertThat(Called.of("status(., " + TABLE + ")", "1").result().textValue())
        .isEqualTo("PENDING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "{}"})
  void no_word_is_no_status(String word) {
    Called called = Called.of("status(., " + TABLE + ")", word);

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).isEmpty();
    assertThat(called.unmapped()).isEmpty();
  }

  @Test
  void a_word_that_means_nothing_is_known_too() {
    Called called = Called.of("status(., " + TABLE + ")", "'Gone'");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).isEmpty();
  }

  @Test
  void a_word_that_is_not_known_is_UNKNOWN_with_a_warning_and_counted() {
    Called called = Called.of("status(.state, " + TABLE + ")", "{'state': ' Overbooked'}");

    assertThat(called.result().textValue()).isEqualTo("UNKNOWN");
    assertThat(called.warnings())
        .containsExactly("status: no mapping knows the word \"Overbooked\"");
    assertThat(called.unmapped()).containsExactly(new UnmappedValue("status", "Overbooked"));
  }

  @Test
  void it_is_bounded_as_it_may_be_a_whole_page() {
    Called called = Called.of("status(., " + TABLE + ")", "'" + "x".repeat(5000) + "\\n'");

    assertThat(called.unmapped().get(0).word()).hasSizeLessThan(100);
  }

  @Test
  void a_status_that_is_an_object_is_UNKNOWN_too() {
    Called called = Called.of("status(.s, " + TABLE + ")", "{'s': {'name': 'active'}}");

    assertThat(called.result().textValue()).isEqualTo("UNKNOWN");
    assertThat(called.warnings()).containsExactly("s: an object is not a word");
  }

  @Test
  void of_another_field_an_unknown_word_is_null_with_a_warning_and_counted() {
    Called called = Called.of("known('kind', ., {'rent': 'BASE_PRICE'})", "'bed tax'");

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.warnings()).containsExactly("kind: no mapping knows the word \"bed tax\"");
    assertThat(called.unmapped()).containsExactly(new UnmappedValue("kind", "bed tax"));
    assertThat(Called.of("known('kind', ., {'rent': 'BASE_PRICE'})", "'Rent'").result().textValue())
        .isEqualTo("BASE_PRICE");
  }
}

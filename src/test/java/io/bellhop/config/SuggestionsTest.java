package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> KNOWN =
      List.of("is_active", "base_url", "status", "pagination[page]", "pagination[limit]", "token");

  @ParameterizedTest
  @CsvSource({
    "isactive, is_active",
    "isActive, is_active",
    "baseurl, base_url",
    "BASE-URL, base_url",
    "stauts, status",
    "tokn, token",
    "page, pagination[page]",
    "pagination[limt], pagination[limit]"
  })
  void a_slip_of_the_pen_names_what_was_meant(String written, String meant) {
    assertThat(Suggestions.of(written, KNOWN)).startsWith(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "color", "🏡", "''"})
  void what_is_like_nothing_names_nothing(String written) {
    assertThat(Suggestions.of(written, KNOWN)).isEmpty();
  }

  @Test
  void all_known_names_are_listed() {
    assertThat(Suggestions.unknown("tokn", List.of("base_url", "token")))
        .isEqualTo("is unknown; did you mean token? known are base_url, token");
    assertThat(Suggestions.unknown("x", List.of("base_url")))
        .isEqualTo("is unknown; known are base_url");
    assertThat(Suggestions.unknown("x", List.of())).isEqualTo("is unknown; none is known here");
  }

  @Test
  void a_question_names_the_nearest_or_lists_what_there_is() {
    assertThat(Suggestions.question("tokn", KNOWN)).hasValue("did you mean token?");
    assertThat(Suggestions.question("colour", KNOWN)).isEmpty();
    assertThat(Suggestions.questionOrAll("tokn", KNOWN)).isEqualTo("did you mean token?");
    assertThat(Suggestions.questionOrAll("x", List.of("status", "token")))
        .isEqualTo("there are status, token");
    assertThat(Suggestions.questionOrAll("x", List.of())).isEqualTo("no such name is known here");
  }

  @Test
  void of_many_names_only_the_nearest_few_are_listed() {
    assertThat(Suggestions.few("tokn", KNOWN)).startsWith("near it are token, ");
    assertThat(Suggestions.few("tokn", List.of("token"))).isEqualTo("there is token");
    assertThat(Suggestions.few("tokn", List.of())).isEqualTo("there are none");
  }
}

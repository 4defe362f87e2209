package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which further lists a run begins. */
class ListSettingsTest {
  private static final Map<String, String> LISTS =
      Map.of(
          "provider", "acme",
          "full", "/v1/stays",
          "types", "reservation",
          "first", "page=1",
          "lists",
              "houses=/v1/houses?page={page} reviews=/v1/houses/{house}/reviews?page={page}"
                  + " guests=/v1/guests?since={since}&after={after?}",
          "listsEvery", "houses=24h guests=90m");

  @Test
  void lists_follow_in_order_but_for_those_that_only_a_page_leads_to() {
    ListSettings settings = ListSettings.of(LISTS);

    assertThat(settings.behind("", name -> true)).isEqualTo("houses");
    assertThat(settings.behind("houses", name -> true)).isEqualTo("guests");
    assertThat(settings.behind("guests", name -> true)).isNull();
    assertThat(settings.behind("", name -> !name.equals("houses"))).isEqualTo("guests");
    assertThat(settings.path("reviews", true, Instant.EPOCH))
        .isEqualTo("/v1/houses/{house}/reviews?page={page}");
  }

  @Test
  void a_list_may_have_an_age_of_its_own() {
    assertThat(ListSettings.of(LISTS).listsEvery())
        .isEqualTo(Map.of("houses", Duration.ofDays(1), "guests", Duration.ofMinutes(90)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stays=24h", "houses", "houses=", "houses=daily"})
  void an_age_of_no_list_or_of_no_time_is_refused(String every) {
    Map<String, String> given = new HashMap<>(LISTS);
    given.put("listsEvery", every);

    assertThatThrownBy(() -> ListSettings.of(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("listsEvery");
  }
}

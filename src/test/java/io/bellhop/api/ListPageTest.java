package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
  private static final List<Integer> ALL = IntStream.rangeClosed(1, 25).boxed().toList();

  @Test
  void without_parameters_it_is_the_first_ten() {
    ListPage page = page(null);

    assertThat(page).isEqualTo(new ListPage(1, 10));
    assertThat(page.of(ALL)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void brackets_may_be_percent_encoded_or_not() {
    assertThat(page("pagination[page]=3&pagination[limit]=7")).isEqualTo(new ListPage(3, 7));
    assertThat(page("pagination%5Bpage%5D=3&pagination%5Blimit%5D=7"))
        .isEqualTo(new ListPage(3, 7));
  }

  @Test
  void a_limit_above_the_most_becomes_the_most() {
    assertThat(page("pagination[limit]=99999999999").limit()).isEqualTo(100);
  }

  @Test
  void a_part_that_is_not_full_is_the_last_unless_it_may_be_beyond_the_end() {
    assertThat(new ListPage(1, 10).isLast(0)).isTrue();
    assertThat(new ListPage(3, 10).isLast(9)).isTrue();
    assertThat(new ListPage(3, 10).isLast(10)).isFalse();
    assertThat(new ListPage(3, 10).isLast(0)).isFalse();
  }

  @Test
  void the_last_page_is_shorter_and_beyond_it_there_is_nothing() {
    assertThat(new ListPage(3, 10).of(ALL)).containsExactly(21, 22, 23, 24, 25);
    assertThat(new ListPage(4, 10).of(ALL)).isEmpty();
    assertThat(page("pagination[page]=999999999999999999").of(ALL)).isEmpty();
  }

  @Test
  void meta_names_page_limit_and_total() {
    assertThat(new ListPage(2, 10).meta(25)).hasToString("{\"page\":2,\"limit\":10,\"total\":25}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5", "%31%20", "9999999999999999999"})
  void what_is_not_a_number_from_one_is_refused(String value) {
    ApiError error = catchThrowableOfType(ApiError.class, () -> page("pagination[page]=" + value));

    assertThat(error.status()).isEqualTo(422);
    assertThat(error.details()).containsOnlyKeys("pagination[page]");
  }

  private static ListPage page(String query) {
    return ListPage.of(new QueryParameters(query));
  }
}

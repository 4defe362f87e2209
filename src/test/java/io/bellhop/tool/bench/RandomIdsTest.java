package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {
  private static final int MANY = 20_000;
  private static final int LENGTH = 24;

  private final RandomIds ids = new RandomIds();

  @Test
  void the_number_of_an_id_can_be_read_back() {
    LongStream.range(0, MANY)
        .forEach(
            number -> {
              String digits = ids.id(number, LENGTH).substring(0, RandomIds.DIGITS);
              assertThat(ids.number(Long.parseUnsignedLong(digits, 16))).isEqualTo(number);
            });
  }

  @Test
  void ids_are_hexadecimal_as_long_as_asked_for_and_all_different() {
    Set<String> seen = new HashSet<>();

    LongStream.range(0, MANY).forEach(number -> seen.add(ids.id(number, LENGTH)));

    assertThat(seen).hasSize(MANY).allMatch(id -> id.matches("[0-9a-f]{24}"));
  }

  @Test
  void ids_do_not_count_up_but_fall_all_over_the_range() {
    List<String> inOrder = LongStream.range(0, MANY).mapToObj(n -> ids.id(n, LENGTH)).toList();

    int rising = 0;
    for (int i = 1; i < MANY; i++) {
      rising += inOrder.get(i).compareTo(inOrder.get(i - 1)) > 0 ? 1 : 0;
    }
    assertThat(rising).isBetween(MANY * 4 / 10, MANY * 6 / 10);
    // Each of 256 parts of the range gets about its share of 78.
    int[] parts = new int[256];
    inOrder.forEach(id -> parts[Integer.parseInt(id.substring(0, 2), 16)]++);
    assertThat(Arrays.stream(parts).boxed()).allMatch(count -> count > 20 && count < 200);
  }

  @Test
  void two_runs_have_no_id_in_common() {
    RandomIds others = new RandomIds();
    Set<String> seen = new HashSet<>();

    LongStream.range(0, MANY)
        .forEach(
            number -> {
              seen.add(ids.id(number, LENGTH));
              seen.add(others.id(number, LENGTH));
            });

    assertThat(seen).hasSize(2 * MANY);
  }
}

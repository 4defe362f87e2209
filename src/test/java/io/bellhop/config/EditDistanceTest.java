package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "port, prt, 1",
    "prt, port, 1",
    "port, part, 1",
    "port, prot, 2",
    "'', port, 4",
    "port, '', 4",
    "kitten, sitting, 3"
  })
  void it_is_the_number_of_letters_that_must_be_changed(String a, String b, int distance) {
    assertThat(EditDistance.between(a, b)).isEqualTo(distance);
  }
}

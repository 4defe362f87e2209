package io.bellhop.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoneSurrogatesTest {
  @ParameterizedTest
  @CsvSource({
    "{'a\\ud83d':1},           {'a\\ufffd':1}",
    "\\ude00 x \\uD83D,        \\ufffd x \\ufffd",
    "\\ud83d\\ude00,           \\ud83d\\ude00",
    "\\ud83d\\ud83d\\ude00,    \\ufffd\\ud83d\\ude00",
    "\\\\ud83d,                \\\\ud83d",
    "\\\\\\ud83d,              \\\\\\ufffd",
    "\\n\\u00e9\\u12,          \\n\\u00e9\\u12",
  })
  void half_a_pair_is_replaced_and_all_else_stays(String json, String whole) {
    assertThat(LoneSurrogates.replaced(json)).isEqualTo(whole);
    assertThat(LoneSurrogates.replaced(json + '\\')).isEqualTo(whole + '\\');
  }
}

package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.SigningSecret.Reading;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {
  /** 25 bytes, so that there is padding; with + and / in it. */
  private static final String SECRET = "whsec_" + base64(25);

  @Test
  void the_key_has_both_signs_of_the_alphabet_and_padding() {
    assertThat(SECRET).contains("+", "/").endsWith("==");
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void what_people_paste_is_brought_into_one_form(String given) {
    assertThat(SigningSecret.read(given)).isEqualTo(new Reading(SECRET, null));
  }

  static Stream<String> spellings() {
    return Stream.of(
        SECRET,
        "  " + SECRET + "\r\n",
        "\u00a0" + SECRET + "\u200b\ufeff",
        SECRET.substring(0, 20) + "\n  " + SECRET.substring(20),
        '"' + SECRET + '"',
        "'" + SECRET + "'",
        "`" + SECRET + "`",
        "\u201c" + SECRET + "\u201d",
        "\"" + SECRET + "\",",
        " ' " + SECRET + " ' ",
        SECRET.replace("=", ""),
        SECRET.replace("==", "="),
        SECRET + "=",
        SECRET.replace('+', '-').replace('/', '_'),
        SECRET.replace('+', '-').replace('/', '_').replace("=", ""),
        SECRET.replace("whsec_", "WHSEC_"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|must begin with whsec_, and have 24 to 64 bytes in base64 behind it",
        "hello|must begin with whsec_, and have 24 to 64 bytes in base64 behind it",
        "whsec|must begin with whsec_, and have 24 to 64 bytes in base64 behind it",
        "whsec_|must have 24 to 64 bytes in base64 behind whsec_; it has 0 bytes",
        "whsec_QUJD|must have 24 to 64 bytes in base64 behind whsec_; it has 3 bytes",
        "whsec_QUJDR|must have base64 behind whsec_; a character is missing or too many",
        "whsec_QU=JD|must have base64 behind whsec_: letters, digits, + and /; it has another character",
        "whsec_***|must have base64 behind whsec_: letters, digits, + and /; it has another character",
        "whsec_whsec_QUJD|must have whsec_ once; it stands there twice"
      })
  void an_invalid_one_is_refused_with_a_reason_that_quotes_nothing_of_it(
      String given, String fault) {
    assertThat(SigningSecret.read(given)).isEqualTo(new Reading(null, fault));
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 32, 64})
  void the_length_is_that_of_the_specification(int length) {
    assertThat(SigningSecret.read("whsec_" + base64(length)).fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 23, 65, 128})
  void another_length_is_reported(int length) {
    assertThat(SigningSecret.read("whsec_" + base64(length)).fault())
        .endsWith("it has " + length + " bytes");
    assertThat(SigningSecret.read("whsec_" + base64(length), 16, 128).fault()).isNull();
  }

  @Test
  void one_that_is_made_is_in_that_form() {
    String made = SigningSecret.make();

    assertThat(SigningSecret.read(made)).isEqualTo(new Reading(made, null));
    assertThat(SigningSecret.make()).isNotEqualTo(made);
  }

  private static String base64(int length) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) (0xfb - i * 5);
    }
    return Base64.getEncoder().encodeToString(key);
  }
}

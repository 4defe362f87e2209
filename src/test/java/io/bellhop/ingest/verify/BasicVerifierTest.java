package io.bellhop.ingest.verify;

import static io.bellhop.ingest.VerifierInput.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import io.bellhop.ingest.VerifierInput;
import io.bellhop.net.RequestHeaders;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicVerifierTest {
  private static final byte[] ANY_BODY = {};

  private final Verifier verifier = new BasicVerifier();

  @ParameterizedTest
  @CsvSource({
    "bellhop, secret",
    "bellhop, pass:word",
    "bellhop, :",
    "bellhop, ::a::",
    "bellhop, ' with blanks '",
    "zoë, pässwörd",
    "ホテル, 🔑🔑",
    "bellhop, ''",
    "'', secret"
  })
  void user_and_password_as_configured_are_accepted(String user, String password) {
    assertThat(verify(account(user, password), basic(user + ":" + password))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bellhop:pass:wor",
        "bellhop:pass:word ",
        "bellhop:PASS:WORD",
        "Bellhop:pass:word",
        "bellhop:pass",
        "bellhop:",
        "bellhop",
        ":pass:word",
        ":",
        ""
      })
  void anything_else_is_refused(String given) {
    assertThat(verify(account("bellhop", "pass:word"), basic(given))).isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"Basic ", "basic ", "BASIC ", "Basic   "})
  void the_scheme_has_no_case(String scheme) {
    assertThat(verify(account("u", "p"), scheme + base64("u:p", StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"Bearer ", "Digest ", "Basic", "", "Basic Basic "})
  void another_scheme_is_refused(String scheme) {
    assertThat(verify(account("u", "p"), scheme + base64("u:p", StandardCharsets.UTF_8))).isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic u:p", "Basic dTpw!", "Basic dTp"})
  void what_is_not_base64_of_both_is_refused(String header) {
    assertThat(verify(account("u", "p"), header)).isFalse();
  }

  @Test
  void a_password_is_read_in_utf_8_and_in_latin_1() {
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
      assertThat(verify(account("zoë", "pässwörd"), "Basic " + base64("zoë:pässwörd", charset)))
          .as("%s", charset)
          .isTrue();
      assertThat(verify(account("zoë", "pässword"), "Basic " + base64("zoë:pässwörd", charset)))
          .as("%s", charset)
          .isFalse();
    }
    assertThat(verify(account("zoë", "東"), "Basic " + base64("zoë:?", StandardCharsets.ISO_8859_1)))
        .as("what Latin-1 does not have is no question mark")
        .isFalse();
  }

  @Test
  void without_the_header_nothing_is_proven() {
    assertThat(verifier.verify(account("u", "p"), headers(), ANY_BODY)).isFalse();
  }

  @Test
  void a_repeated_header_is_refused_even_if_both_are_right() {
    RequestHeaders twice = headers("Authorization", basic("u:p"), "authorization", basic("u:p"));

    assertThat(verifier.verify(account("u", "p"), twice, ANY_BODY)).isFalse();
  }

  @Test
  void an_account_without_user_or_password_accepts_nothing() {
    assertThat(verify(VerifierInput.account(Map.of()), basic("null:null"))).isFalse();
    assertThat(verify(VerifierInput.account(Map.of("username", "u")), basic("u:null"))).isFalse();
    assertThat(verify(VerifierInput.account(Map.of("password", "p")), basic("null:p"))).isFalse();
  }

  private boolean verify(Account account, String authorization) {
    return verifier.verify(account, headers("Authorization", authorization), ANY_BODY);
  }

  private static Account account(String user, String password) {
    return VerifierInput.account(Map.of("username", user, "password", password));
  }

  private static String basic(String text) {
    return "Basic " + base64(text, StandardCharsets.UTF_8);
  }

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }
}

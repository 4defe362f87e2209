package io.bellhop.ingest.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.config.TemplateParameters;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets as people paste them: each is kept as the provider means it, or refused with a reason.
 */
class KeptSecretTest {
  /** 24 bytes whose base64 has both signs of the two alphabets. */
  private static final String KEY =
      "-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_".replace('-', '+').replace('_', '/');

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/",
        "+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/",
        "WHSEC_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_",
        "whsec_ +/+/+/+/+/+/+/+/\n+/+/+/+/+/+/+/+/"
      })
  void a_signing_secret_is_kept_in_one_form(String pasted) {
    assertThat(kept("standard-webhooks", "", "secret", pasted)).isEqualTo("whsec_" + KEY);
  }

  @ParameterizedTest
  @CsvSource({"15, false", "16, true", "17, true", "128, true", "129, false"})
  void a_signing_secret_has_16_to_128_bytes_with_its_last_signs_or_without(
      int bytes, boolean good) {
    String full = Base64.getEncoder().encodeToString(new byte[bytes]);
    String bare = full.replace("=", "");

    if (good) {
      assertThat(kept("standard-webhooks", "", "secret", bare)).isEqualTo("whsec_" + full);
    } else {
      refused("standard-webhooks", "", "secret", bare, "16 to 128 bytes in base64 behind whsec_");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"whsec_", "whsec_***not base64***", "short", "p@ssw0rd-that-is-long-enough"})
  void what_is_no_signing_secret_is_refused(String pasted) {
    refused("standard-webhooks", "", "secret", pasted, "copy it again from the provider");
  }

  @ParameterizedTest
  @CsvSource({
    "text, any thing é, any thing é",
    "hex, 0aFF 10, 0aFF10",
    "base64, _-8, /+8=",
    "base64, /+8=, /+8="
  })
  void an_hmac_secret_is_kept_as_it_is_read(String encoding, String pasted, String kept) {
    assertThat(kept("hmac", encoding, "secret", pasted)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({"hex, 0a1", "hex, xyz", "base64, a", "base64, a*b=", "base64, ===="})
  void an_hmac_secret_that_cannot_be_decoded_is_refused(String encoding, String pasted) {
    refused("hmac", encoding, "secret", pasted, "must be written in " + encoding);
  }

  @Test
  void a_header_is_a_token_and_its_value_is_visible() {
    assertThat(kept("header", "", "header", "X-Hotel")).isEqualTo("X-Hotel");
    refused("header", "", "header", "X-Hotel:", "must be the name of a header");
    refused("header", "", "header", "X Hotel", "must be the name of a header");
    refused("header", "", "header", "Content-Length", "must be a header that the sender adds");
    refused("header", "", "header", "transfer-encoding", "must be a header that the sender adds");
    refused("header", "", "value", "grün", "must be visible ASCII");
    refused("bearer", "", "token", "to\u200bken", "must be visible ASCII");
  }

  @Test
  void a_user_name_of_basic_has_no_colon_and_a_password_may() {
    assertThat(kept("basic", "", "password", "a:b")).isEqualTo("a:b");
    refused("basic", "", "username", "a:b", "must not have a colon");
  }

  private static void refused(
      String verifier, String encoding, String field, String pasted, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kept(verifier, encoding, field, pasted))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(pasted + " "));
  }

  private static String kept(String verifier, String encoding, String field, String pasted) {
    Map<String, String> parameters =
        Map.of(
            "provider", "pms",
            "verify", verifier,
            "signatureHeader", "x-signature",
            "signatureAlgorithm", "sha256",
            "signatureEncoding", "hex",
            "signedContent", "{body}",
            "secretEncoding", encoding.isEmpty() ? "text" : encoding);
    return Verifier.of(new TemplateParameters(parameters), Clock.systemUTC()).kept(field, pasted);
  }
}

package io.bellhop.ingest.verify;

import static io.bellhop.ingest.VerifierInput.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.ingest.VerifierInput;
import io.bellhop.net.RequestHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerVerifierTest {
  private static final byte[] ANY_BODY = {};
  private static final Map<String, String> TOKEN = Map.of("token", "t0ken/+==");

  private final Verifier verifier = new BearerVerifier();

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"Bearer t0ken/+==", "bearer t0ken/+==", "BEARER   t0ken/+=="})
  void the_token_is_accepted_and_the_scheme_has_no_case(String given) {
    assertThat(verify(TOKEN, given)).isTrue();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "t0ken/+==",
        "Basic t0ken/+==",
        "Token t0ken/+==",
        "Bearer T0ken/+==",
        "Bearer t0ken/+=",
        "Bearer t0ken/+== x",
        "Bearer Bearer t0ken/+=="
      })
  void anything_else_is_refused(String given) {
    assertThat(verify(TOKEN, given)).isFalse();
  }

  @Test
  void the_token_may_be_given_as_the_value_of_a_header() {
    assertThat(verify(Map.of("header", "Authorization", "value", "abc"), "Bearer abc")).isTrue();
    assertThat(verify(Map.of("header", "Authorization", "value", "Bearer abc"), "Bearer abc"))
        .isTrue();
    assertThat(verify(Map.of("header", "Authorization", "value", "abc"), "Bearer abd")).isFalse();
    assertThat(
            verify(Map.of("token", "x", "header", "Authorization", "value", "abc"), "Bearer abc"))
        .as("the token comes first")
        .isFalse();
  }

  @Test
  void without_the_header_or_with_two_nothing_is_proven() {
    RequestHeaders twice =
        headers("Authorization", "Bearer t0ken/+==", "authorization", "Bearer t0ken/+==");

    assertThat(verifier.verify(VerifierInput.account(TOKEN), headers(), ANY_BODY)).isFalse();
    assertThat(verifier.verify(VerifierInput.account(TOKEN), twice, ANY_BODY)).isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "Bearer ", "Bearer"})
  void an_account_without_a_token_accepts_nothing(String given) {
    assertThat(verify(Map.of(), given)).isFalse();
    assertThat(verify(Map.of("token", ""), given)).isFalse();
    assertThat(verify(Map.of("token", "Bearer "), given)).isFalse();
  }

  private boolean verify(Map<String, String> webhook, String authorization) {
    RequestHeaders headers = headers("Authorization", authorization);
    return verifier.verify(VerifierInput.account(webhook), headers, ANY_BODY);
  }
}

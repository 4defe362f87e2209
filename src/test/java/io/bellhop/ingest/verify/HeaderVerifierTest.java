package io.bellhop.ingest.verify;

import static io.bellhop.ingest.VerifierInput.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import io.bellhop.ingest.VerifierInput;
import io.bellhop.net.RequestHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderVerifierTest {
  private static final byte[] ANY_BODY = {};
  private static final Account ACCOUNT =
      VerifierInput.account(Map.of("header", "X-Hotel-Secret", "value", "Pass w:rd"));

  private final Verifier verifier = new HeaderVerifier();

  @ParameterizedTest
  @ValueSource(strings = {"X-Hotel-Secret", "x-hotel-secret", "X-HOTEL-SECRET"})
  void the_value_is_accepted_in_the_header_whose_name_has_no_case(String name) {
    assertThat(verifier.verify(ACCOUNT, headers(name, "Pass w:rd"), ANY_BODY)).isTrue();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "pass w:rd",
        "Pass w:r",
        "Pass w:rd ",
        "Pass w:rdd",
        "Bearer Pass w:rd",
        "UGFzcyB3OnJk",
        "***"
      })
  void anything_else_is_refused(String given) {
    assertThat(verifier.verify(ACCOUNT, headers("X-Hotel-Secret", given), ANY_BODY)).isFalse();
  }

  @Test
  void without_the_header_nothing_is_proven() {
    assertThat(verifier.verify(ACCOUNT, headers(), ANY_BODY)).isFalse();
    assertThat(verifier.verify(ACCOUNT, headers("X-Hotel", "Pass w:rd"), ANY_BODY)).isFalse();
  }

  @Test
  void a_repeated_header_is_refused_even_if_both_are_right() {
    RequestHeaders twice = headers("X-Hotel-Secret", "Pass w:rd", "x-hotel-secret", "Pass w:rd");

    assertThat(verifier.verify(ACCOUNT, twice, ANY_BODY)).isFalse();
  }

  @Test
  void an_account_without_header_or_value_accepts_nothing() {
    RequestHeaders headers = headers("X-Hotel-Secret", "", "null", "null");

    for (Map<String, String> broken :
        java.util.List.<Map<String, String>>of(
            Map.of(),
            Map.of("header", "X-Hotel-Secret"),
            Map.of("header", "X-Hotel-Secret", "value", ""),
            Map.of("value", "null"))) {
      assertThat(verifier.verify(VerifierInput.account(broken), headers, ANY_BODY))
          .as(broken + "")
          .isFalse();
    }
  }
}

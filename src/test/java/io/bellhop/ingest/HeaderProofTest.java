package io.bellhop.ingest;

import static io.bellhop.ingest.Given.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderProofTest {
  private static final byte[] ANY_BODY = {};
  private static final Account ACCOUNT =
      Given.account(Map.of("header", "X-Hotel-Secret", "value", "Pass w:rd"));

  private final Proof proof = new HeaderProof();

  @ParameterizedTest
  @ValueSource(strings = {"X-Hotel-Secret", "x-hotel-secret", "X-HOTEL-SECRET"})
  void the_value_is_accepted_in_the_header_whose_name_has_no_case(String name) {
    assertThat(proof.holds(ACCOUNT, headers(name, "Pass w:rd"), ANY_BODY)).isTrue();
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
    assertThat(proof.holds(ACCOUNT, headers("X-Hotel-Secret", given), ANY_BODY)).isFalse();
  }

  @Test
  void without_the_header_nothing_is_proven() {
    assertThat(proof.holds(ACCOUNT, headers(), ANY_BODY)).isFalse();
    assertThat(proof.holds(ACCOUNT, headers("X-Hotel", "Pass w:rd"), ANY_BODY)).isFalse();
  }

  @Test
  void a_header_that_stands_twice_is_refused_even_if_both_are_right() {
    RequestHeaders twice = headers("X-Hotel-Secret", "Pass w:rd", "x-hotel-secret", "Pass w:rd");

    assertThat(proof.holds(ACCOUNT, twice, ANY_BODY)).isFalse();
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
      assertThat(proof.holds(Given.account(broken), headers, ANY_BODY)).as(broken + "").isFalse();
    }
  }
}

package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassthroughRulesTest {
  private static final PassthroughRules RULES =
      PassthroughRules.parse("GET /v2/guests/{id}; POST /v2/messages ;GET /v1.0/a~b_c/{id}/{id}");

  @Test
  void a_call_fits_by_method_and_whole_path() {
    assertThat(RULES.of("GET", "/v2/guests/7-a_Z"))
        .map(Object::toString)
        .hasValue("GET /v2/guests/{id}");
    assertThat(RULES.of("POST", "/v2/messages")).isPresent();
    assertThat(RULES.of("GET", "/v1.0/a~b_c/1/2")).isPresent();
    assertThat(RULES.of("POST", "/v2/guests/7")).isEmpty();
    assertThat(PassthroughRules.parse(" ").of("GET", "/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/guests/..",
        "/v2/guests/.",
        "/v2/guests/../messages",
        "/v2/guests/%2e%2e",
        "/v2/guests/1%2f..%2fkeys",
        "/v2/guests/1/",
        "/v2/guests//",
        "//other.example.com/v2/guests/1",
        "https://other.example.com/v2/guests/1",
        "/v2/guests/1?a=b",
        "/v2/guests/1#a",
        "/v2/guests/1;a=b",
        "/v2/guests/@other.example.com",
        "/v2/guests/a\\b",
        "/v2/guests/1\r\nHost: other.example.com",
        "/v2/guests/1\n",
        "/v2/guests/{id}",
        "/v2/guests/\u00e9",
        "v2/guests/1",
        "/V2/guests/1",
        "/v1x0/a~b_c/1/2",
        ""
      })
  void a_path_leads_nowhere_else(String path) {
    assertThat(RULES.of("GET", path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/guests",
        "GET v2/guests",
        "TRACE /v2/guests",
        "GET /v2/../guests",
        "GET /v2/{guest}",
        "GET /v2/guests?x=1",
        "GET /v2/*",
        "GET /v2; /v3"
      })
  void what_is_no_call_stops_the_start(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PassthroughRules.parse(text))
        .withMessageContaining("parameter passthrough has");
  }
}

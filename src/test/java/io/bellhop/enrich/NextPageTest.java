package io.bellhop.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.provider.HopelessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextPageTest {
  private static final String BASE = "https://api.example.com";
  private static final String PATH = "/v2/stays?since=1";

  @Test
  void the_same_list_at_the_same_place_is_followed() {
    assertThat(NextPage.of(BASE, PATH, "https://API.example.com:443/v2/stays?since=1&offset=100"))
        .isEqualTo("/v2/stays?since=1&offset=100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com/v2/stays?offset=100",
        "https://api.example.com.evil.example/v2/stays",
        "https://api.example.com@evil.example/v2/stays",
        "http://api.example.com/v2/stays",
        "https://api.example.com:8443/v2/stays",
        "https://api.example.com/v2/guests?offset=100",
        "https://api.example.com/v2/stays/../guests",
        "//evil.example.com/v2/stays",
        "/v2/stays?offset=100",
        "https://api.example.com/v2/stays?a=b c",
        "https:\\\\api.example.com/v2/stays",
        "mailto:someone@example.com",
        "nonsense",
        ""
      })
  void credentials_go_nowhere_else(String url) {
    assertThatThrownBy(() -> NextPage.of(BASE, PATH, url)).isInstanceOf(HopelessException.class);
  }
}

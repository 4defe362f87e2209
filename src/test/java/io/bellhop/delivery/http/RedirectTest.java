package io.bellhop.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest {
  private static final URI FROM = URI.create("https://a.example/hooks/in?key=1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://b.example/x|https://b.example/x",
        "https://b.example:8443/x#part|https://b.example:8443/x",
        "/login|https://a.example/login",
        "../out|https://a.example/out",
        "//b.example/x|https://b.example/x",
        "https://user:pass@b.example/x|https://b.example/x",
        "https://b.example/x?token=abc&b=|https://b.example/x?token=***&b=***",
        "https://b.example/x?sometoken|https://b.example/x?***",
        "mailto:guest@example.com|mailto:***",
        "https://b.example/a b|(not a URL)",
        "https://user:pass@bad host/x|(not a URL)",
        "'  https://b.example/x  '|https://b.example/x"
      })
  void a_target_is_shown_without_what_could_open_something(String location, String shown) {
    assertThat(Redirect.of(302, location, FROM)).isEqualTo(shown);
  }

  @Test
  void it_is_never_longer_than_its_column_and_plain_text() {
    String shown = Redirect.of(301, "https://b.example/\u00e9" + "x".repeat(5000), FROM);

    assertThat(shown).hasSize(300).startsWith("https://b.example/?xxx").endsWith("x...");
  }

  @Test
  void what_is_no_redirect_points_nowhere() {
    assertThat(Redirect.of(201, "https://a.example/made/1", FROM)).isNull();
    assertThat(Redirect.of(302, null, FROM)).isNull();
  }
}

package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPrefixTest {
  private final PathPrefix prefix = new PathPrefix("/pms");

  @Test
  void links_get_it_and_texts_do_not() {
    assertThat(
            prefix.in(
                "<a class=\"b\" title=\"a > b href=/x\" href=\"/console\">href=\"/console\"</a>"
                    + "<img src=\"/i\" alt=\"\"><form method=\"post\" action=\"/f\">&lt;a href=\"/t\""
                    + "<a href=\"https://example.com/\"><h1 id=\"/x\">"))
        .isEqualTo(
            "<a class=\"b\" title=\"a > b href=/x\" href=\"/pms/console\">href=\"/console\"</a>"
                + "<img src=\"/pms/i\" alt=\"\"><form method=\"post\" action=\"/pms/f\">&lt;a"
                + " href=\"/t\"<a href=\"https://example.com/\"><h1 id=\"/x\">");
  }

  @Test
  void a_request_loses_it_whole_or_has_none() {
    assertThat(prefix.without("/pms/hooks/a?b=/pms")).isEqualTo("/hooks/a?b=/pms");
    assertThat(prefix.without("/pms")).isEqualTo("/");
    assertThat(prefix.without("/pms?a")).isEqualTo("/?a");
    assertThat(prefix.without("/pmsx/hooks")).isNull();
    assertThat(prefix.without("/hooks")).isNull();
    assertThat(PathPrefix.NONE.without("/hooks")).isEqualTo("/hooks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pms", "/", "/pms/", "/a//b", "/../a", "/a b", "/%61", "/a?b"})
  void an_invalid_one_is_refused(String text) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> of(text, ""))
        .withMessageContaining("bellhop.http.path-prefix must look like /bellhop");
  }

  @Test
  void a_public_url_that_has_it_already_is_refused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> of("/pms", "https://hub.example.com/pms/"))
        .withMessageContaining("bellhop.public-url must not end with the prefix");
    assertThat(of("/a/b.c", "https://hub.example.com").on("/x")).isEqualTo("/a/b.c/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope",
        "hub.example.com",
        "//hub.example.com",
        "ftp://hub.example.com",
        "https://",
        "https:///hooks",
        "https:hub.example.com",
        "https://hub example.com",
        "https://hub_a.example.com:x",
        "https://hub.example.com:99999",
        "https://user@hub.example.com",
        "https://hub.example.com?a=b",
        "https://hub.example.com/#a"
      })
  void a_public_url_that_no_sender_could_reach_is_refused(String url) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> of("", url))
        .withMessage(
            "bellhop.public-url must be http or https, a host, optionally a port and path, was: "
                + url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://hub.example.com",
        "HTTP://localhost:8080/",
        "http://[::1]:8080",
        "https://hub.example.com/a/b"
      })
  void a_public_url_may_have_a_port_and_a_path(String url) {
    assertThat(of("/pms", url).text()).isEqualTo("/pms");
  }

  private static PathPrefix of(String text, String publicUrl) {
    return PathPrefix.of(
        Options.load(new Properties(), Map.of(), options -> Map.of())
            .with(Map.of(PathPrefix.OPTION, text, "bellhop.public-url", publicUrl)));
  }
}

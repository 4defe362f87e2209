package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.failure.PermanentFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a list's own address of its next page leads: never anywhere but to the same list. */
class NextPageTest {
  private static final String LIST = "/v2/stays?since=1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "https://API.example.com:443/v2/stays?since=1&offset=100 > since=1&offset=100",
        "/v2/stays?since=2027-01-01T00:00:00Z&offset=1 > since=2027-01-01T00:00:00Z&offset=1",
        "stays?offset=1 > offset=1",
        "./stays?offset=1 > offset=1",
        "?offset=1 > offset=1",
        "//api.example.com/v2/stays?offset=1 > offset=1",
        "http://api.example.com/v2/stays?offset=1 > offset=1",
        "https://api.vendor-other-name.example/v2/stays?offset=1 > offset=1",
        "https://127.0.0.1:8443/v2/stays/?offset=1 > offset=1",
        "/v2/stays?offset=1#top > offset=1",
        "/v2/stays?page[number]=2&q=a b|c > page%5Bnumber%5D=2&q=a%20b%7Cc",
        "/v2/stays?cursor=eyJ%3D&name=\u00fc > cursor=eyJ%3D&name=%C3%BC",
      })
  void only_the_query_counts_and_the_page_is_read_on_our_host(String url, String query) {
    assertThat(NextPage.of(LIST, url)).isEqualTo("/v2/stays?" + query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v2/guests?offset=100",
        "https://api.example.com/v2/stays/../guests?offset=1",
        "https://api.example.com/v2/stays/7?offset=1",
        "https://api.example.com/?offset=1",
        "https://api.example.com?offset=1",
        "https://api.example.com@evil.example/v2/stays?offset=1",
        "https://user:secret@api.example.com/v2/stays?offset=1",
        "https:\\\\api.example.com/v2/stays?offset=1",
        "https:/v2/stays?offset=1",
        "file:///v2/stays?offset=1",
        "/v2/stays?offset=1\r\nHost: evil.example",
        "/v2/stays",
        "mailto:someone@example.com",
        "nonsense",
        ""
      })
  void anything_else_fails(String url) {
    assertThatThrownBy(() -> NextPage.of(LIST, url)).isInstanceOf(PermanentFailureException.class);
  }

  @Test
  void the_failure_names_the_address_and_no_value_of_its_query() {
    assertThatThrownBy(
            () ->
                NextPage.of(
                    LIST, "https://u:secret@other.example.com/v3/stays?guest=Ada&token=secret#x"))
        .hasMessageContaining("https://...@other.example.com/v3/stays?guest=...&token=...")
        .hasMessageNotContaining("Ada")
        .hasMessageNotContaining("secret");
  }
}

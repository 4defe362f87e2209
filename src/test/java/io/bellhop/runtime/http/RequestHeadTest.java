package io.bellhop.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static final String LINE = "POST /hooks/a/b HTTP/1.1\r\n";
  private static final String HOST = "Host: a.example.com\r\n";

  @Test
  void a_plain_head_says_where_its_body_ends() throws Exception {
    assertThat(head(LINE + HOST + "content-LENGTH:  12 \r\n").length()).isEqualTo(12);
    assertThat(head(LINE + HOST).length()).isZero();
    assertThat(head(LINE + HOST + "Transfer-Encoding: Chunked\r\n").length()).isEqualTo(-1);
    assertThat(head("GET /api/v1/events?a=%20b&c= HTTP/1.0\r\n" + HOST).length()).isZero();
    assertThat(head(LINE + HOST + "X-Name: Zo\u00eb\tand\r\nX-Empty:\r\n").length()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 05\r\n",
        "Content-Length:\r\n",
        "Content-Length:\t5\r\n",
        "Content-Length: 5 6\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding:\tchunked\r\n",
        "Transfer-Encoding: chunked\t\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding: identity,\r\n chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        " Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: \u000bchunked\r\n",
        "X-Folded: a\r\n b\r\n",
        "X-Folded: a\r\n\tb\r\n",
        "X-Line-Feed: a\nTransfer-Encoding: chunked\r\n",
        "X-Return: a\rb\r\n",
        "X-Nul: a\u0000b\r\n",
        "X Name: a\r\n",
        "no colon\r\n",
        ": no name\r\n",
        "Host: another.example.com\r\n"
      })
  void what_two_parsers_may_read_differently_is_refused(String headers) {
    refused(LINE + HOST + headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /a HTTP/1.1\r\n",
        "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\nHost: a\r\n",
        "POST  /a HTTP/1.1\r\nHost: a\r\n",
        "POST /a  HTTP/1.1\r\nHost: a\r\n",
        "POST /a b HTTP/1.1\r\nHost: a\r\n",
        "POST /a\r\nHost: a\r\n",
        "POST /a HTTP/2.0\r\nHost: a\r\n",
        "POST /a HTTP/1.1 \r\nHost: a\r\n",
        "post /a HTTP/1.1\r\nHost: a\r\n",
        "POST a HTTP/1.1\r\nHost: a\r\n",
        "POST http://a.example.com/a HTTP/1.1\r\nHost: a\r\n",
        "POST http://a HTTP/1.1\r\nHost: a\r\n",
        "POST http:///a HTTP/1.1\r\nHost: \r\n",
        "POST http://a?b HTTP/1.1\r\nHost: a\r\n",
        "POST http://a:80/a HTTP/1.1\r\nHost: a\r\n",
        "POST http://u:p@a/a HTTP/1.1\r\nHost: a\r\n",
        "POST http://a/a/../b HTTP/1.1\r\nHost: a\r\n",
        "POST ftp://a/a HTTP/1.1\r\nHost: a\r\n",
        "POST http://a/a HTTP/1.1\r\n",
        "GET /a?% HTTP/1.1\r\nHost: a\r\n",
        "GET /a?b=%zz HTTP/1.1\r\nHost: a\r\n",
        "GET /%1 HTTP/1.1\r\nHost: a\r\n",
        "GET /a\u00eb HTTP/1.1\r\nHost: a\r\n",
        "PRI * HTTP/2.0\r\n",
        "\r\n"
      })
  void what_is_no_request_is_refused(String head) {
    refused(head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hooks/../api/v1/events",
        "/hooks/a/..",
        "/hooks/./a",
        "/hooks/%2e%2E/api/v1/events",
        "/hooks/.%2e/api",
        "/hooks/..%2fapi/v1/events",
        "/hooks%2F..%2Fapi",
        "/hooks/..\\api",
        "/hooks/..%5capi",
        "/hooks/..;a=b/api",
        "/hooks/..?a=b",
        "/.."
      })
  void a_path_that_leads_elsewhere_than_it_begins_is_refused(String path) {
    refused("POST " + path + " HTTP/1.1\r\n" + HOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/hooks/a/b?next=/../c", "/api/v1/guests/a..b", "/a/...", "/a/.well", "/"})
  void a_path_with_dots_within_its_names_is_taken(String path) throws Exception {
    assertThat(head("POST " + path + " HTTP/1.1\r\n" + HOST).length()).isZero();
  }

  @Test
  void a_target_that_names_the_host_has_its_path_behind() throws Exception {
    String head = "POST http://A.example.com:8080/hooks HTTP/1.1\r\nHost: a.example.com:8080\r\n";
    RequestHead read = head(head);
    assertThat(head.substring(read.path())).startsWith("/hooks HTTP");
    assertThat(head.substring(0, read.target())).isEqualTo("POST ");
    assertThat(head("GET https://[::1]/ HTTP/1.0\r\nHost: [::1]\r\n").length()).isZero();
    assertThat(head(LINE + HOST).path()).isEqualTo(head(LINE + HOST).target()).isEqualTo(5);
  }

  @Test
  void an_unsupported_expectation_is_refused() throws Exception {
    assertThat(head(LINE + HOST + "Expect: 100-Continue\r\n").length()).isZero();
    refused(LINE + HOST + "Expect: 200-ok\r\n");
    refused(LINE + HOST + "Expect:\r\n");
  }

  private static void refused(String head) {
    assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> head(head));
  }

  private static RequestHead head(String head) throws BadRequestException {
    return RequestHead.of(head + "\r\n");
  }
}

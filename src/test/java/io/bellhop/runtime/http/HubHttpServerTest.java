package io.bellhop.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server of a running hub, by sockets that write what no HTTP client would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubHttpServerTest {
  private static final String BODY = "{\"type\":\"stay\",\"id\":1}";

  private TestHub hub;
  private String path;

  @BeforeAll
  void start() {
    hub =
        TestHub.start(
            Map.of(
                "bellhop.providers", "things",
                "bellhop.routes.extra", "src/test/resources/routes-extra/ingest",
                "bellhop.http.head-timeout", "1s",
                "bellhop.http.body-timeout", "1s",
                "bellhop.http.connections", "60",
                "bellhop.http.connections-per-address", "40"));
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", "things").put("name", "Hotel Example");
    path = hub.client().makeAccount(fields).listener().getPath();
  }

  @AfterAll
  void stop() throws Exception {
    hub.close();
  }

  @Test
  void a_plain_request_is_taken_whole_or_in_chunks_and_the_connection_is_kept() throws Exception {
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      wire.send(post("Content-Length: " + BODY.length(), BODY));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200").contains("accepted");
      String chunks = "5\r\n" + BODY.substring(0, 5) + "\r\n";
      String rest = Integer.toHexString(BODY.length() - 5) + "\r\n" + BODY.substring(5) + "\r\n";
      wire.send(post("Transfer-Encoding: chunked", chunks));
      wire.send(rest + "0\r\n\r\n");
      assertThat(wire.answer()).startsWith("HTTP/1.1 200").contains("accepted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {";a=b", ";a", ";a=\"b;\\\"c \u00eb\";d=e"})
  void an_extension_of_a_chunk_is_taken(String extension) throws Exception {
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      String chunk = Integer.toHexString(BODY.length()) + extension + "\r\n" + BODY + "\r\n";
      wire.send(post("Transfer-Encoding: chunked", chunk + "0" + extension + "\r\n\r\n"));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200").contains("accepted");
      wire.send(post("Content-Length: " + BODY.length(), BODY));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200").contains("accepted");
    }
  }

  @Test
  void a_target_that_is_a_whole_url_is_its_path() throws Exception {
    String request = post("Content-Length: " + BODY.length(), BODY);
    String host = request.split("Host: ")[1].split("\r\n")[0];
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      for (String scheme : List.of("http://", "HTTPS://")) {
        wire.send(request.replace("POST /", "POST " + scheme + host + "/"));
        assertThat(wire.answer()).startsWith("HTTP/1.1 200").contains("accepted");
      }
    }
  }

  @Test
  void requests_sent_ahead_are_answered_in_order() throws Exception {
    String one = post("Content-Length: " + BODY.length(), BODY);
    String other = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      wire.send(one + other + one);

      assertThat(List.of(wire.answer(), wire.answer(), wire.answer()))
          .extracting(answer -> answer.substring(9, 12))
          .containsExactly("200", "404", "200");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 24\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 24",
        "Content-Length: 24\r\nContent-Length: 24",
        "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: identity"
      })
  void what_two_parsers_may_read_differently_is_refused_and_the_connection_closed(String headers)
      throws Exception {
    refused(post(headers, "18\r\n" + BODY + "\r\n0\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80000000\r\n",
        "zz\r\n",
        "5 ;a=b\r\nhello\r\n0\r\n\r\n",
        "5;\r\nhello\r\n0\r\n\r\n",
        "5;a b\r\nhello\r\n0\r\n\r\n",
        "5;a=\"b\r\nhello\r\n0\r\n\r\n",
        "5;a\nb\r\nhello\r\n0\r\n\r\n",
        "5;a=\rb\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello!\r\n",
        "5\nhello",
        "-1\r\n"
      })
  void chunks_that_two_parsers_may_read_differently_are_refused(String chunks) throws Exception {
    refused(post("Transfer-Encoding: chunked", chunks));
  }

  @Test
  void a_query_that_escapes_nothing_and_a_request_without_host_are_refused() throws Exception {
    refused("GET /api/v1/events?% HTTP/1.1\r\nHost: a\r\n\r\n");
    refused("POST " + path + "?% HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    refused("GET /api/v1/events HTTP/1.1\r\n\r\n");
  }

  @Test
  void http_2_is_not_spoken_by_an_upgrade() throws Exception {
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      wire.send(
          "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
              + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
      assertThat(wire.answer()).startsWith("HTTP/1.1 404");
    }
    refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  }

  @Test
  void a_head_or_body_that_does_not_come_is_not_waited_for() throws Exception {
    try (Wire mute = new Wire(hub.server().url().getPort());
        Wire head = new Wire(hub.server().url().getPort());
        Wire body = new Wire(hub.server().url().getPort())) {
      head.send("POST " + path + " HTTP/1.1\r\nHos");
      body.send(post("Content-Length: 100", "{"));

      assertThat(head.rest()).startsWith("HTTP/1.1 408").contains("request_timeout");
      assertThat(body.rest()).startsWith("HTTP/1.1 408");
      assertThat(mute.rest()).isEmpty();
    }
  }

  @Test
  void sockets_that_send_nothing_keep_no_sender_out() throws Exception {
    List<Wire> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 150; i++) {
        idle.add(new Wire(hub.server().url().getPort()));
        if (i % 25 == 24) {
          try (Wire sender = new Wire(hub.server().url().getPort())) {
            sender.send(post("Content-Length: " + BODY.length(), BODY));
            assertThat(sender.answer()).startsWith("HTTP/1.1 200");
          }
        }
      }
      URI health = hub.server().management().resolve("/observe/health/live");
      try (Wire operator = new Wire(health.getPort())) {
        operator.send("GET /observe/health/live HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(operator.answer()).startsWith("HTTP/1.1 200");
      }
    } finally {
      for (Wire wire : idle) {
        wire.close();
      }
    }
  }

  @Test
  void json_is_read_whatever_its_type_says_and_a_form_is_a_dead_letter_that_says_so()
      throws Exception {
    for (String type :
        List.of(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/octet-stream")) {
      try (Wire wire = new Wire(hub.server().url().getPort())) {
        wire.send(post("Content-Type: " + type + "\r\nContent-Length: " + BODY.length(), BODY));
        assertThat(wire.answer()).as(type).startsWith("HTTP/1.1 200");
      }
    }
    hub.awaitSettled();
    assertThat(hub.client().inboxSize("dead")).isZero();

    String form = "payload=%7B%22type%22%3A%22stay%22%7D";
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      wire.send(
          post(
              "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length(),
              form));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
    }
    assertThat(hub.client().call("GET", "/inbox?status=dead", null).at("/data/0/attributes/error"))
        .hasToString(
            "\"the body is a form (its content type says so too), not JSON: have the"
                + " provider send application/json\"");
    String id = hub.client().call("GET", "/inbox?status=dead", null).at("/data/0/id").asText();
    assertThat(hub.client().call("GET", "/inbox/" + id, null).at("/data/attributes/body").asText())
        .isEqualTo(form);
    assertThat(
            hub.client()
                .call("GET", "/inbox/" + id, null)
                .at("/data/attributes/headers/content-type")
                .asText())
        .isEqualTo("application/x-www-form-urlencoded");
  }

  private void refused(String request) throws IOException {
    try (Wire wire = new Wire(hub.server().url().getPort())) {
      wire.send(request);
      assertThat(wire.rest())
          .as(request)
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("connection: close")
          .endsWith(
              "{\"errors\":{\"code\":\"bad_request\","
                  + "\"title\":\"The request is not valid HTTP/1.1\"}}");
    }
  }

  private String post(String headers, String body) {
    return "POST " + path + " HTTP/1.1\r\nHost: a.example.com\r\n" + headers + "\r\n\r\n" + body;
  }
}

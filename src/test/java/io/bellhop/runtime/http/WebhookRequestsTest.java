package io.bellhop.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.spi.RouteController;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Webhooks on the event loop, while the database lets none of them be stored. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookRequestsTest {
  private static final String GONE = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n";

  private TestHub hub;
  private String url;
  private String path;

  @BeforeAll
  void start() {
    url = Store.POSTGRESQL.freshUrl();
    hub =
        TestHub.startAt(
            url,
            Map.of(
                "bellhop.providers",
                "things",
                "bellhop.routes.extra",
                "src/test/resources/routes-extra/ingest"));
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", "things").put("name", "Hotel Example");
    path = hub.client().makeAccount(fields).listener().getPath();
  }

  @AfterAll
  void stop() throws Exception {
    hub.close();
  }

  @Test
  void while_one_waits_for_its_commit_others_are_answered() throws Exception {
    try (Wire waits = wire();
        Wire other = wire();
        Lock lock = new Lock()) {
      waits.send(webhook("a"));
      for (int i = 0; i < 5; i++) {
        other.send(GONE);
        assertThat(other.answer()).startsWith("HTTP/1.1 404");
        other.send(webhook("b").replace(path, "/hooks/things/no-such-token"));
        assertThat(other.answer()).startsWith("HTTP/1.1 404");
      }
      lock.close();

      assertThat(waits.answer()).startsWith("HTTP/1.1 200").endsWith("{\"status\":\"accepted\"}");
    }
  }

  @Test
  void more_of_them_than_there_are_workers_wait_for_one_commit() throws Exception {
    List<Wire> senders = new ArrayList<>();
    try (Lock lock = new Lock()) {
      for (int i = 0; i < 40; i++) {
        senders.add(wire());
        senders.get(i).send(webhook("many " + i));
      }
      lock.close();

      for (Wire sender : senders) {
        assertThat(sender.answer()).startsWith("HTTP/1.1 200");
      }
    } finally {
      for (Wire sender : senders) {
        sender.close();
      }
    }
  }

  @Test
  void requests_sent_ahead_are_answered_in_order_though_the_first_must_wait() throws Exception {
    try (Wire wire = wire();
        Lock lock = new Lock()) {
      wire.send(webhook("c") + GONE + webhook("d").replace("POST", "PUT"));
      lock.close();

      assertThat(List.of(wire.answer(), wire.answer(), wire.answer()))
          .extracting(answer -> answer.substring(9, 12))
          .containsExactly("200", "404", "405");
    }
  }

  @Test
  void a_slash_at_the_end_of_the_listener_url_does_no_harm() throws Exception {
    try (Wire wire = wire()) {
      wire.send(webhook("slash").replace(path, path + "/"));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
      wire.send(webhook("more").replace(path, path + "/more"));
      assertThat(wire.answer()).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void a_sender_who_goes_away_before_the_commit_is_stored_all_the_same() throws Exception {
    try (Wire stays = wire();
        Lock lock = new Lock()) {
      try (Wire leaves = wire()) {
        leaves.send(webhook("gone"));
      }
      stays.send(webhook("stays"));
      lock.close();

      assertThat(stays.answer()).startsWith("HTTP/1.1 200");
    }
    Awaitility.await()
        .untilAsserted(() -> assertThat(recordsInInbox()).containsOnlyOnce("gone", "stays"));
  }

  @Test
  void a_commit_that_takes_too_long_is_answered_with_the_time_of_a_retry() throws Exception {
    try (Wire wire = wire();
        Lock lock = new Lock()) {
      wire.send(webhook("slow"));

      assertThat(wire.answer())
          .startsWith("HTTP/1.1 503")
          .contains("Retry-After: 5")
          .contains("service_unavailable");
      lock.close();
      wire.send(webhook("next"));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void large_bodies_and_compressed_ones_come_in_by_a_worker_and_in_parts() throws Exception {
    String large = "{\"type\":\"stay\",\"id\":1,\"note\":\"" + "x".repeat(300_000) + "\"}";
    try (Wire wire = wire()) {
      wire.send(post("Content-Length: " + large.length(), large));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
      wire.send(post("Expect: 100-continue\r\nContent-Length: " + large.length(), ""));
      assertThat(wire.head()).startsWith("HTTP/1.1 100 Continue");
      wire.send(large);
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");

      byte[] zipped = zipped(large);
      wire.send(post("Content-Encoding: gzip\r\nContent-Length: " + zipped.length, ""));
      wire.send(zipped);
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void one_byte_too_many_is_413_also_in_chunks_and_the_connection_goes_on() throws Exception {
    String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
    try (Wire wire = wire()) {
      wire.send(post("Transfer-Encoding: chunked", chunk.repeat(16) + "1\r\nx\r\n0\r\n\r\n"));
      assertThat(wire.answer()).startsWith("HTTP/1.1 413").contains("payload_too_large");
      wire.send(webhook("after"));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void headers_that_command_camel_or_a_listener_are_neither_obeyed_nor_kept() throws Exception {
    String body = "{\"type\":\"stay\",\"id\":\"headers\"}";
    try (Wire wire = wire()) {
      wire.send(
          post(
              "CamelHttpMethod: GET\r\nbellhop-listener-token: x\r\nbellhop-content-type: x"
                  + "\r\nX-Mine: kept\r\nContent-Length: "
                  + body.length(),
              body));
      assertThat(wire.answer()).startsWith("HTTP/1.1 200");
    }
    String id = hub.client().call("GET", "/inbox", null).at("/data/0/id").asText();
    assertThat(hub.client().call("GET", "/inbox/" + id, null).at("/data/attributes/headers"))
        .hasToString(
            "{\"content-length\":\"%d\",\"host\":\"a.example.com\",\"x-mine\":\"kept\"}"
                .formatted(body.length()));
  }

  @Test
  void routes_that_are_stopped_or_suspended_take_no_webhooks() throws Exception {
    RouteController routes = hub.server().context().getRouteController();
    try (Wire wire = wire()) {
      routes.suspendRoute("things-ingest");
      assertThat(status(wire)).isEqualTo("503");
      routes.resumeRoute("things-ingest");
      assertThat(status(wire)).isEqualTo("200");
      routes.stopRoute("things-ingest");
      assertThat(status(wire)).isEqualTo("503");
      routes.startRoute("things-ingest");
      assertThat(status(wire)).isEqualTo("200");

      routes.stopRoute("bellhop-hooks");
      assertThat(status(wire)).isEqualTo("404");
      routes.startRoute("bellhop-hooks");
      assertThat(status(wire)).isEqualTo("200");
    }
  }

  private String status(Wire wire) throws Exception {
    wire.send(webhook("route"));
    return wire.answer().substring(9, 12);
  }

  private List<String> recordsInInbox() {
    return hub.client().inbox().stream()
        .map(row -> row.path("order_key").asText())
        .map(key -> key.substring(key.indexOf(' ') + 1))
        .toList();
  }

  private Wire wire() throws Exception {
    return new Wire(hub.server().url().getPort());
  }

  private String webhook(String id) {
    String body = "{\"type\":\"stay\",\"id\":\"" + id + "\"}";
    return post("Content-Length: " + body.length(), body);
  }

  private String post(String headers, String body) {
    return "POST " + path + " HTTP/1.1\r\nHost: a.example.com\r\n" + headers + "\r\n\r\n" + body;
  }

  private static byte[] zipped(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Lets nothing be stored until it is closed. */
  private final class Lock implements AutoCloseable {
    private final Connection connection;

    Lock() throws Exception {
      connection = DriverManager.getConnection(url, Store.user(url), "");
      connection.setAutoCommit(false);
      try (Statement s = connection.createStatement()) {
        s.execute("lock table inbox_journal in access exclusive mode");
      }
    }

    @Override
    public void close() throws Exception {
      connection.close();
    }
  }
}

package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.tool.fixture.Loopback;
import io.bellhop.tool.fixture.OutgoingRequest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The generator speaks HTTP itself; these are the answers that it meets. */
class LoadGeneratorTest {
  private static final int FEW = 30;
  private static final OutgoingRequest REQUEST =
      new OutgoingRequest(Map.of("X-Of", "bench"), "{\"a\":1}".getBytes());

  private final Vertx vertx = Loopback.vertx();

  @AfterEach
  void stop() {
    Loopback.await(vertx.close());
  }

  @Test
  void every_body_reaches_a_server_whole() {
    AtomicInteger right = new AtomicInteger();
    try (BareServer server =
        new BareServer(
            body -> {
              right.addAndGet(new String(body).equals("{\"a\":1}") ? 1 : 0);
              return CompletableFuture.completedFuture(null);
            })) {
      Measurement sent = send(server.uri(), 4);

      assertThat(sent.accepted()).isEqualTo(FEW);
      assertThat(sent.failures()).isZero();
      assertThat(right).hasValue(FEW);
    }
  }

  @Test
  void a_refusal_is_a_failure_with_its_status() {
    try (BareServer server = new BareServer(body -> null)) {
      assertThat(send(server.uri(), 2).statuses()).isEqualTo(Map.of(503, (long) FEW));
    }
  }

  @Test
  void an_answer_in_pieces_or_in_chunks_is_read_to_its_end() {
    AtomicInteger requests = new AtomicInteger();
    URI server =
        answering(
            socket -> {
              if (requests.incrementAndGet() % 2 == 0) {
                socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}");
                later(() -> socket.write("\r\n0\r\n\r\n"));
              } else {
                socket.write("HTTP/1.1 202 Accepted\r\ncontent-le");
                later(() -> socket.write("ngth: 2\r\n\r\n{"));
                later(() -> later(() -> socket.write("}")));
              }
            });

    assertThat(send(server, 1).statuses()).isEqualTo(Map.of(200, FEW / 2L, 202, FEW / 2L));
  }

  @Test
  void a_broken_connection_is_a_failure_and_the_next_request_has_a_new_one() {
    URI server = answering(NetSocket::close);

    assertThat(send(server, 3).statuses()).isEqualTo(Map.of(Recorder.NO_ANSWER, (long) FEW));
  }

  @Test
  void a_missing_server_is_a_failure_for_each_request() {
    URI nowhere = URI.create("http://" + Loopback.HOST + ":9/");

    assertThat(send(nowhere, 3).statuses()).isEqualTo(Map.of(Recorder.NO_ANSWER, (long) FEW));
  }

  @Test
  void at_a_rate_more_requests_than_connections_wait_for_one() {
    try (BareServer server = new BareServer(body -> CompletableFuture.completedFuture(null));
        LoadGenerator load = new LoadGenerator(server.uri(), 1, () -> REQUEST)) {
      Measurement sent = load.atRate(2_000, Duration.ZERO, Duration.ofMillis(100));

      assertThat(sent.accepted()).isEqualTo(200);
    }
  }

  private Measurement send(URI server, int connections) {
    try (LoadGenerator load = new LoadGenerator(server, connections, () -> REQUEST)) {
      return load.exactly(FEW);
    }
  }

  /** A server that calls it for each request. */
  private URI answering(Consumer<NetSocket> answer) {
    int port =
        Loopback.await(
                vertx
                    .createNetServer()
                    .connectHandler(socket -> socket.handler(bytes -> answer.accept(socket)))
                    .listen(0, Loopback.HOST))
            .actualPort();
    return URI.create("http://" + Loopback.HOST + ":" + port + "/");
  }

  private void later(Runnable action) {
    vertx.setTimer(1, id -> action.run());
  }
}

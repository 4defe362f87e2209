package io.bellhop.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.net.AddressGuard;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a post sends, and what it makes of each answer. */
class DeliveryHttpClientTest extends Posting {
  @Test
  void a_post_arrives_as_it_was_made() {
    byte[] body = "{\"name\":\"Zo\u00eb \ud83c\udfe8\"}".getBytes(StandardCharsets.UTF_8);
    HttpPost post =
        new HttpPost(
            AddressGuard.url(receiver.url("/a%20b/c?x=1&y=%C3%A9#part")),
            Map.of("X-One", "1", "webhook-id", "e1"),
            body,
            false);

    HttpReply reply = poster().post(post).join();

    assertThat(reply.status()).isEqualTo(200);
    Received received = receiver.await(1).get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.path()).isEqualTo("/a%20b/c");
    assertThat(received.query()).isEqualTo("x=1&y=%C3%A9");
    assertThat(received.body()).isEqualTo(body);
    assertThat(received.headers())
        .containsEntry("x-one", "1")
        .containsEntry("webhook-id", "e1")
        .containsEntry("content-length", String.valueOf(body.length))
        .containsEntry("host", "127.0.0.1:" + receiver.port());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 206, 299})
  void two_hundred_and_something_is_a_success(int status) {
    receiver.usually(Answer.status(status));

    assertThat(post(poster())).matches(HttpReply::isSuccess);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 409, 410, 429, 500, 503, 599})
  void anything_else_is_a_failure_and_redirects_are_not_followed(int status) {
    Receiver elsewhere = opened(new Receiver());
    receiver.usually(Answer.status(status).with("Location", elsewhere.url()));

    HttpReply reply = post(poster());

    assertThat(reply).matches(one -> !one.isSuccess());
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.isGone()).isEqualTo(status == 410);
    assertThat(reply.redirect()).isEqualTo(status / 100 == 3 ? elsewhere.url() : null);
    assertThat(elsewhere.received()).isEmpty();
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void posts_to_those_that_fail_share_no_loop_with_the_others() {
    DeliveryHttpClient poster = poster();
    Set<String> working = new HashSet<>();
    Set<String> failing = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Receiver one = opened(new Receiver());
      working.add(threadOfReply(poster, one, false));
      failing.add(threadOfReply(poster, one, true));
    }

    assertThat(failing).hasSize(1).doesNotContainAnyElementsOf(working);
  }

  private static String threadOfReply(
      DeliveryHttpClient poster, Receiver receiver, boolean failing) {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    receiver.usually(Answer.status(200).after(gate));
    CompletableFuture<String> thread =
        poster
            .post(new HttpPost(receiver.uri(), Map.of(), new byte[0], failing))
            .thenApply(reply -> Thread.currentThread().getName());
    gate.complete(null);
    return thread.join();
  }

  @Test
  void the_receivers_wish_is_kept_and_no_other_header() {
    receiver.usually(
        Answer.text(503, "busy").with("Retry-After", "120").with("Set-Cookie", "secret=1"));

    assertThat(post(poster())).isEqualTo(new HttpReply(503, null, "busy", "120", null));
  }

  @Test
  void of_an_endless_answer_the_start_is_kept_and_the_connection_closed() {
    receiver.usually(Answer.endless(200));

    HttpReply reply = post(poster());

    assertThat(reply).matches(HttpReply::isSuccess);
    // It was all NUL, which no text column takes.
    assertThat(reply.answer()).isEmpty();
    Awaitility.await().until(() -> receiver.underWay() == 0);
  }

  @Test
  void a_long_answer_that_ends_leaves_the_connection_to_the_next_post() {
    DeliveryHttpClient poster = poster();
    receiver.next(Answer.bytes(200, "x".repeat(60 * 1024).getBytes(StandardCharsets.UTF_8)));

    assertThat(post(poster).answer()).hasSize(2048);
    letGoOfConnections(poster);
    post(poster);

    assertThat(receiver.received()).hasSize(2);
    assertThat(receiver.received().stream().map(Received::connection).distinct()).hasSize(1);
  }

  @Test
  void an_answer_that_is_cut_within_a_character_or_is_no_text_at_all_is_text_all_the_same() {
    receiver.next(
        Answer.text(200, "x".repeat(2047) + "\u00e9"),
        Answer.text(200, "x".repeat(2045) + "\ud83c\udfe8"),
        Answer.bytes(200, new byte[] {(byte) 0xc3, 0x28, 0, (byte) 0xff, 'a'}));
    DeliveryHttpClient poster = poster();

    assertThat(post(poster).answer()).hasSize(2048).startsWith("xxx").doesNotContain("\u00e9");
    assertThat(post(poster).answer()).hasSizeBetween(2045, 2048);
    assertThat(post(poster).answer()).doesNotContain("\0").endsWith("a");
  }

  @Test
  void an_answer_that_drips_is_given_up_and_the_connection_closed() {
    receiver.usually(Answer.dripping(receiver.vertx()));

    HttpReply reply = post(poster(LONG, SHORT));

    assertThat(reply.status()).isZero();
    assertThat(reply.error()).startsWith("no whole answer in");
    Awaitility.await().until(() -> receiver.underWay() == 0);
  }

  @Test
  void no_answer_at_all_is_given_up_and_the_connection_closed() {
    receiver.usually(Answer.never());

    assertThat(post(poster(LONG, SHORT)).error()).startsWith("no whole answer in");
    Awaitility.await().until(() -> receiver.underWay() == 0);
  }

  @Test
  void a_connection_that_does_not_come_about_is_given_up() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // A queue of connections that no server takes: the kernel lets further ones wait.
      List<SocketChannel> queued = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()));
        queued.add(channel);
      }

      HttpReply reply = post(poster(SHORT, LONG), "http://127.0.0.1:" + full.getLocalPort());

      assertThat(reply.error()).isEqualTo("no connection in time");
      for (SocketChannel channel : queued) {
        channel.close();
      }
    }
  }

  @Test
  void a_refused_connection_is_a_failure_at_once() {
    receiver.close();

    assertThat(post(poster()).error()).isEqualTo("the connection was refused");
  }

  @Test
  void a_receiver_without_tls_is_not_spoken_to_in_the_open() {
    HttpReply reply = post(poster(), receiver.url().replace("http:", "https:"));

    assertThat(reply.error()).startsWith("no secure connection");
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void a_new_connection_that_is_closed_instead_of_an_answer_is_a_failure_and_not_tried_again() {
    receiver.usually(Answer.hangUp());

    assertThat(post(poster()).error())
        .isEqualTo("the connection was closed before the end of the answer");
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void an_answer_that_breaks_off_is_a_failure() {
    receiver.usually(
        request -> {
          request.response().putHeader("Content-Length", "100").write("half");
          request.response().write(".").onSuccess(done -> request.connection().close());
        });

    assertThat(post(poster()).error())
        .isEqualTo("the connection was closed before the end of the answer");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_connection_that_was_closed_for_being_idle_is_no_failure(boolean reset) throws Exception {
    try (Raw raw = new Raw()) {
      raw.serve(
          first -> {
            raw.answer(first, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
            // The next post comes into a connection that is just being given up.
            raw.readRequest(first);
            first.setSoLinger(reset, 0);
            first.close();
          },
          second -> raw.answer(second, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond"));
      DeliveryHttpClient poster = poster();

      assertThat(post(poster, raw.url()).answer()).isEqualTo("first");
      letGoOfConnections(poster);
      assertThat(post(poster, raw.url()).answer()).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void what_is_no_http_is_a_failure(String answer) throws Exception {
    try (Raw raw = new Raw()) {
      raw.serve(socket -> raw.answer(socket, answer));

      HttpReply reply = post(poster(), raw.url());

      assertThat(reply.isSuccess()).isFalse();
      assertThat(reply.error()).isEqualTo("the answer is not HTTP");
    }
  }

  @Test
  void a_head_without_end_is_a_failure() throws Exception {
    try (Raw raw = new Raw()) {
      raw.serve(
          socket ->
              raw.answer(socket, "HTTP/1.1 200 OK\r\n" + "X-Filler: 0123456789\r\n".repeat(5000)));

      assertThat(post(poster(), raw.url()).error()).isEqualTo("the answer is not HTTP");
    }
  }

  @Test
  void a_header_that_would_break_out_of_its_line_is_never_sent() {
    HttpPost post =
        new HttpPost(
            receiver.uri(), Map.of("X-One", "1\r\nX-Two: 2"), new byte[] {'{', '}'}, false);

    HttpReply reply = poster().post(post).join();

    assertThat(reply.status()).isZero();
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void after_the_end_a_post_fails_instead_of_hanging() throws Exception {
    DeliveryHttpClient poster = poster();
    poster.close();

    assertThat(post(poster).error()).isNotBlank();
    assertThat(post(poster, "http://name.example/").error()).isNotBlank();
  }

  /** An answer is there a moment before its connection is free: another post takes longer. */
  private void letGoOfConnections(DeliveryHttpClient poster) {
    Receiver elsewhere = opened(new Receiver());
    for (int i = 0; i < 3; i++) {
      post(poster, elsewhere.url());
    }
  }

  /** A server that says what no HTTP server would. */
  private static final class Raw implements AutoCloseable {
    interface Dialogue {
      void with(Socket socket) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();

    Raw() throws IOException {}

    String url() {
      return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** One connection after another. */
    void serve(Dialogue... dialogues) {
      Thread thread =
          new Thread(
              () -> {
                for (Dialogue dialogue : dialogues) {
                  try {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    dialogue.with(socket);
                  } catch (IOException e) {
                    return; // the test has ended
                  }
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    void answer(Socket socket, String text) throws IOException {
      readRequest(socket);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }

    /** Up to the end of the body, which is {@code {}}. */
    void readRequest(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      int last = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (last == '{' && next == '}') {
          return;
        }
        last = next;
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}

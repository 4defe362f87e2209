package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Who the hub posts events to while it is measured: answers 204 at once, and reports the number of
 * the reservation that the event is about. One event loop; it reads no JSON.
 */
final class BenchSubscriber implements AutoCloseable {
  private static final byte[] RECORD_ID =
      "\"record\":{\"id\":\"".getBytes(StandardCharsets.ISO_8859_1);
  private static final int PREFIX = 2;
  private static final int HEX = 16;

  private final Vertx vertx = Loopback.vertx();
  private final HttpServer server;
  private volatile LongConsumer listener = number -> {};

  BenchSubscriber() {
    server =
        Loopback.await(
            vertx.createHttpServer().requestHandler(this::receive).listen(0, Loopback.HOST));
  }

  URI uri() {
    return URI.create("http://" + Loopback.HOST + ":" + server.actualPort() + "/events");
  }

  /** Calls it for every post from now on, on the one event loop. */
  void listen(LongConsumer numbers) {
    listener = numbers;
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              listener.accept(number(body));
              request.response().setStatusCode(204).end();
            });
  }

  /** The number that the load generator wrote into the id, in hexadecimal behind its run's. */
  private static long number(Buffer body) {
    byte[] bytes = body.getBytes();
    int at = indexOf(bytes);
    int end = at;
    while (end < bytes.length && bytes[end] != '"') {
      end++;
    }
    if (at < 0 || end - at <= PREFIX) {
      throw new IllegalStateException("an event of something else came");
    }
    int from = Math.max(at + PREFIX, end - HEX + 1);
    return Long.parseLong(new String(bytes, from, end - from, StandardCharsets.US_ASCII), 16);
  }

  private static int indexOf(byte[] bytes) {
    for (int i = 0; i + RECORD_ID.length < bytes.length; i++) {
      int j = 0;
      while (j < RECORD_ID.length && bytes[i + j] == RECORD_ID[j]) {
        j++;
      }
      if (j == RECORD_ID.length) {
        return i + j;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }
}

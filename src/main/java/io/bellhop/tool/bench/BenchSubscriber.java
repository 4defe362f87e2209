package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * The subscriber to which the measured hub posts events. It answers 204 at once, and reports the id
 * of the event's reservation. One event loop; it reads no JSON.
 */
final class BenchSubscriber implements AutoCloseable {
  private static final byte[] RECORD_ID =
      "\"record\":{\"id\":\"".getBytes(StandardCharsets.ISO_8859_1);

  private final Vertx vertx = Loopback.vertx();
  private final HttpServer server;
  private volatile LongConsumer listener = id -> {};

  BenchSubscriber() {
    server =
        Loopback.await(
            vertx.createHttpServer().requestHandler(this::receive).listen(0, Loopback.HOST));
    vertx
        .getOrCreateContext()
        .runOnContext(ignored -> Thread.currentThread().setName(ThreadGroups.SUBSCRIBER));
  }

  URI uri() {
    return URI.create("http://" + Loopback.HOST + ":" + server.actualPort() + "/events");
  }

  /**
   * Passes the first digits of each further id to a consumer, as {@link RandomIds#number} reads
   * them.
   */
  void listen(LongConsumer ids) {
    listener = ids;
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              listener.accept(id(body.getBytes()));
              request.response().setStatusCode(204).end();
            });
  }

  private static long id(byte[] event) {
    int at = indexOf(event);
    if (at < 0 || at + RandomIds.DIGITS > event.length) {
      throw new IllegalStateException("an event of something else came");
    }
    String digits = new String(event, at, RandomIds.DIGITS, StandardCharsets.US_ASCII);
    return Long.parseUnsignedLong(digits, 16);
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

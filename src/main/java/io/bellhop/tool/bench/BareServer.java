package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The baseline for the hub: a Vert.x server that only appends each body durably, on one event loop,
 * like one server of the hub.
 */
public final class BareServer implements AutoCloseable {
  private static final String ACCEPTED = "{\"status\":\"accepted\"}";
  private static final String REFUSED = "{\"errors\":{\"code\":\"unavailable\"}}";

  private final Vertx vertx = Loopback.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Function<byte[], CompletableFuture<Void>> append;
  private final HttpServer server;

  /**
   * @param append its future completes when the body is on disk; null if too many bodies are
   *     waiting
   */
  public BareServer(Function<byte[], CompletableFuture<Void>> append) {
    this.append = append;
    server =
        Loopback.await(
            vertx.createHttpServer().requestHandler(this::receive).listen(0, Loopback.HOST));
  }

  public URI uri() {
    return URI.create("http://" + Loopback.HOST + ":" + server.actualPort() + "/");
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }

  private void receive(HttpServerRequest request) {
    request.body().onSuccess(body -> append(request, body.getBytes()));
  }

  private void append(HttpServerRequest request, byte[] body) {
    CompletableFuture<Void> onDisk = append.apply(body);
    if (onDisk == null) {
      answer(request, 503);
    } else {
      onDisk.whenComplete(
          (done, error) -> loop.runOnContext(v -> answer(request, error == null ? 200 : 503)));
    }
  }

  private static void answer(HttpServerRequest request, int status) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(status == 200 ? ACCEPTED : REFUSED);
  }
}

package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.life.Fake.Request;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All fakes behind one port; the credentials of a call say whose it is. Thread-safe. */
final class FakeServer implements AutoCloseable {
  private static final String TOKENS = "/oauth2/token";

  private final Map<String, Fake> fakes = new ConcurrentHashMap<>();
  private final Vertx vertx = Loopback.vertx();
  private final HttpServer server =
      Loopback.await(
          vertx.createHttpServer().requestHandler(this::receive).listen(0, Loopback.HOST));

  URI uri() {
    return URI.create("http://" + Loopback.HOST + ":" + server.actualPort());
  }

  void open(String key, Fake fake) {
    fakes.put(key, fake);
  }

  void forget(String key) {
    fakes.remove(key);
  }

  private void receive(HttpServerRequest request) {
    request.body().onSuccess(body -> send(request, answer(request, body)));
  }

  private JsonNode answer(HttpServerRequest request, Buffer body) {
    if (request.path().equals(TOKENS)) {
      // The token is the client's id, so that it says whose calls follow.
      String client = body.toString().replaceAll("(?s).*client_id=([^&]*).*", "$1");
      return FixtureJson.object()
          .put("token_type", "Bearer")
          .put("expires_in", 86400)
          .put("access_token", client);
    }
    Fake fake = fakes.get(key(request));
    Map<String, String> query = new LinkedHashMap<>();
    request.params().forEach(query::put);
    return fake == null
        ? null
        : fake.answer(
            new Request(request.method().name(), request.path(), query, uri().toString()));
  }

  private static String key(HttpServerRequest request) {
    String bearer = request.getHeader("Authorization");
    String key = request.getHeader("x-api-key");
    String user = request.getHeader("user-api-key");
    return bearer != null
        ? bearer.replace("Bearer ", "")
        : key != null ? key : user != null ? user : "";
  }

  private static void send(HttpServerRequest request, JsonNode answer) {
    request
        .response()
        .setStatusCode(answer == null ? 404 : 200)
        .putHeader("Content-Type", "application/json")
        .end(
            Buffer.buffer(
                answer == null
                    ? "{\"message\":\"there is no such thing\"}".getBytes()
                    : FixtureJson.bytes(answer)));
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }
}

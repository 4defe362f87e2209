package io.bellhop.demo;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A provider's REST API on loopback, answered from {@code fixtures/<provider>/api}: {@code GET
 * /v2/bookings/1?x=y} is {@code api/v2/bookings/1.json}, else {@code api/v2/bookings/1@y.json},
 * else {@code api/404.json} with status 404. It records every call, and can be told to answer
 * otherwise.
 */
public final class FixtureApi implements AutoCloseable {
  public static final String TOKEN_PATH = "/oauth2/token";

  /** One request, and the status it was given (0: none). Header names are in lower case. */
  public record Call(
      Instant at,
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      byte[] body,
      int status) {
    public boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  private static final class Script {
    private final String prefix;
    private final UnaryOperator<Answer> change;
    private int left;

    Script(int left, String prefix, UnaryOperator<Answer> change) {
      this.left = left;
      this.prefix = prefix;
      this.change = change;
    }
  }

  private final Fixtures fixtures;
  private final Map<String, Optional<byte[]>> overlay = new ConcurrentHashMap<>();
  private final List<Script> scripts = new ArrayList<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Loopback.vertx();
  private final HttpServer server;

  public FixtureApi(Fixtures fixtures) {
    this.fixtures = fixtures;
    server =
        Loopback.await(
            vertx.createHttpServer().requestHandler(this::receive).listen(0, Loopback.HOST));
  }

  public URI uri() {
    return URI.create("http://" + Loopback.HOST + ":" + server.actualPort());
  }

  /** Lays a document over the fixture; the path may end in {@code @value} as the file name may. */
  public FixtureApi put(String path, byte[] document) {
    overlay.put(path, Optional.of(document));
    return this;
  }

  /** From now on there is nothing at this path. */
  public FixtureApi remove(String path) {
    overlay.put(path, Optional.empty());
    return this;
  }

  /** The next n calls of paths that begin so are answered with this. */
  public FixtureApi next(int n, String pathPrefix, Answer answer) {
    return next(n, pathPrefix, usual -> answer);
  }

  /** The next n calls of paths that begin so are answered with a change of the usual answer. */
  public FixtureApi next(int n, String pathPrefix, UnaryOperator<Answer> change) {
    synchronized (scripts) {
      scripts.add(new Script(n, pathPrefix, change));
    }
    return this;
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Call> calls(String pathPrefix) {
    return calls.stream().filter(call -> call.path().startsWith(pathPrefix)).toList();
  }

  /** How many records were handed out: answers of 2xx, tokens not counted. */
  public long recordsServed() {
    return calls.stream().filter(Call::isSuccess).filter(c -> !c.path().equals(TOKEN_PATH)).count();
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }

  private void receive(HttpServerRequest request) {
    Instant at = Instant.now();
    request.body().onSuccess(body -> answer(request, at, body.getBytes()));
  }

  private void answer(HttpServerRequest request, Instant at, byte[] body) {
    Map<String, List<String>> query = new TreeMap<>();
    request.params().names().forEach(name -> query.put(name, request.params().getAll(name)));
    Map<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach(
            h -> headers.merge(h.getKey().toLowerCase(), h.getValue(), (a, b) -> a + ", " + b));

    Answer answer = scripted(request.path(), usual(request.path(), query));
    calls.add(
        new Call(
            at, request.method().name(), request.path(), query, headers, body, answer.status()));
    if (!answer.isGiven()) {
      return;
    }
    if (answer.delay().isZero()) {
      send(request.response(), answer);
    } else {
      vertx.setTimer(answer.delay().toMillis(), id -> send(request.response(), answer));
    }
  }

  private static void send(HttpServerResponse response, Answer answer) {
    if (response.closed()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader("Content-Type", "application/json");
    answer.headers().forEach(response::putHeader);
    response.end(Buffer.buffer(answer.body()));
  }

  private Answer usual(String path, Map<String, List<String>> query) {
    Optional<byte[]> found = document(path);
    for (List<String> values : query.values()) {
      for (String value : values) {
        found = found.or(() -> document(path + "@" + value));
      }
    }
    return found
        .map(document -> Answer.of(200, document))
        .orElseGet(
            () -> fixtures.find("api/404.json").map(b -> Answer.of(404, b)).orElse(Answer.of(404)));
  }

  private Optional<byte[]> document(String path) {
    Optional<byte[]> laid = overlay.get(path);
    return laid != null ? laid : fixtures.find("api" + path + ".json");
  }

  private Answer scripted(String path, Answer usual) {
    synchronized (scripts) {
      for (Script script : scripts) {
        if (script.left > 0 && path.startsWith(script.prefix)) {
          script.left--;
          return script.change.apply(usual);
        }
      }
    }
    return usual;
  }
}

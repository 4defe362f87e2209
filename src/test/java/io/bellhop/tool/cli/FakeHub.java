package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives the prepared answers in their order for each path, and remembers the requests. */
final class FakeHub implements AutoCloseable {
  static final String KEY = "fake-key";

  /** Null: there was no body. */
  record Call(String method, String path, String key, JsonNode body) {}

  private record Answer(int status, String body) {}

  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  FakeHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  FakeHub answering(String path, int status, String body) {
    answers.computeIfAbsent(path, p -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Call> calls() {
    return calls;
  }

  /** Runs a command against this hub. */
  CommandRun run(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", url(), "--api-key", KEY));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().toString().replace("/api/v1", "");
    calls.add(
        new Call(
            exchange.getRequestMethod(),
            path,
            exchange.getRequestHeaders().getFirst("user-api-key"),
            body.length == 0 ? null : FixtureJson.parse(body)));
    Deque<Answer> left = answers.getOrDefault(path, new ArrayDeque<>());
    Answer answer =
        left.isEmpty()
            ? new Answer(404, "{\"errors\":{\"code\":\"resource_not_found\",\"title\":\"No\"}}")
            : left.remove();
    byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }
}

package io.bellhop.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A subscriber on loopback: keeps what is posted to it, byte by byte, and answers as a test wants.
 * Without a word it answers 200. Thread-safe.
 */
public final class Receiver implements AutoCloseable {
  /**
   * A request.
   *
   * @param headers by name in lower case; several values of one name are parted by a comma
   * @param connection the port at the other end: the same for requests of one connection
   */
  public record Received(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      byte[] body,
      int connection) {

    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The event's id. */
    public String id() {
      return header("webhook-id");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return TestNode.MAPPER.readTree(text());
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The id of the event's record. */
    public String record() {
      JsonNode data = json().path("data");
      return data.at("/record/id").asText(data.path("recordId").asText());
    }
  }

  /** How a request is answered; it runs on an event loop and must not block. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpServerRequest request);

    static Answer status(int status) {
      return text(status, "");
    }

    static Answer text(int status, String body) {
      return bytes(status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer bytes(int status, byte[] body) {
      return request -> request.response().setStatusCode(status).end(Buffer.buffer(body));
    }

    /** Sends body after body until the other side has had enough. */
    static Answer endless(int status) {
      return request -> {
        HttpServerResponse response = request.response().setStatusCode(status).setChunked(true);
        pour(response, Buffer.buffer(new byte[8192]));
      };
    }

    /** Begins an answer in time and goes on with it, a byte now and then, for ever. */
    static Answer dripping(Vertx vertx) {
      return request -> {
        HttpServerResponse response = request.response().setChunked(true);
        long timer = vertx.setPeriodic(1, 20, id -> response.write("x"));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
      };
    }

    /** Takes the request and says nothing. */
    static Answer never() {
      return request -> {};
    }

    /** Closes the connection instead of an answer. */
    static Answer hangUp() {
      return request -> request.connection().close();
    }

    default Answer with(String header, String value) {
      return request -> {
        request.response().putHeader(header, value);
        to(request);
      };
    }

    /** Answers when the gate opens, and not before. */
    default Answer after(CompletableFuture<Void> gate) {
      return request -> gate.thenRun(() -> to(request));
    }

    private static void pour(HttpServerResponse response, Buffer part) {
      response.write(part).onSuccess(written -> pour(response, part));
    }
  }

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile Answer usual = Answer.status(200);

  public Receiver() {
    this(0);
  }

  /**
   * @param port 0 for any that is free
   */
  public Receiver(int port) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::take)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public String url() {
    return url("/");
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public URI uri() {
    return URI.create(url());
  }

  public int port() {
    return server.actualPort();
  }

  public Vertx vertx() {
    return vertx;
  }

  /** What the next requests get, one after another; those that follow get the usual. */
  public Receiver next(Answer... answers) {
    next.addAll(List.of(answers));
    return this;
  }

  /** What requests get from now on. */
  public Receiver usually(Answer answer) {
    usual = answer;
    return this;
  }

  /** All requests, in the order in which they came. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The ids of the records that came, in order. */
  public List<String> records() {
    return received.stream().map(Received::record).toList();
  }

  /** Waits until so many have come. */
  public List<Received> await(int count) {
    return await(all -> all.size() >= count);
  }

  public List<Received> await(Predicate<List<Received>> enough) {
    Awaitility.await().until(() -> enough.test(received));
    return received();
  }

  /** Requests that have no answer yet. */
  public int underWay() {
    return underWay.get();
  }

  /** The most that there were at the same time. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  public void forget() {
    received.clear();
  }

  private void take(HttpServerRequest request) {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ended.thenRun(underWay::decrementAndGet);
    request.response().endHandler(end -> ended.complete(null));
    request.response().exceptionHandler(e -> ended.complete(null));
    request.response().closeHandler(close -> ended.complete(null));
    request
        .body()
        .onSuccess(
            body -> {
              received.add(keep(request, body));
              Answer answer = next.poll();
              (answer == null ? usual : answer).to(request);
            });
  }

  private static Received keep(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            (name, value) ->
                headers.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + "," + b));
    return new Received(
        request.method().name(),
        request.path(),
        request.query(),
        Map.copyOf(headers),
        body.getBytes(),
        request.remoteAddress().port());
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What each record's events say under a field, in the order in which they came. */
  public Map<String, List<String>> byRecord(String pointer) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Received one : received) {
      all.computeIfAbsent(one.record(), key -> new ArrayList<>())
          .add(one.json().at(pointer).asText());
    }
    return all;
  }
}

package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Twelve subscribers on a shared event loop, each with a different fault. */
final class BadSubscribers implements AutoCloseable {
  private static final int PART = 8192;
  private static final long HUNDRED_MB = 100L << 20;
  private static final long SLOW_MILLIS = 10_000;
  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Loopback.vertx();
  private final List<String> urls = new ArrayList<>();

  BadSubscribers() throws IOException, InterruptedException {
    urls.add("http://" + Loopback.HOST + ":9/dead");
    http(request -> {}); // accepts the request and never answers
    http(request -> vertx.setTimer(SLOW_MILLIS, id -> request.response().end()));
    http(request -> drip(request.response().setChunked(true)));
    http(request -> pour(request.response().setChunked(true), Long.MAX_VALUE));
    http(
        request ->
            pour(
                request.response().putHeader("Content-Length", "" + HUNDRED_MB),
                HUNDRED_MB / PART));
    http(request -> request.response().putHeader("Location", "/again").setStatusCode(302).end());
    http(request -> request.response().setStatusCode(500).end("no".repeat(PART)));
    raw(socket -> socket.write("\0\1 this is no HTTP\n\n").onComplete(end -> socket.close()));
    raw(NetSocket::close);
    raw(socket -> socket.write("HTTP/1.1 200 OK\r\n").onSuccess(begun -> flood(socket)));
    wrongCertificate();
  }

  List<String> urls() {
    return urls;
  }

  private void drip(HttpServerResponse response) {
    long timer = vertx.setPeriodic(100, id -> response.write("x"));
    response.closeHandler(closed -> vertx.cancelTimer(timer));
  }

  /**
   * Does not continue in the completion of a write, because many writes complete at once and the
   * calls would nest.
   */
  private void pour(HttpServerResponse response, long parts) {
    if (parts == 0) {
      response.end();
    } else {
      response
          .write(Buffer.buffer(new byte[PART]))
          .onSuccess(written -> vertx.runOnContext(next -> pour(response, parts - 1)));
    }
  }

  private void flood(NetSocket socket) {
    socket
        .write("x-flood: " + "y".repeat(1000) + "\r\n")
        .onSuccess(written -> vertx.runOnContext(next -> flood(socket)));
  }

  private void http(Handler<HttpServerRequest> handler) {
    add("http", vertx.createHttpServer(), handler);
  }

  private void add(String scheme, HttpServer server, Handler<HttpServerRequest> handler) {
    Future<HttpServer> listening =
        server
            .exceptionHandler(e -> {})
            .requestHandler(request -> request.body().onSuccess(body -> handler.handle(request)))
            .listen(0, Loopback.HOST);
    urls.add(scheme + "://" + Loopback.HOST + ":" + Loopback.await(listening).actualPort() + "/");
  }

  /** Answers the first bytes of a request. */
  private void raw(Handler<NetSocket> handler) {
    int port =
        Loopback.await(
                vertx
                    .createNetServer()
                    .connectHandler(
                        socket ->
                            socket
                                .exceptionHandler(e -> {})
                                .handler(
                                    bytes -> {
                                      socket.handler(more -> {});
                                      handler.handle(socket);
                                    }))
                    .listen(0, Loopback.HOST))
            .actualPort();
    urls.add("http://" + Loopback.HOST + ":" + port + "/");
  }

  /** A subscriber whose certificate no trusted authority has signed. */
  private void wrongCertificate() throws IOException, InterruptedException {
    Path store = Files.createTempDirectory("bellhop-bench-tls-").resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=bad.example",
                "-alias",
                "bad",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
    HttpServerOptions tls =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
    add("https", vertx.createHttpServer(tls), request -> request.response().end());
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }
}

package io.bellhop.delivery;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts without a thread that waits: many slow receivers cost nothing but connections. It follows
 * no redirects, reads no more of an answer than it must, and connects to the address that the guard
 * has checked. Thread-safe.
 */
final class Poster implements AutoCloseable {
  /** Far more than webhooks of one receiver can have under way, so that none waits for another. */
  private static final int CONNECTIONS_PER_TARGET = 4096;

  /** Seconds; receivers close what is idle after five (Node.js) or more. */
  private static final int KEEP_ALIVE = 4;

  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final int KEPT_OF_ANSWER = 2 * 1024;

  private final Vertx vertx;
  private final HttpClient client;
  private final LookUps lookUps;
  private final Duration whole;

  /** Connections that have carried a request: these may be closed for being idle. */
  private final Set<HttpConnection> used =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * @param connect time for a connection
   * @param whole time from the look-up of the name to the end of the answer
   */
  Poster(Vertx vertx, AddressGuard guard, Duration connect, Duration whole) {
    this.vertx = vertx;
    this.lookUps = new LookUps(guard);
    this.whole = whole;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) connect.toMillis())
                .setSslHandshakeTimeout(connect.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE)
                .setVerifyHost(true)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_TARGET));
  }

  /** Never fails: what went wrong is in the reply. */
  CompletableFuture<Reply> post(Post post) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    try {
      long timer =
          vertx.setTimer(
              whole.toMillis(),
              id -> reply.complete(Reply.failed("no whole answer in " + whole.toSeconds() + " s")));
      reply.whenComplete((done, error) -> vertx.cancelTimer(timer));
      lookUps
          .address(post.url())
          .thenAccept(address -> send(request(post, address), post.body(), reply))
          .exceptionally(e -> fail(reply, e));
    } catch (RuntimeException e) {
      fail(reply, e);
    }
    return reply;
  }

  private static RequestOptions request(Post post, InetAddress address) {
    URI url = post.url();
    boolean tls = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    // This kind refuses what would break out of a header's line.
    MultiMap headers = HttpHeaders.headers();
    post.headers().forEach(headers::set);
    // Vert.x would leave out the brackets of an address of version 6.
    headers.set(HttpHeaders.HOST, url.getRawAuthority());
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        // The address that was checked; the name is for the certificate.
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(AddressGuard.host(url))
        .setPort(port)
        .setSsl(tls)
        .setURI(target(url))
        .setFollowRedirects(false)
        .setHeaders(headers);
  }

  private void send(RequestOptions options, byte[] body, CompletableFuture<Reply> reply) {
    if (reply.isDone()) {
      return;
    }
    client
        .request(options)
        .onFailure(e -> fail(reply, e))
        .onSuccess(
            request -> {
              boolean reused = !used.add(request.connection());
              // What it says goes into the reply; Vert.x would log the receiver's own words.
              request.connection().exceptionHandler(e -> {});
              request.exceptionHandler(e -> {});
              send(request, body, reply)
                  .exceptionally(
                      e -> {
                        // Closed for being idle in the very moment in which we used it: no answer,
                        // and no refusal either. A new connection is told apart by being new.
                        if (reused && Reason.isClosed(e)) {
                          send(options, body, reply);
                          return null;
                        }
                        return fail(reply, e);
                      });
            });
  }

  /**
   * @return fails if there was no answer at all
   */
  private static CompletableFuture<Void> send(
      HttpClientRequest request, byte[] body, CompletableFuture<Reply> reply) {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    // Whatever ends it early closes the connection: its end is not worth reading.
    reply.whenComplete(
        (done, error) -> {
          if (done.error() != null) {
            request.reset();
          }
        });
    if (!reply.isDone()) {
      try {
        request
            .send(Buffer.buffer(body))
            .onFailure(answered::completeExceptionally)
            .onSuccess(
                response -> {
                  answered.complete(null);
                  read(request, response, reply);
                });
      } catch (RuntimeException e) {
        answered.completeExceptionally(e);
      }
    }
    return answered;
  }

  private static void read(
      HttpClientRequest request, HttpClientResponse response, CompletableFuture<Reply> reply) {
    Buffer kept = Buffer.buffer();
    int[] read = {0};
    response.handler(
        part -> {
          read[0] += part.length();
          if (kept.length() < KEPT_OF_ANSWER) {
            kept.appendBuffer(part, 0, Math.min(part.length(), KEPT_OF_ANSWER - kept.length()));
          }
          if (read[0] > LARGEST_ANSWER && complete(response, kept, reply)) {
            request.reset();
          }
        });
    response.exceptionHandler(e -> fail(reply, e));
    response.endHandler(end -> complete(response, kept, reply));
  }

  private static boolean complete(
      HttpClientResponse response, Buffer kept, CompletableFuture<Reply> reply) {
    return reply.complete(
        new Reply(
            response.statusCode(),
            null,
            // A text column takes no NUL.
            kept.toString(StandardCharsets.UTF_8).replace("\0", ""),
            response.getHeader("Retry-After")));
  }

  private static Void fail(CompletableFuture<Reply> reply, Throwable error) {
    reply.complete(Reply.failed(Reason.of(error)));
    return null;
  }

  private static String target(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  @Override
  public void close() {
    lookUps.close();
    client.close();
  }
}

package io.bellhop.delivery.http;

import io.bellhop.net.AddressGuard;
import io.bellhop.net.DnsResolver;
import io.bellhop.net.UnreachableAddresses;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts without a thread that waits: many slow receivers cost nothing but connections. It follows
 * no redirects, reads no more of an answer than it must, and connects to addresses that the guard
 * has checked: to the next one where the first takes no connection. The only class of delivery that
 * knows Vert.x, so that another version of it is one change. Thread-safe.
 */
public final class DeliveryHttpClient implements DelayedTasks, AutoCloseable {
  /**
   * Far more than subscriptions of one receiver can have under way, so that none waits for another.
   */
  private static final int CONNECTIONS_PER_TARGET = 4096;

  /** Seconds; receivers close what is idle after five (Node.js) or more. */
  private static final int KEEP_ALIVE = 4;

  /** Of all headers of an answer, and of its first line. */
  private static final int LARGEST_HEADERS = 8 * 1024;

  private static final int LONGEST_LINE = 4 * 1024;

  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final int KEPT_OF_ANSWER = 2 * 1024;

  private final Vertx vertx;
  private final HttpClient client;
  private final DnsResolver lookUps;
  private final Duration whole;
  private final UnreachableAddresses unreachable = new UnreachableAddresses(System::nanoTime);

  /** Connections that have carried a request: these may be closed for being idle. */
  private final Set<HttpConnection> used =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * @param connect time for a connection
   * @param whole time from the look-up of the name to the end of the answer
   */
  public DeliveryHttpClient(AddressGuard guard, Duration connect, Duration whole) {
    // Its own, small: a host's loops have other things to do, and end at other times.
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(1)
                // No files are served, so none are unpacked below the temporary folder.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.lookUps = new DnsResolver(guard);
    this.whole = whole;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) connect.toMillis())
                .setSslHandshakeTimeout(connect.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setVerifyHost(true)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_TARGET));
  }

  /** Never fails: what went wrong is in the reply. */
  CompletableFuture<HttpReply> post(HttpPost post) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    try {
      Runnable callOff =
          schedule(
              whole,
              () ->
                  reply.complete(
                      HttpReply.failed("no whole answer in " + whole.toSeconds() + " s")));
      reply.whenComplete((done, error) -> callOff.run());
      lookUps
          .addresses(post.url())
          .thenAccept(
              addresses -> new Attempted(post, targets(post.url(), addresses), reply).send())
          .exceptionally(e -> fail(reply, e));
    } catch (RuntimeException e) {
      fail(reply, e);
    }
    return reply;
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    long timer = vertx.setTimer(delay.toMillis(), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  private List<InetSocketAddress> targets(URI url, List<InetAddress> addresses) {
    int port = url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80;
    return unreachable.last(
        addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
  }

  private static boolean isTls(URI url) {
    return url.getScheme().equalsIgnoreCase("https");
  }

  /** One post on its way, from the first address that might take it to an answer. */
  private final class Attempted {
    private final HttpPost post;
    private final List<InetSocketAddress> targets;
    private final CompletableFuture<HttpReply> reply;

    private Attempted(
        HttpPost post, List<InetSocketAddress> targets, CompletableFuture<HttpReply> reply) {
      this.post = post;
      this.targets = targets;
      this.reply = reply;
    }

    private void send() {
      send(0);
    }

    private void send(int index) {
      if (reply.isDone()) {
        return;
      }
      InetSocketAddress target = targets.get(index);
      client
          .request(request(target))
          .onFailure(e -> notConnected(index, e))
          .onSuccess(
              request -> {
                unreachable.remove(target);
                boolean reused = !used.add(request.connection());
                // What it says goes into the reply; Vert.x would log the receiver's own words.
                request.connection().exceptionHandler(e -> {});
                request.exceptionHandler(e -> {});
                send(request)
                    .exceptionally(
                        e -> {
                          // Closed for being idle in the very moment in which we used it: no
                          // answer, and no refusal either. A new connection is told apart by being
                          // new.
                          if (reused && FailureReason.isClosed(plain(e))) {
                            send(index);
                            return null;
                          }
                          return fail(reply, e);
                        });
              });
    }

    private void notConnected(int index, Throwable error) {
      if (!FailureReason.isNotConnected(error)) {
        fail(reply, error);
        return;
      }
      unreachable.add(targets.get(index));
      if (index + 1 < targets.size()) {
        send(index + 1);
      } else {
        fail(reply, error);
      }
    }

    private RequestOptions request(InetSocketAddress target) {
      URI url = post.url();
      // This kind refuses what would break out of a header's line.
      MultiMap headers = HttpHeaders.headers();
      post.headers().forEach(headers::set);
      // Vert.x would leave out the brackets of an address of version 6.
      headers.set(HttpHeaders.HOST, url.getRawAuthority());
      return new RequestOptions()
          .setMethod(HttpMethod.POST)
          // The address that was checked; the name is for the certificate.
          .setServer(
              SocketAddress.inetSocketAddress(
                  target.getPort(), target.getAddress().getHostAddress()))
          .setHost(AddressGuard.host(url))
          .setPort(target.getPort())
          .setSsl(isTls(url))
          .setURI(DeliveryHttpClient.target(url))
          .setFollowRedirects(false)
          .setHeaders(headers);
    }

    /**
     * @return fails if there was no answer at all
     */
    private CompletableFuture<Void> send(HttpClientRequest request) {
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
              .send(Buffer.buffer(post.body()))
              .onFailure(answered::completeExceptionally)
              .onSuccess(
                  response -> {
                    answered.complete(null);
                    read(request, response);
                  });
        } catch (RuntimeException e) {
          answered.completeExceptionally(e);
        }
      }
      return answered;
    }

    private void read(HttpClientRequest request, HttpClientResponse response) {
      Buffer kept = Buffer.buffer();
      int[] read = {0};
      response.handler(
          part -> {
            read[0] += part.length();
            if (kept.length() < KEPT_OF_ANSWER) {
              kept.appendBuffer(part, 0, Math.min(part.length(), KEPT_OF_ANSWER - kept.length()));
            }
            if (read[0] > LARGEST_ANSWER && complete(response, kept)) {
              request.reset();
            }
          });
      response.exceptionHandler(e -> fail(reply, e));
      response.endHandler(end -> complete(response, kept));
    }

    private boolean complete(HttpClientResponse response, Buffer kept) {
      return reply.complete(
          new HttpReply(
              response.statusCode(),
              null,
              // A text column takes no NUL.
              kept.toString(StandardCharsets.UTF_8).replace("\0", ""),
              response.getHeader("Retry-After"),
              Redirect.of(response.statusCode(), response.getHeader("Location"), post.url())));
    }
  }

  private static Void fail(CompletableFuture<HttpReply> reply, Throwable error) {
    reply.complete(HttpReply.failed(FailureReason.of(plain(error))));
    return null;
  }

  /** What Vert.x has a kind of its own for, as Java says it. */
  private static Throwable plain(Throwable error) {
    return error instanceof HttpClosedException ? new ClosedChannelException() : error;
  }

  private static String target(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  @Override
  public void close() throws Exception {
    lookUps.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}

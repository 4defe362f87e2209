package io.bellhop.delivery.http;

import io.bellhop.delivery.http.DeliverySettings.Timeouts;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.DnsResolver;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Posts without blocking a thread, so that many slow receivers cost only connections. The client
 * follows no redirects, reads only the beginning of an answer, and connects only to addresses that
 * the guard has checked. Only this class and {@link PostExchange} use Vert.x in this package, so
 * that an upgrade of Vert.x affects only these two. Thread-safe.
 */
public final class DeliveryHttpClient implements DelayedTasks, AutoCloseable {
  /**
   * More connections than all subscriptions of one receiver can use, so that none waits for
   * another.
   */
  private static final int CONNECTIONS_PER_TARGET = 4096;

  /** Two, so that a TLS handshake does not hold up the posts to all other hosts. */
  private static final int LOOPS = 2;

  /** In seconds. Receivers close idle connections after five seconds (Node.js) or more. */
  private static final int KEEP_ALIVE = 4;

  /** The largest size of an answer's headers and its first line. */
  private static final int LARGEST_HEADERS = 8 * 1024;

  private static final int LONGEST_LINE = 4 * 1024;

  private final Vertx vertx;
  private final DnsResolver resolver;
  private final Duration whole;
  private final PostExchange.Connections connections;

  /** All posts to one host run on the same loop, which holds its connections. */
  private final List<Context> loops;

  /**
   * The loop for failing hosts. A failed attempt costs up to ten times a successful one, in
   * handshakes, new connections and discarded answers; the other hosts do not wait for it.
   */
  private final Context failing;

  public DeliveryHttpClient(AddressGuard guard, Timeouts timeouts) {
    // A separate, small instance: the event loops of a host application have other work and another
    // life cycle.
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(LOOPS + 1)
                .setWorkerPoolSize(1)
                // The client serves no files, so Vert.x need not unpack any into the temporary
                // folder.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.loops = Stream.generate(() -> newLoop(vertx)).limit(LOOPS).toList();
    this.failing = newLoop(vertx);
    this.resolver = new DnsResolver(guard);
    this.whole = timeouts.whole();
    this.connections =
        new PostExchange.Connections(
            vertx.createHttpClient(
                new HttpClientOptions()
                    .setConnectTimeout((int) timeouts.connect().toMillis())
                    .setSslHandshakeTimeout(timeouts.connect().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setKeepAliveTimeout(KEEP_ALIVE)
                    .setMaxHeaderSize(LARGEST_HEADERS)
                    .setMaxInitialLineLength(LONGEST_LINE)
                    .setVerifyHost(true)
                    .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_TARGET)));
  }

  private static Context newLoop(Vertx vertx) {
    CompletableFuture<Context> loop = new CompletableFuture<>();
    // Vert.x gives each verticle another loop while there are free ones.
    vertx
        .deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start() {
                loop.complete(context);
              }
            })
        .onFailure(loop::completeExceptionally);
    return loop.join();
  }

  /**
   * Posts a request.
   *
   * @return never fails: the reply describes errors
   */
  CompletableFuture<HttpReply> post(HttpPost post) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    try {
      // Starts on the loop of the host's connections. From another thread, each step would have to
      // wake that loop.
      int host = Objects.hashCode(post.url().getRawAuthority());
      Context loop = post.failing() ? failing : loops.get(Math.floorMod(host, LOOPS));
      loop.runOnContext(ignored -> send(post, loop, reply));
    } catch (RuntimeException e) {
      PostExchange.fail(reply, e);
    }
    return reply;
  }

  private void send(HttpPost post, Context loop, CompletableFuture<HttpReply> reply) {
    try {
      Runnable cancelTimeout =
          schedule(
              whole,
              () ->
                  reply.complete(
                      HttpReply.failed("no whole answer in " + whole.toSeconds() + " s")));
      reply.whenComplete((done, error) -> cancelTimeout.run());
      resolver
          .addresses(post.url())
          .thenAccept(
              addresses -> {
                PostExchange exchange =
                    new PostExchange(connections, post, targets(post.url(), addresses), reply);
                if (Vertx.currentContext() == loop) {
                  exchange.send();
                } else {
                  loop.runOnContext(ignored -> exchange.send());
                }
              })
          .exceptionally(e -> PostExchange.fail(reply, e));
    } catch (RuntimeException e) {
      PostExchange.fail(reply, e);
    }
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    long timer = vertx.setTimer(delay.toMillis(), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  private List<InetSocketAddress> targets(URI url, List<InetAddress> addresses) {
    int port = url.getPort() >= 0 ? url.getPort() : PostExchange.isTls(url) ? 443 : 80;
    return connections
        .unreachable()
        .last(addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
  }

  @Override
  public void close() throws Exception {
    resolver.close();
    connections.client().close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}

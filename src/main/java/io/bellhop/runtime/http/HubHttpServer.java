package io.bellhop.runtime.http;

import io.bellhop.api.LiveEvents;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.ingest.IngestResponse;
import io.bellhop.ingest.WebhookDoor;
import io.bellhop.net.RequestHeaders;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a hub: Camel's, behind a {@link ConnectionGuard} on each connection and a
 * gate. It listens from the beginning; while the gate is closed, before all is loaded and after the
 * stop has begun, it answers 503, so that senders retry. Vert.x is known here, in {@link
 * WebhookRequests} and in {@link Answers} alone, so that another version of it is one change.
 */
public final class HubHttpServer extends VertxPlatformHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HubHttpServer.class);

  /** Binding takes no time; what does not answer by then never will. */
  private static final long BIND_SECONDS = 10;

  private final HttpLimits limits;
  private final Connections connections;
  private final int port;
  private final String host;
  private HttpServer server;
  private Vertx own;
  private WebhookRequests taken;
  private volatile WebhookDoor webhooks;
  private volatile LiveRequests live;
  private volatile boolean open;

  /**
   * @param port a free one, since Camel finds the server's routes by it
   */
  public HubHttpServer(Options options, String host, int port) {
    super(configuration(options, host, port));
    this.limits = HttpLimits.of(options);
    this.connections = new Connections(limits.connections(), limits.perAddress());
    this.host = host;
    this.port = port;
  }

  private static VertxPlatformHttpServerConfiguration configuration(
      Options options, String host, int port) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(host);
    configuration.setBindPort(port);
    configuration.setMaxBodySize(
        (long) options.number("bellhop.http.max-body", 1, Integer.MAX_VALUE));
    VertxPlatformHttpServerConfiguration.BodyHandler bodies =
        new VertxPlatformHttpServerConfiguration.BodyHandler();
    // Camel's default would write parts of a form to disk before anybody is known.
    bodies.setHandleFileUploads(false);
    configuration.setBodyHandler(bodies);
    return configuration;
  }

  /** The threads of a server of ours: binds what Camel looks for when it starts in this context. */
  public static void bindThreads(CamelContext context, Options options) {
    VertxOptions threads =
        new VertxOptions().setWorkerPoolSize(options.number("bellhop.http.workers", 1, 10_000));
    context.getRegistry().bind("bellhopVertx", threads);
  }

  @Override
  protected void startServer() {
    VertxPlatformHttpRouter router =
        VertxPlatformHttpRouter.lookup(
            getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
    answerUnmatched(router);
    Context loop = ((VertxInternal) getVertx()).createEventLoopContext();
    taken = new WebhookRequests(getVertx(), loop, getMaxBodySize());
    server =
        getVertx()
            .createHttpServer(
                // HTTP/2 by an upgrade would go past the guard.
                new HttpServerOptions().setHttp2ClearTextEnabled(false).setHost(host).setPort(port))
            .connectionHandler(this::guard)
            .invalidRequestHandler(HubHttpServer::refuse)
            .requestHandler(request -> handle(router, request));
    Promise<HttpServer> listening = Promise.promise();
    loop.runOnContext(now -> server.listen().onComplete(listening));
    try {
      await(listening.future());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new ConfigException(
          "bellhop.http.port: cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private static void await(Future<?> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.toCompletionStage().toCompletableFuture().get(BIND_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void stopServer() {
    open = false;
    if (server != null) {
      end(taken.whenIdle());
      end(server.close());
      server = null;
    }
  }

  @Override
  protected Vertx createVertxInstance() {
    own = super.createVertxInstance();
    return own;
  }

  @Override
  protected void stopVertx() {
    if (own != null) {
      end(own.close());
      own = null;
    }
  }

  private static void end(Future<Void> closing) {
    try {
      await(closing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the HTTP server does not end as it should: {}", e.toString());
    }
  }

  @Override
  public HttpServer getServer() {
    return server;
  }

  @Override
  public int getPort() {
    return port;
  }

  /** Plain webhooks go here from now on; without it they go to the routes too. */
  public void webhooks(WebhookDoor door) {
    webhooks = door;
  }

  /** Requests for events that are still to come go here from now on. */
  public void live(LiveEvents events) {
    live = new LiveRequests(events);
  }

  /** From now on requests get to the routes. */
  public void open() {
    open = true;
  }

  /** From now on it answers 503, so that senders retry; what is under way goes on. */
  public void shut() {
    open = false;
  }

  private void guard(HttpConnection connection) {
    ChannelHandlerContext handler = ((ConnectionBase) connection).channelHandlerContext();
    ChannelPipeline pipeline = handler.pipeline();
    String address =
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress();
    ConnectionGuard guard =
        new ConnectionGuard(limits, connections, address == null ? "" : address);
    pipeline.addFirst("bellhop-guard", guard);
    pipeline.addBefore(handler.name(), "bellhop-answers", new Answered(guard));
    if (!connections.enter(address == null ? "" : address, guard)) {
      connection.close();
    }
  }

  private void handle(VertxPlatformHttpRouter router, HttpServerRequest request) {
    if (!open) {
      // The whole request first: an answer before its end would be lost to many clients.
      request.handler(bytes -> {});
      request.endHandler(
          end -> Answers.endAndClose(request.response(), IngestResponse.UNAVAILABLE));
      return;
    }
    WebhookDoor door = webhooks;
    boolean isTaken = live != null && live.take(request);
    if (!isTaken && (door == null || !taken.take(door, request))) {
      keepBody(request);
      router.handle(request);
    }
  }

  /**
   * JSON often comes under the type of a form, which is the default of curl and PHP. Vert.x would
   * take it apart, and its bytes, which are what was signed, would be gone.
   */
  private static void keepBody(HttpServerRequest request) {
    MultiMap headers = request.headers();
    headers.remove(RequestHeaders.TYPE);
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (type != null) {
      headers.set(RequestHeaders.TYPE, type);
      headers.set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    }
  }

  /**
   * Answers what no route takes, bodies that are too large, and what fails on its way to a route,
   * as every other error is answered. Vert.x would answer these itself, in its own words.
   */
  private static void answerUnmatched(VertxPlatformHttpRouter router) {
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(request -> Answers.end(request.response(), IngestResponse.NOT_FOUND))
        .failureHandler(
            request ->
                Answers.end(
                    request.response(),
                    Answers.toFailure(request.statusCode(), request.failure())));
  }

  private static void refuse(HttpServerRequest request) {
    Answers.endAndClose(request.response(), IngestResponse.BAD_REQUEST)
        .onComplete(done -> request.connection().close());
  }
}

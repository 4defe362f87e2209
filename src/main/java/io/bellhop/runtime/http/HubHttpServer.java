package io.bellhop.runtime.http;

import io.bellhop.api.LiveEvents;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.net.ClientAddresses;
import io.bellhop.runtime.http.HttpAddresses.Address;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * The HTTP server of a hub: Camel's, with a {@link ConnectionGuard} on each connection and a {@link
 * RequestGate}. It listens from the beginning. Only this class, {@link HttpPort}, {@link TlsFiles},
 * {@link RequestGate}, {@link WebhookRequests}, {@link LiveRequests} and {@link Answers} use
 * Vert.x, so that another version of it is a small change.
 */
public final class HubHttpServer extends VertxPlatformHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HubHttpServer.class);

  /** Binding takes no time; a bind without an answer by then never completes. */
  private static final long BIND_SECONDS = 10;

  private final HttpAddresses addresses;
  private final ClientAddresses clients;
  private final List<HttpPort> ports;
  private final PeriodicTask renewals;
  private final Duration renewalInterval;
  private Vertx own;
  private final RequestGate gate = new RequestGate();
  private WebhookRequests taken;

  /**
   * @param addresses with free ports, because Camel finds the server of a route by its port
   */
  public HubHttpServer(Options options, HttpAddresses addresses) {
    super(configuration(options, addresses.hooks()));
    this.addresses = addresses;
    this.clients = ClientAddresses.of(options);
    this.ports = HttpPorts.of(options, addresses, clients);
    this.renewalInterval = options.time("bellhop.http.tls.reload-interval");
    this.renewals =
        new PeriodicTask(
            "bellhop-certificates",
            this::renewCertificates,
            e -> LOG.warn("Bellhop keeps the certificate in use: {}", e.getMessage()));
  }

  private static VertxPlatformHttpServerConfiguration configuration(
      Options options, Address address) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(address.host());
    configuration.setBindPort(address.port());
    configuration.setMaxBodySize(
        (long) options.number("bellhop.http.max-body", 1, Integer.MAX_VALUE));
    VertxPlatformHttpServerConfiguration.BodyHandler bodies =
        new VertxPlatformHttpServerConfiguration.BodyHandler();
    // Camel's default would write parts of a form to disk before the sender is authenticated.
    bodies.setHandleFileUploads(false);
    configuration.setBodyHandler(bodies);
    return configuration;
  }

  /**
   * Binds the threads of Bellhop's own server, which Camel looks up when it starts in this context.
   */
  public static void bindThreads(CamelContext context, Options options) {
    VertxOptions threads =
        new VertxOptions()
            .setWorkerPoolSize(options.number("bellhop.http.workers", 1, 10_000))
            // It serves no files, and each kill would leave its cache folder behind.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false));
    context.getRegistry().bind("bellhopVertx", threads);
  }

  @Override
  protected void startServer() {
    VertxPlatformHttpRouter router =
        VertxPlatformHttpRouter.lookup(
            getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(getPort()));
    RequestGate.answerUnmatched(router);
    Context loop = ((VertxInternal) getVertx()).createEventLoopContext();
    taken = new WebhookRequests(getVertx(), loop, getMaxBodySize());
    WebhookRequests webhooks = taken;
    ports.forEach(port -> listen(port, loop, request -> gate.pass(request, router, webhooks)));
    if (ports.stream().anyMatch(port -> port.certificateEnds() != null)) {
      renewals.start(renewalInterval, renewalInterval);
    }
  }

  private void listen(HttpPort port, Context loop, Handler<HttpServerRequest> handler) {
    try {
      await(port.listen(getVertx(), loop, handler));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      Address at = port.address();
      throw new ConfigException(
          at.option() + ": cannot listen on " + at.host() + ":" + at.port() + ": " + e.getMessage(),
          e);
    }
  }

  private void renewCertificates() {
    ports.forEach(HttpPort::renewCertificate);
  }

  /** The earliest end of a certificate's validity; null without TLS. */
  public Instant certificateEnds() {
    return HttpPorts.certificateEnds(ports);
  }

  private static void await(Future<?> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.toCompletionStage().toCompletableFuture().get(BIND_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void stopServer() {
    gate.shut();
    renewals.stop();
    if (taken != null) {
      end(taken.whenIdle());
      ports.forEach(port -> end(port.close()));
      taken = null;
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
      LOG.warn("the HTTP server did not stop cleanly: {}", e.toString());
    }
  }

  @Override
  public HttpServer getServer() {
    return ports.get(0).server();
  }

  @Override
  public int getPort() {
    return addresses.hooks().port();
  }

  /** Sets the receiver of plain webhooks; without it they go to the routes. */
  public void webhooks(WebhookRouter router) {
    gate.webhooks(router);
  }

  /** Sets the receiver of requests for future events. */
  public void live(LiveEvents events) {
    gate.live(new LiveRequests(events, clients));
  }

  /** Passes requests to the routes from now on. */
  public void open() {
    gate.open();
  }

  /** Answers 503 from now on, so that senders retry; requests in progress continue. */
  public void shut() {
    gate.shut();
  }
}

package io.bellhop.runtime.http;

import io.bellhop.config.ConfigException;
import io.bellhop.ingest.IngestResponse;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of the hub's HTTP server, with a {@link ConnectionGuard} on each connection, behind TLS if
 * the port uses it.
 */
final class HttpPort {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

  private static final Set<String> TLS = Set.of("TLSv1.2", "TLSv1.3");

  private final HttpAddresses.Address address;
  private final PortPaths paths;
  private final TlsFiles tls;
  private final HttpLimits limits;
  private final Connections connections;
  private Vertx vertx;
  private HttpServer server;

  /**
   * @param tls null for plain HTTP
   */
  HttpPort(
      HttpAddresses.Address address,
      PortPaths paths,
      TlsFiles tls,
      HttpLimits limits,
      Connections connections) {
    this.address = address;
    this.paths = paths;
    this.tls = tls;
    this.limits = limits;
    this.connections = connections;
  }

  /**
   * Begins to listen.
   *
   * @param loop the event loop of all its connections
   * @throws ConfigException if the certificate cannot be used
   */
  Future<HttpServer> listen(Vertx theVertx, Context loop, Handler<HttpServerRequest> requests) {
    vertx = theVertx;
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(this::guard)
            .invalidRequestHandler(HttpPort::refuse)
            .requestHandler(requests);
    Promise<HttpServer> listening = Promise.promise();
    loop.runOnContext(now -> server.listen().onComplete(listening));
    return listening.future();
  }

  private HttpServerOptions options() {
    // HTTP/2, by an upgrade or by the handshake, would bypass the guard.
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setHost(address.host())
            .setPort(address.port());
    if (tls != null) {
      tls.read(vertx);
      options
          .setSsl(true)
          .setKeyCertOptions(tls.options())
          .setEnabledSecureTransportProtocols(TLS)
          .setSslHandshakeTimeout(limits.head().toMillis())
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
    return options;
  }

  /** Reads the certificate again and uses a new one for new connections. */
  void renewCertificate() {
    if (tls != null && tls.read(vertx)) {
      LOG.info("Bellhop serves the renewed {}, valid until {}", tls, tls.ends());
    }
  }

  /** The end of the certificate's validity; null without TLS. */
  Instant certificateEnds() {
    return tls == null ? null : tls.ends();
  }

  Future<Void> close() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  HttpServer server() {
    return server;
  }

  HttpAddresses.Address address() {
    return address;
  }

  private void guard(HttpConnection connection) {
    ChannelHandlerContext handler = ((ConnectionBase) connection).channelHandlerContext();
    ChannelPipeline pipeline = handler.pipeline();
    String peer =
        connection.remoteAddress() == null ? null : connection.remoteAddress().hostAddress();
    String from = peer == null ? "" : peer;
    ConnectionGuard guard = new ConnectionGuard(limits, connections, from);
    ChannelHandlerContext secure = pipeline.context(SslHandler.class);
    if (secure == null) {
      pipeline.addFirst("bellhop-guard", guard);
    } else {
      pipeline.addAfter(secure.name(), "bellhop-guard", guard);
    }
    pipeline.addBefore(handler.name(), "bellhop-paths", paths);
    pipeline.addBefore(handler.name(), "bellhop-answers", new ResponseEndHandler(guard));
    if (!connections.enter(from, guard)) {
      connection.close();
    }
  }

  private static void refuse(HttpServerRequest request) {
    Answers.endAndClose(request.response(), IngestResponse.BAD_REQUEST)
        .onComplete(done -> request.connection().close());
  }
}

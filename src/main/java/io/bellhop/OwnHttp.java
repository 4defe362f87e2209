package io.bellhop;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.net.URI;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * An HTTP server for a hub in a context whose own it shall not use. It stands in a small context of
 * its own: a second server in one context would change which of them the host's routes are on.
 */
final class OwnHttp {
  private final CamelContext context;
  private final String host;
  private final int port;
  private final VertxPlatformHttpServerConfiguration configuration;

  /**
   * @param context where the server goes; nothing else is in it
   * @param hub the context that the hub is in
   * @param database what the API reads
   * @throws ConfigException if the port is taken
   */
  OwnHttp(CamelContext context, CamelContext hub, Options options, DataSource database) {
    this.context = context;
    this.host = options.text("bellhop.http.host");
    String option = "bellhop.http.port";
    this.port = Ports.free(option, host, options.number(option, 0, 65535));
    this.configuration = configuration(options);
    context.disableJMX();
    context.getCamelContextExtension().setName(hub.getName() + "-bellhop-http");
    context.setApplicationContextClassLoader(hub.getApplicationContextClassLoader());
    context.setStreamCaching(false);
    context.getRegistry().bind("bellhopDatabase", DataSource.class, database);
    HttpThreads.bind(context, options);
  }

  private VertxPlatformHttpServerConfiguration configuration(Options options) {
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

  /** Where the routes go that answer requests. */
  CamelContext context() {
    return context;
  }

  URI url() {
    return URI.create("http://" + host + ":" + port);
  }

  void start() throws Exception {
    context.addService(new VertxPlatformHttpServer(configuration), true, true);
    context.start();
    UnmatchedRequests.answer(context, port);
  }

  /** Takes no more requests. */
  void stop() {
    context.stop();
  }
}

package io.bellhop.runtime;

import io.bellhop.api.LiveEvents;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.runtime.http.HttpAddresses;
import io.bellhop.runtime.http.HubHttpServer;
import java.net.URI;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * An HTTP server for an embedded hub that does not use the server of its context. It runs in a
 * small separate context, because a second server in one context could get the host's routes.
 */
public final class StandaloneHttpServer {
  private final CamelContext context;
  private final HttpAddresses addresses;
  private final HubHttpServer server;

  /**
   * @param context a separate context for the server
   * @param hub the context of the hub
   * @param database the database that the API reads
   * @throws ConfigException if the port is taken
   */
  public StandaloneHttpServer(
      CamelContext context, CamelContext hub, Options options, DataSource database) {
    this.context = context;
    this.addresses = HttpAddresses.of(options);
    this.server = new HubHttpServer(options, addresses);
    context.disableJMX();
    context.getCamelContextExtension().setName(hub.getName() + "-bellhop-http");
    context.setApplicationContextClassLoader(hub.getApplicationContextClassLoader());
    context.setStreamCaching(false);
    context.getRegistry().bind("bellhopDatabase", DataSource.class, database);
    HubHttpServer.bindThreads(context, options);
  }

  /** The context for the routes that answer requests. */
  public CamelContext context() {
    return context;
  }

  public URI url() {
    return addresses.url();
  }

  /** Sets the receiver of webhooks, which bypass the routes. */
  public void webhooks(WebhookRouter webhooks) {
    server.webhooks(webhooks);
  }

  /** Sets the receiver of requests that may wait, which bypass the routes. */
  public void live(LiveEvents live) {
    server.live(live);
  }

  public void start() throws Exception {
    context.addService(server, true, true);
    context.start();
    server.open();
  }

  /** Accepts no more requests and answers 503, so that senders retry. */
  public void shut() {
    server.shut();
  }

  public void stop() {
    context.stop();
  }
}

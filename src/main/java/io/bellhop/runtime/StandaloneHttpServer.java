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
 * An HTTP server for a hub in a context whose own it shall not use. It stands in a small context of
 * its own: a second server in one context would change which of them the host's routes are on.
 */
public final class StandaloneHttpServer {
  private final CamelContext context;
  private final HttpAddresses addresses;
  private final HubHttpServer server;

  /**
   * @param context where the server goes; nothing else is in it
   * @param hub the context that the hub is in
   * @param database what the API reads
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

  /** Where the routes go that answer requests. */
  public CamelContext context() {
    return context;
  }

  public URI url() {
    return addresses.url();
  }

  /** Webhooks go here by themselves, without the routes. */
  public void webhooks(WebhookRouter webhooks) {
    server.webhooks(webhooks);
  }

  /** Requests that may wait go here, without the routes. */
  public void live(LiveEvents live) {
    server.live(live);
  }

  public void start() throws Exception {
    context.addService(server, true, true);
    context.start();
    server.open();
  }

  /** Accepts no more requests: it answers 503, so that senders retry. */
  public void shut() {
    server.shut();
  }

  public void stop() {
    context.stop();
  }
}

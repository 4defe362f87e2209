package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.monitor.MachineGauges;
import io.bellhop.net.Ports;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.http.HttpAddresses;
import io.bellhop.runtime.http.HubHttpServer;
import io.bellhop.store.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bellhop as a program: camel-main, an HTTP server, a management port. */
public final class StandaloneServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneServer.class);

  private static final int PROBE_MILLIS = 10_000;

  private final Options options;
  private final Clock clock;
  private final Main main;
  private final HttpAddresses addresses;
  private final String managementHost;
  private final int managementPort;
  private final HubHttpServer server;
  private AutoCloseable traces = () -> {};
  private Hub hub;
  private Database database;

  private StandaloneServer(Options options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.main = new Main();
    // Camel's own has a shutdown hook, which keeps each closed server in memory until the JVM ends.
    // The program has a hook of its own, which finishes work first.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    this.addresses = HttpAddresses.of(options);
    this.server = new HubHttpServer(options, addresses);
    this.managementHost = options.text("bellhop.management.host");
    this.managementPort =
        Ports.free(
            "bellhop.management.port",
            managementHost,
            options.number("bellhop.management.port", 0, 65535));
  }

  /**
   * Starts the server. Returns when /hooks answers.
   *
   * @throws ConfigException if it cannot start; it stops what it has started
   */
  public static StandaloneServer start(Options options) {
    return start(options, Clock.systemUTC());
  }

  /** As {@link #start(Options)} with another clock, for tests in which time passes faster. */
  public static StandaloneServer start(Options options, Clock clock) {
    QuietLoggers.install();
    StandaloneServer server = new StandaloneServer(options, clock);
    try {
      server.run();
      return server;
    } catch (Exception e) {
      try {
        server.close();
      } catch (Exception closing) {
        e.addSuppressed(closing);
      }
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof ConfigException known) {
          throw known;
        }
      }
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new ConfigException("Bellhop does not start: " + e.getMessage() + ": " + root, e);
    }
  }

  /** The URL for webhooks. */
  public URI url() {
    return addresses.url();
  }

  /** The URL of the API and the console. */
  public URI api() {
    return addresses.apiUrl();
  }

  public URI management() {
    return HttpAddresses.management(managementHost, managementPort);
  }

  public CamelContext context() {
    return main.getCamelContext();
  }

  public Hub hub() {
    return hub;
  }

  private void run() throws Exception {
    database = Database.await(options);
    camelSettings().forEach((name, value) -> main.addInitialProperty(name, value));
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport support) {
            try {
              install(support.getCamelContext());
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
    main.start();
    hub.prepare(true);
    hub.start(url());
    // Only now: an earlier request gets a 503 and is retried, but a 404 would lose it.
    server.open();
    LOG.info("Bellhop serves health and metrics at {}/observe", management());
    probe();
  }

  private void install(CamelContext context) throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
    HubHttpServer.bindThreads(context, options);
    context.addService(server, true, true);
    traces = TraceExport.of(options).open(context, options);
    RouteFolders folders = folders(options);
    hub = new Hub(context, options, folders, database, meters, clock).install(context);
    server.webhooks(hub.webhooks());
    server.live(hub.live());
    if (addresses.hooks().isSecure() || addresses.api().isSecure()) {
      // The gauge reads it when the server begins to listen.
      MachineGauges.certificate(meters, server::certificateEnds);
    }
  }

  /** The options of the process, and those of its provider folders. */
  public static Options options(Properties system, Map<String, String> environment) {
    return Options.load(system, environment, options -> folders(options).options());
  }

  private static RouteFolders folders(Options options) {
    return RouteFolders.of(options);
  }

  private Map<String, String> camelSettings() {
    return Map.ofEntries(
        Map.entry("camel.main.name", "bellhop"),
        // Bellhop loads its routes itself, from the folders in the options.
        Map.entry("camel.main.routesIncludePattern", "false"),
        // Bellhop parses bodies once, so there is no stream to cache.
        Map.entry("camel.main.streamCachingEnabled", "false"),
        Map.entry("camel.main.jmxEnabled", "false"),
        Map.entry("camel.main.autoConfigurationLogSummary", "false"),
        Map.entry("camel.main.shutdownTimeout", "10"),
        Map.entry("camel.management.enabled", "true"),
        Map.entry("camel.management.host", managementHost),
        Map.entry("camel.management.port", String.valueOf(managementPort)),
        Map.entry("camel.management.healthCheckEnabled", "true"),
        Map.entry("camel.management.metricsEnabled", "true"),
        Map.entry("camel.metrics.enabled", "true"),
        // Bellhop's own metrics are enough; Camel's cost time for every exchange.
        Map.entry("camel.metrics.enableRoutePolicy", "false"),
        Map.entry("camel.metrics.enableExchangeEventNotifier", "false"),
        Map.entry("camel.metrics.enableMessageHistory", "false"));
  }

  private void probe() throws Exception {
    if (url().getScheme().equals("https")) {
      return; // the certificate names the host that senders use, not this address
    }
    // Java's newer client has threads, for one call in the life of a hub.
    HttpURLConnection call =
        (HttpURLConnection) URI.create(url() + "/hooks/").toURL().openConnection(Proxy.NO_PROXY);
    call.setConnectTimeout(PROBE_MILLIS);
    call.setReadTimeout(PROBE_MILLIS);
    call.setRequestProperty("Connection", "close");
    if (call.getResponseCode() != 404 || !body(call).contains("resource_not_found")) {
      throw new ConfigException(
          "bellhop.http.port: another program answers at " + url() + ". Stop it, or set the port.");
    }
  }

  private static String body(HttpURLConnection refused) throws IOException {
    try (InputStream in = refused.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws Exception {
    try {
      // Routes run until nothing needs them; a request that still arrives gets a 503.
      server.shut();
      if (hub != null) {
        hub.finishWork();
      }
      main.stop();
    } finally {
      if (hub != null) {
        hub.close();
      } else if (database != null) {
        database.close();
      }
      traces.close();
    }
  }
}

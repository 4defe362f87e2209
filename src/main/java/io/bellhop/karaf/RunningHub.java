package io.bellhop.karaf;

import io.bellhop.EmbeddedHub;
import io.bellhop.config.ConfigException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.karaf.core.OsgiCamelContextPublisher;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.osgi.framework.BundleContext;

/** A hub in a separate CamelContext, which Karaf's camel commands show. */
final class RunningHub implements AutoCloseable {
  private static final String NAME = "bellhop";

  private final CamelContext context;
  private final EmbeddedHub hub;

  private RunningHub(CamelContext context, EmbeddedHub hub) {
    this.context = context;
    this.hub = hub;
  }

  /**
   * Starts the hub. Returns when it accepts webhooks, or when the database is not available yet.
   *
   * @throws ConfigException if it cannot start; it stops what it has started
   */
  static RunningHub start(
      BundleContext bundle,
      Map<String, String> options,
      Path routes,
      DataSource source,
      MeterRegistry meters)
      throws Exception {
    EmbeddedHub hub =
        new EmbeddedHub(source)
            .unpackedRoutes(routes)
            .meters(meters)
            .contexts(() -> new OsgiDefaultCamelContext(bundle));
    options.forEach(hub::option);
    CamelContext context = context(bundle);
    RunningHub running = new RunningHub(context, hub);
    try {
      hub.addTo(context);
      context.start();
      if (hub.hasFailed()) {
        throw new ConfigException(hub.problem().orElseThrow());
      }
      return running;
    } catch (Exception e) {
      running.close();
      throw known(e);
    }
  }

  private static CamelContext context(BundleContext bundle) {
    OsgiDefaultCamelContext context = new OsgiDefaultCamelContext(bundle);
    context.getCamelContextExtension().setName(NAME);
    context.getManagementStrategy().addEventNotifier(new OsgiCamelContextPublisher(bundle));
    context
        .getExecutorServiceManager()
        .setThreadNamePattern("Camel (" + NAME + ") thread ##counter# - #name#");
    // Other bundles share the log: one line for each route is too much.
    context.setStartupSummaryLevel(StartupSummaryLevel.Brief);
    return context;
  }

  private static Exception known(Exception error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof ConfigException known) {
        return known;
      }
    }
    return error;
  }

  @Override
  public void close() {
    context.stop();
    // A context that failed to start does not report its stop.
    hub.onContextStopping(context);
  }
}

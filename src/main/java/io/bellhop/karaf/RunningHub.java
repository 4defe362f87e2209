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

/** A hub in a CamelContext of its own, which Karaf's camel commands show. */
final class RunningHub implements AutoCloseable {
  private static final String NAME = "bellhop";

  private final CamelContext context;
  private final EmbeddedHub hub;

  private RunningHub(CamelContext context, EmbeddedHub hub) {
    this.context = context;
    this.hub = hub;
  }

  /**
   * Returns when webhooks are taken, or when the database is not there yet.
   *
   * @throws ConfigException if it cannot work; nothing is left running
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
    // The log belongs to others too: not a line a route at each start.
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
    // A context that has failed to start does not report that it stops.
    hub.onContextStopping(context);
  }
}

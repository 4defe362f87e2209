package io.bellhop;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.ContextDatabase;
import io.bellhop.runtime.ContextOptions;
import io.bellhop.runtime.EmbeddedStartup;
import io.bellhop.runtime.HttpServerChoice;
import io.bellhop.runtime.Hub;
import io.bellhop.runtime.StandaloneHttpServer;
import io.bellhop.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Bellhop in the CamelContext of a host application. It follows the context's life: starts and
 * stops with it, as often as it does. Options are Camel properties; the start of the context
 * reports what is wrong with them. A database that is away does not: until it is there, webhooks
 * and the API are answered with 503.
 *
 * <p>A host that finds beans of the type LifecycleStrategy (camel-main, Spring Boot) needs nothing
 * but this as a bean; camel-main without Java names it in camel.main.configurationClasses;
 * elsewhere call {@link #addTo}.
 */
public class EmbeddedHub extends LifecycleStrategySupport implements CamelConfiguration {
  private final Map<String, String> given = new TreeMap<>();
  private DataSource dataSource;
  private Path unpackedRoutes;
  private MeterRegistry meters;
  private Supplier<? extends CamelContext> contexts = DefaultCamelContext::new;
  private Hub hub;
  private Hub stopped;
  private StandaloneHttpServer http;
  private volatile EmbeddedStartup starter;

  /**
   * With the DataSource that the context's registry has as {@code bellhopDataSource}, or the
   * database that bellhop.db.url names, or the registry's only DataSource.
   */
  public EmbeddedHub() {}

  /** With a DataSource, which stays open: it belongs to the caller. */
  public EmbeddedHub(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** An option that goes before the context's properties. */
  public EmbeddedHub option(String name, String value) {
    given.put(name, value);
    return this;
  }

  public EmbeddedHub meters(MeterRegistry registry) {
    meters = registry;
    return this;
  }

  /** How a context is made for an HTTP server of its own, where a plain one finds no components. */
  public EmbeddedHub contexts(Supplier<? extends CamelContext> others) {
    contexts = others;
    return this;
  }

  /**
   * A folder with what is in the jar under {@code routes}, where the entries of a jar cannot be
   * read.
   */
  public EmbeddedHub unpackedRoutes(Path folder) {
    unpackedRoutes = folder;
    return this;
  }

  /** Follows this context from now on; one that has started gets its routes at once. */
  public EmbeddedHub addTo(CamelContext context) throws Exception {
    if (context.getLifecycleStrategies().contains(this)) {
      return this;
    }
    context.addLifecycleStrategy(this);
    if (context.isStarted()) {
      onContextInitializing(context);
      onContextStarted(context);
    }
    return this;
  }

  @Override
  public void configure(CamelContext context) throws Exception {
    addTo(context);
  }

  /** Whether webhooks are taken. */
  public boolean isReady() {
    EmbeddedStartup now = starter;
    return now != null && now.isReady();
  }

  /** Whether it has given up, because only an operator can fix what is wrong. */
  public boolean hasFailed() {
    EmbeddedStartup now = starter;
    return now != null && now.hasFailed();
  }

  /** Why not, if it is known. */
  public Optional<String> problem() {
    EmbeddedStartup now = starter;
    return now == null ? Optional.empty() : now.problem();
  }

  @Override
  public void onContextInitializing(CamelContext context) {
    try {
      removeStopped();
      Options options = ContextOptions.of(context, given, unpackedRoutes);
      HttpServerChoice server = HttpServerChoice.of(options);
      Database database = ContextDatabase.of(context, options, dataSource);
      hub =
          new Hub(
              context,
              options,
              RouteFolders.of(options, unpackedRoutes),
              database,
              meters(context),
              Clock.systemUTC());
      if (server == HttpServerChoice.OWN) {
        http = new StandaloneHttpServer(contexts.get(), context, options, database.source());
      }
      hub.install(server == HttpServerChoice.NONE ? null : http == null ? context : http.context());
      if (http != null) {
        http.webhooks(hub.webhooks());
        http.live(hub.live());
      }
      starter = new EmbeddedStartup(hub, http == null ? url(options) : http.url());
    } catch (Exception e) {
      try {
        removeStopped();
      } catch (Exception more) {
        e.addSuppressed(more);
      }
      throw e instanceof RuntimeException known
          ? known
          : new ConfigException("Bellhop cannot be added to this context: " + e.getMessage(), e);
    }
  }

  /** Removes what is left of an earlier start, also of one that failed and was never stopped. */
  private void removeStopped() throws Exception {
    if (hub != null) {
      stopped = hub;
      hub = null;
      http = null;
      starter = null;
      stopped.close();
    }
    if (stopped != null) {
      stopped.uninstall();
      stopped = null;
    }
  }

  private MeterRegistry meters(CamelContext context) {
    if (meters != null) {
      return meters;
    }
    MeterRegistry found = context.getRegistry().findSingleByType(MeterRegistry.class);
    return found == null ? new SimpleMeterRegistry() : found;
  }

  /** Where the host listens is not known here: the operator sets bellhop.public-url. */
  private static URI url(Options options) {
    return URI.create(
        "http://"
            + options.text("bellhop.http.host")
            + ":"
            + options.number("bellhop.http.port", 0, 65535));
  }

  @Override
  public void onContextStarted(CamelContext context) {
    try {
      if (http != null) {
        http.start();
      }
    } catch (Exception e) {
      throw new ConfigException("Bellhop's HTTP server does not start: " + e.getMessage(), e);
    }
    starter.start();
  }

  @Override
  public void onContextStopping(CamelContext context) {
    if (hub == null) {
      return;
    }
    try {
      if (http != null) {
        http.shut();
      }
      if (starter != null) {
        starter.stop();
      }
      hub.finishWork();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (http != null) {
        http.stop();
      }
    }
    if (!context.isStarted()) {
      // It never started, and so will not call us when it has stopped.
      onContextStopped(context);
    }
  }

  @Override
  public void onContextStopped(CamelContext context) {
    Hub ended = hub;
    if (ended == null) {
      return;
    }
    hub = null;
    http = null;
    starter = null;
    try {
      stopped = ended;
      ended.close();
    } catch (Exception e) {
      throw new IllegalStateException("Bellhop did not stop cleanly: " + e, e);
    }
  }
}

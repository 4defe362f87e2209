package io.bellhop.runtime;

import io.bellhop.api.LiveEvents;
import io.bellhop.config.Options;
import io.bellhop.inbox.Dispatcher;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.kamelet.Declarations;
import io.bellhop.net.PathPrefix;
import io.bellhop.routes.FormerParameters;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteLoader;
import io.bellhop.routes.RouteReload;
import io.bellhop.routes.RouteTrial;
import io.bellhop.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life cycle of Bellhop in a CamelContext: install, prepare, start, finish work, close,
 * uninstall. Everything that it adds has a prefix, and it changes nothing else of the context.
 */
public final class Hub implements AutoCloseable {
  /** The beans that routes may name. */
  public static final Set<String> BEANS = HubRoutes.BEANS;

  private static final String SINK_ROUTES = "bellhop-sink-";
  private static final String KAMELETS = "bellhop-";

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private final CamelContext context;
  private final Options options;
  private final RouteFolders folders;
  private final RouteLoader loader;
  private final RegistryBindings beans;
  private final HubServices services;
  private final HubRoutes routes;
  private final HubSetup setup;
  private final HubMonitoring monitoring;
  private final Declarations declarations = new Declarations();
  private Dispatcher dispatcher;
  private RouteReload reload;
  private ContextChanges additions;
  private int stepsDone;
  private volatile String publicUrl = "";

  public Hub(
      CamelContext context,
      Options options,
      RouteFolders folders,
      Database database,
      MeterRegistry meters,
      Clock clock) {
    // Bellhop reads it later, but a wrong value must stop a hub without HTTP too.
    PathPrefix.of(options);
    this.context = context;
    this.options = options;
    this.folders = folders;
    this.loader = new RouteLoader(context, folders.requireTexts());
    this.beans = new RegistryBindings(context.getRegistry());
    this.services =
        new HubServices(options, database, meters, clock, HostTelemetry.tracing(context));
    this.monitoring = new HubMonitoring(services, meters);
    HubRules rules = new HubRules(context, services, loader);
    this.routes = new HubRoutes(context, services, rules, loader, beans);
    this.setup = new HubSetup(context, services, rules);
  }

  /**
   * Binds beans and loads routes. Call it before the context starts. The database may be
   * unavailable.
   *
   * @param http the context for its HTTP routes, the hub's own or another; null for none
   */
  public Hub install(CamelContext http) throws Exception {
    ContextChanges before = ContextChanges.before((ModelCamelContext) context);
    routes.load(declarations);
    if (http != null) {
      routes.addHttp(http, () -> publicUrl);
    }
    monitoring.bind(beans);
    dispatcher = routes.dispatcher();
    additions = before.since();
    return this;
  }

  /**
   * Reads all that the hub needs from the database. The caller may repeat it after a failure.
   *
   * @param mayMakeKey whether to create an API key if there is none; the caller must then show it
   * @throws SQLException if the database is unavailable
   */
  public void prepare(boolean mayMakeKey) throws SQLException {
    services.database.prepare();
    services.database.requireWhole();
    services.prepareContent();
    services.apiKey.open(services.database, mayMakeKey);
    services.accounts.read();
  }

  /**
   * Starts to process the inbox and the deliveries. Call it when the context has started. The
   * caller may repeat it after a failure of the database; it continues with the step that failed.
   *
   * @param url its own URL with the prefix; listener URLs start with it unless bellhop.public-url
   *     is set
   */
  public void start(URI url) throws SQLException {
    publicUrl = PathPrefix.publicUrl(options, url);
    List<Step> steps =
        List.of(
            monitoring::begin,
            services.dataKeys::start,
            setup::openSinks,
            setup::applyFile,
            () -> declarations.open(setup::apply),
            services.inbox::start,
            services.deliveries::start,
            services.publisher::start,
            services.pauses::start,
            dispatcher::start,
            services.syncs::start,
            services.replays::start,
            services.retention::start,
            services.words::start,
            services.conflicts::start,
            services.linkEvents::start,
            services.erasures::start,
            () -> services.apiKey.keep(services.database),
            monitoring::start,
            this::report);
    for (; stepsDone < steps.size(); stepsDone++) {
      steps.get(stepsDone).run();
    }
  }

  private interface Step {
    void run() throws SQLException;
  }

  private void report() throws SQLException {
    StartReport.of(options, folders, services).forEach(LOG::info);
    options.formerNames().forEach(services.formerNames::note);
    FormerParameters.of(context).forEach(services.formerNames::note);
    services.formerNames.log();
  }

  /** Completes with the reason if the hub can accept nothing more and must be restarted. */
  public CompletableFuture<String> failure() {
    return services.inbox.failure();
  }

  /** Receives the webhooks of Bellhop's own HTTP server. */
  public WebhookRouter webhooks() {
    return routes.router();
  }

  /** The API calls that may wait, for Bellhop's own HTTP server; null without HTTP. */
  public LiveEvents live() {
    return routes.live();
  }

  /** The API key, if this start created it; Bellhop never shows it again. */
  public Optional<String> newApiKey() {
    return services.apiKey.newKey();
  }

  /**
   * Watches the route files and loads them again when they are saved; for development.
   *
   * @param check finds why a folder's files cannot be used; empty if they can
   * @return the watched folders; none if all routes are in the jar
   */
  public List<Path> reload(Function<Path, List<String>> check) {
    List<Path> roots = folders.named().roots();
    if (!roots.isEmpty()) {
      RouteTrial trial =
          new RouteTrial(
              context.getRegistry(),
              services::newListeners,
              services::newLists,
              options.all(),
              services.mapper);
      reload = new RouteReload(folders, loader, trial, check);
      reload.start();
    }
    return roots;
  }

  /**
   * Finishes the work in progress and begins no more, while routes still run. Call it before the
   * context stops. Unfinished work is not lost: its lease expires.
   */
  public void finishWork() throws InterruptedException {
    if (reload != null) {
      reload.close();
    }
    if (routes.live() != null) {
      routes.live().close();
    }
    monitoring.close();
    services.pauses.close();
    services.retention.close();
    services.words.close();
    services.conflicts.close();
    services.linkEvents.close();
    services.replays.close();
    services.erasures.close();
    services.dataKeys.close();
    declarations.close();
    Duration timeout = options.time("bellhop.shutdown-timeout");
    services.syncs.stop();
    boolean ended = dispatcher == null || dispatcher.stop(timeout);
    // By now its last results are on their way.
    if (!services.deliveries.stop(timeout) || !ended) {
      LOG.warn("some work did not end in time; Bellhop continues it at the next start");
    }
  }

  /** Commits accepted items and closes the database. Call it when the context has stopped. */
  @Override
  public void close() throws Exception {
    services.inbox.close();
    services.notifier.close();
    services.publisher.close();
    services.deliveries.close();
    services.database.close();
  }

  /** Removes routes and beans from a stopped context that may start again. */
  public void uninstall() throws Exception {
    if (additions != null) {
      additions.remove(SINK_ROUTES, KAMELETS);
    }
    beans.unbind();
  }
}

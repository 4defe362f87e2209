package io.bellhop.runtime;

import io.bellhop.account.ProviderRules;
import io.bellhop.api.ApiRoutes;
import io.bellhop.api.ResourceMapper;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.delivery.Redelivery;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.event.KnownRecords;
import io.bellhop.inbox.Dispatcher;
import io.bellhop.ingest.AnswerSteps;
import io.bellhop.ingest.HooksRoute;
import io.bellhop.kamelet.Declaration;
import io.bellhop.kamelet.Declarations;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.pipeline.ApiLag;
import io.bellhop.pipeline.FollowUpStep;
import io.bellhop.pipeline.InboxIdempotentRepository;
import io.bellhop.pipeline.PublishSteps;
import io.bellhop.pipeline.Retries;
import io.bellhop.pipeline.RetryStep;
import io.bellhop.pipeline.RouteDispatcher;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.registration.CredentialStore;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.retention.Retention;
import io.bellhop.routes.RecordTypes;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteLoader;
import io.bellhop.routes.RouteReload;
import io.bellhop.routes.RouteTrial;
import io.bellhop.routes.jslt.JsltLanguage;
import io.bellhop.store.Database;
import io.bellhop.subscription.EventNames;
import io.bellhop.subscription.SubscriptionRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bellhop in a CamelContext: makes its parts, binds the beans that routes name, loads the routes.
 * Everything that it adds is prefixed; nothing of the context is changed.
 */
public final class Hub implements AutoCloseable {
  /** The beans that routes may name. */
  public static final Set<String> BEANS =
      Set.of(
          "bellhopDatabase",
          "bellhopMapper",
          "bellhopListeners",
          "bellhopLists",
          "bellhopAnswers",
          "bellhopApiClients",
          "bellhopDeliveries",
          "bellhopPublish",
          "bellhopFollowUp",
          "bellhopRetry",
          "bellhopCredentials",
          "bellhopDeclarations",
          "bellhopCallerRuns");

  private static final String SINK_ROUTES = "bellhop-sink-";
  private static final String KAMELETS = "bellhop-";

  /** What holds secrets, or would look as if the host had set it when the context starts again. */
  private static final Pattern NOT_FOR_ROUTES =
      Pattern.compile("bellhop\\.(api-key|secret-key|config|(db|sinks|management)\\..*)");

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private final CamelContext context;
  private final Options options;
  private final RouteFolders folders;
  private final RouteLoader loader;
  private final Clock clock;
  private final RegistryBindings beans;
  private final HubServices parts;
  private final Declarations declarations = new Declarations();
  private final HubMonitoring watch;
  private final ApiClients apis;
  private final ProviderRules providerRules;
  private final SubscriptionRules webhookRules;
  private Dispatcher dispatcher;
  private RouteReload reload;
  private ContextChanges additions;
  private int started;
  private volatile String publicUrl = "";

  public Hub(
      CamelContext context,
      Options options,
      RouteFolders folders,
      Database database,
      MeterRegistry meters,
      Clock clock) {
    this.context = context;
    this.options = options;
    this.folders = folders;
    this.loader = new RouteLoader(context, folders.requireTexts());
    this.clock = clock;
    this.beans = new RegistryBindings(context.getRegistry());
    this.parts = new HubServices(options, database, meters, clock);
    this.watch = new HubMonitoring(parts, meters);
    AddressGuard guard = parts.apiGuard();
    this.apis =
        new ApiClients(
            context,
            options,
            url -> reach(guard, url),
            new ApiClients.Services(
                parts.database, parts.secrets, parts.pauses, parts.mapper, parts.metrics, clock));
    this.providerRules = new LoadedProviders(parts.listeners, apis, guard, loader::askedFields);
    this.webhookRules =
        new SubscriptionRules(
            parts.delivering.guard(),
            parts.sinks,
            DeliverySettings.of(options).rotation(),
            this::eventNames);
  }

  private static void reach(AddressGuard guard, URI url) throws IOException {
    try {
      guard.address(url);
    } catch (ForbiddenTargetException e) {
      throw new IOException(
          "api.base_url leads to an address that is not public; bellhop.provider.allow-private"
              + " would let it",
          e);
    }
  }

  /** What events can be called with the routes as they are now. */
  private EventNames eventNames() {
    Set<String> further = new TreeSet<>(RecordTypes.of(context));
    for (String provider : parts.listeners.providers()) {
      String types = options.all().getOrDefault("bellhop." + provider + ".record-types", "");
      further.addAll(List.of(types.strip().split("\\s+")));
    }
    further.remove("");
    return new EventNames(further);
  }

  /**
   * Binds beans and loads routes; call it before the context starts. The database may be away.
   *
   * @param http where its HTTP routes go, the hub's own context or another; null for none
   */
  public Hub install(CamelContext http) throws Exception {
    ContextChanges before = ContextChanges.before((ModelCamelContext) context);
    options.all().forEach(this::provide);
    Retries retries =
        new Retries(
            clock,
            options.number("bellhop.inbox.max-attempts", 1, 1000),
            options.time("bellhop.inbox.retry-first"),
            options.time("bellhop.inbox.retry-longest"));
    bind(retries);
    loader.load();
    loader.loadJava();
    context.addRoutes(new Retention(options, clock));
    if (http != null) {
      http.addRoutes(new HooksRoute(context, parts.listeners));
      http.addRoutes(apiRoutes());
    }
    watch.bind(beans);
    dispatcher = new Dispatcher(parts.inbox, runner(retries), clock, workers(), idle());
    additions = before.since();
    return this;
  }

  /** What the context does not say itself: a route may ask for it. */
  private void provide(String name, String value) {
    PropertiesComponent properties = context.getPropertiesComponent();
    if (!NOT_FOR_ROUTES.matcher(name).matches() && properties.resolveProperty(name).isEmpty()) {
      properties.addInitialProperty(name, value);
    }
  }

  private void bind(Retries retries) {
    beans.bind("bellhopDatabase", parts.database.source());
    beans.bind("bellhopMapper", parts.mapper);
    beans.bind("bellhopListeners", parts.listeners);
    beans.bind("bellhopLists", parts.lists);
    beans.bind("bellhopAnswers", new AnswerSteps());
    beans.bind("bellhopApiClients", apis);
    beans.bind("bellhopDeliveries", new InboxIdempotentRepository(parts.inbox::keyOwner));
    beans.bind(
        "bellhopPublish",
        new PublishSteps(
            new ApiLag(
                clock,
                options.time("bellhop.provider.read-again"),
                new KnownRecords(parts.database)),
            retries));
    beans.bind("bellhopFollowUp", new FollowUpStep(parts.mapper, clock));
    beans.bind("bellhopRetry", new RetryStep(retries));
    beans.bind("bellhopCredentials", new CredentialStore(parts.accounts, parts.listeners, clock));
    beans.bind("bellhopDeclarations", declarations);
    beans.bind("bellhopCallerRuns", new SynchronousExecutorService());
    beans.bind("jslt-language", new JsltLanguage(loader::read, parts.mapper));
  }

  private ApiRoutes apiRoutes() {
    return new ApiRoutes(
        parts.apiKey,
        parts.accounts,
        providerRules,
        parts.listeners.refusals(),
        parts.inbox,
        parts.webhooks,
        parts.delivering,
        new Redelivery(parts.database, parts.webhooks, parts.mapper, clock, parts.delivering::wake),
        parts.syncs,
        webhookRules,
        parts.mapper,
        clock,
        new Registrar(context, parts.database, parts.listeners, options, clock, () -> publicUrl));
  }

  private RouteDispatcher runner(Retries retries) {
    return new RouteDispatcher(
        context,
        parts.accounts,
        parts.mapper,
        retries,
        parts.publisher,
        parts.listeners::idempotencyWindow,
        parts.listeners::otherTenant,
        parts.listeners::again);
  }

  private int workers() {
    return options.number("bellhop.inbox.workers", 1, 1000);
  }

  private Duration idle() {
    return options.time("bellhop.inbox.poll-interval");
  }

  /**
   * Asks the database for all that the hub must know; may be called again if that fails.
   *
   * @param mayMakeKey whether an API key is made if there is none; somebody must show it then
   * @throws SQLException if the database is away
   */
  public void prepare(boolean mayMakeKey) throws SQLException {
    parts.database.prepare();
    int most = parts.database.dialect().largestBody();
    if (options.number("bellhop.http.max-body", 1, Integer.MAX_VALUE) > most) {
      throw new ConfigException(
          "bellhop.http.max-body must be at most "
              + most
              + " with H2, which keeps no more in a row; use PostgreSQL for larger bodies");
    }
    parts.apiKey.open(parts.database, mayMakeKey);
    parts.accounts.read();
  }

  /**
   * Starts to work on deliveries; call it when the context has started. If the database goes away
   * meanwhile it may be called again, and goes on where it was.
   *
   * @param url where it listens: what listener URLs start with unless bellhop.public-url says more
   */
  public void start(URI url) throws SQLException {
    String configured = options.text("bellhop.public-url");
    publicUrl = (configured.isEmpty() ? url.toString() : configured).replaceAll("/+$", "");
    List<Step> steps =
        List.of(
            watch::begin,
            () -> parts.delivering.openSinks(context, options.family(HubServices.SINKS)),
            this::setUp,
            () -> declarations.open(this::takeUp),
            parts.inbox::start,
            parts.delivering::start,
            parts.publisher::start,
            parts.pauses::start,
            dispatcher::start,
            parts.syncs::start,
            () -> parts.apiKey.keep(parts.database),
            watch::start,
            this::report);
    for (; started < steps.size(); started++) {
      steps.get(started).run();
    }
  }

  private void report() throws SQLException {
    String url = parts.database.transact(connection -> connection.getMetaData().getURL());
    StartReport.lines(
            options,
            url,
            folders,
            parts.listeners.providers(),
            parts.accounts.all().size(),
            parts.webhooks.all().size())
        .forEach(LOG::info);
  }

  private ResourceMapper forms() {
    return new ResourceMapper(providerRules, webhookRules, clock);
  }

  private void setUp() throws SQLException {
    if (options.isSet("bellhop.setup")) {
      parts.setup(forms()).apply(Path.of(options.text("bellhop.setup")));
    }
  }

  /**
   * A Kamelet's events go by the queue, as those of any sink; its account is made if it wants one.
   */
  private void takeUp(Declaration declaration) throws SQLException {
    String sink = declaration.sink();
    if (options.family(HubServices.SINKS).containsKey(sink)) {
      throw declaration
          .wanted()
          .fault("name", "is that of " + HubServices.SINKS + sink + "; use another");
    }
    parts.delivering.openSinks(context, Map.of(sink, declaration.endpoint()));
    parts.sinks.add(sink);
    parts.setup(forms()).apply(declaration.wanted()).ifPresent(declaration.account());
  }

  private interface Step {
    void run() throws SQLException;
  }

  /** The API key, if it was made just now: it is never shown again. */
  public Optional<String> newApiKey() {
    return parts.apiKey.newKey();
  }

  /**
   * Takes up route files as they are saved, from now on; for development.
   *
   * @param check says what a folder's files cannot be served with; nothing if they can
   * @return the folders that it looks at; none if all routes are in the jar
   */
  public List<Path> reload(Function<Path, List<String>> check) {
    List<Path> roots = folders.named().roots();
    if (!roots.isEmpty()) {
      RouteTrial trial =
          new RouteTrial(
              context.getRegistry(),
              parts::newListeners,
              parts::newLists,
              options.all(),
              parts.mapper);
      reload = new RouteReload(folders, loader, trial, check);
      reload.start();
    }
    return roots;
  }

  /**
   * Finishes what is under way and begins nothing new, while routes still run: call it before the
   * context stops. What is not finished in time is not lost, its lease runs out.
   */
  public void finishWork() throws InterruptedException {
    if (reload != null) {
      reload.close();
    }
    watch.close();
    parts.pauses.close();
    declarations.close();
    Duration most = options.time("bellhop.shutdown-timeout");
    parts.syncs.stop();
    boolean ended = dispatcher == null || dispatcher.stop(most);
    // What its last work has made is on its way by now.
    if (!parts.delivering.stop(most) || !ended) {
      LOG.warn("not all work ended in time; it goes on at the next start");
    }
  }

  /** Commits what was taken, and lets go of the database; call it when the context has stopped. */
  @Override
  public void close() throws Exception {
    parts.inbox.close();
    parts.publisher.close();
    parts.delivering.close();
    parts.database.close();
  }

  /** Takes routes and beans out of a context that has stopped and may start again. */
  public void uninstall() throws Exception {
    if (additions != null) {
      additions.remove(SINK_ROUTES, KAMELETS);
    }
    beans.unbind();
  }
}

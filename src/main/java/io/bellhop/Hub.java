package io.bellhop;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.api.ApiKey;
import io.bellhop.api.ApiRoutes;
import io.bellhop.api.Forms;
import io.bellhop.config.Options;
import io.bellhop.delivery.Delivering;
import io.bellhop.delivery.DeliverySettings;
import io.bellhop.delivery.Redelivery;
import io.bellhop.enrich.ApiClients;
import io.bellhop.inbox.Dispatcher;
import io.bellhop.inbox.Inbox;
import io.bellhop.ingest.AnswerSteps;
import io.bellhop.ingest.HooksRoute;
import io.bellhop.ingest.Listeners;
import io.bellhop.kamelet.Declaration;
import io.bellhop.kamelet.Declarations;
import io.bellhop.mapping.JsltLanguage;
import io.bellhop.observe.DeliveryGauges;
import io.bellhop.observe.InboxGauges;
import io.bellhop.observe.Metrics;
import io.bellhop.observe.SilenceGauges;
import io.bellhop.observe.SilenceHealthCheck;
import io.bellhop.observe.StoreHealthCheck;
import io.bellhop.provider.DeliveryIdempotentRepository;
import io.bellhop.provider.DeliveryRunner;
import io.bellhop.provider.FollowUpStep;
import io.bellhop.provider.PublishSteps;
import io.bellhop.provider.Retries;
import io.bellhop.provider.RetryStep;
import io.bellhop.publish.OwnEvents;
import io.bellhop.publish.Publisher;
import io.bellhop.register.Registrar;
import io.bellhop.register.WebhookProofs;
import io.bellhop.retention.Retention;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteLoader;
import io.bellhop.routes.RouteReload;
import io.bellhop.routes.RouteTrial;
import io.bellhop.setup.Setup;
import io.bellhop.silence.SilenceSettings;
import io.bellhop.silence.SilenceWatch;
import io.bellhop.silence.SilentAccounts;
import io.bellhop.store.Database;
import io.bellhop.sync.Lists;
import io.bellhop.sync.Syncs;
import io.bellhop.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
          "bellhop",
          "bellhopMapper",
          "bellhopListeners",
          "bellhopLists",
          "bellhopAnswers",
          "bellhopApiClients",
          "bellhopDeliveries",
          "bellhopPublish",
          "bellhopFollowUp",
          "bellhopRetry",
          "bellhopProofs",
          "bellhopDeclarations",
          "bellhopCallerRuns");

  private static final String SINKS = "bellhop.sinks.";
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
  private final Database database;
  private final Accounts accounts;
  private final Inbox inbox;
  private final Listeners listeners;
  private final Lists lists;
  private final Syncs syncs;
  private final Webhooks webhooks;
  private final Delivering delivering;
  private final Publisher publisher;
  private final Metrics metrics;
  private final ObjectMapper mapper = mapper();
  private final SecretBox secrets;
  private final MeterRegistry meters;
  private final HubBeans beans;
  private final ApiKey apiKey;
  private final Declarations declarations = new Declarations();

  /** The names of those that webhooks may name: the operator's, and those of Kamelets. */
  private final Set<String> sinks = ConcurrentHashMap.newKeySet();

  private InboxGauges gauges;
  private DeliveryGauges deliveryGauges;
  private Dispatcher dispatcher;
  private SilenceGauges silenceGauges;
  private SilenceWatch silence;
  private RouteReload reload;
  private Additions additions;
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
    this.loader = new RouteLoader(context, folders.texts());
    this.clock = clock;
    this.database = database;
    this.meters = meters;
    this.metrics = new Metrics(meters);
    this.beans = new HubBeans(context.getRegistry());
    this.apiKey = ApiKey.of(options);
    this.sinks.addAll(options.family(SINKS).keySet());
    this.secrets =
        SecretBox.open(options.text("bellhop.secret-key"), Path.of(options.text("bellhop.data")));
    this.accounts = new Accounts(database, secrets, mapper, clock);
    this.inbox =
        new Inbox(
            database,
            clock,
            options.number("bellhop.inbox.queue", 1, 1_000_000),
            options.number("bellhop.inbox.batch", 1, 10_000),
            options.time("bellhop.inbox.lease"));
    this.listeners = newListeners();
    this.webhooks = new Webhooks(database, secrets, mapper);
    // All options are read before the first thing that has threads.
    Duration overlap = options.time("bellhop.sync.overlap");
    Duration interval = options.time("bellhop.sync.interval");
    this.delivering =
        new Delivering(database, webhooks, DeliverySettings.of(options), mapper, metrics, clock);
    this.lists = newLists(listeners);
    this.syncs =
        new Syncs(database, accounts, lists, inbox, mapper, metrics, clock, overlap, interval);
    this.publisher =
        new Publisher(
            database,
            accounts,
            mapper,
            clock,
            metrics,
            inbox,
            listeners::idempotencyWindow,
            delivering.subscribers(),
            syncs.books());
  }

  /**
   * Binds beans and loads routes; call it before the context starts. The database may be away.
   *
   * @param http where its HTTP routes go, the hub's own context or another; null for none
   */
  public Hub install(CamelContext http) throws Exception {
    Additions before = Additions.before((ModelCamelContext) context);
    options.all().forEach(this::provide);
    Retries retries =
        new Retries(
            clock,
            options.number("bellhop.inbox.tries", 1, 1000),
            options.time("bellhop.inbox.retry-first"),
            options.time("bellhop.inbox.retry-longest"));
    bind(retries);
    loader.load();
    loader.loadJava();
    context.addRoutes(new Retention(options, clock));
    if (http != null) {
      http.addRoutes(new HooksRoute(context, listeners));
      http.addRoutes(apiRoutes());
    }
    watch();
    dispatcher = new Dispatcher(inbox, runner(retries), clock, workers(), idle());
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
    beans.bind("bellhop", database.source());
    beans.bind("bellhopMapper", mapper);
    beans.bind("bellhopListeners", listeners);
    beans.bind("bellhopLists", lists);
    beans.bind("bellhopAnswers", new AnswerSteps());
    beans.bind(
        "bellhopApiClients",
        new ApiClients(context, options, database, secrets, mapper, metrics, clock));
    beans.bind("bellhopDeliveries", new DeliveryIdempotentRepository());
    beans.bind("bellhopPublish", new PublishSteps());
    beans.bind("bellhopFollowUp", new FollowUpStep(mapper, clock));
    beans.bind("bellhopRetry", new RetryStep(retries));
    beans.bind("bellhopProofs", new WebhookProofs(accounts, clock));
    beans.bind("bellhopDeclarations", declarations);
    beans.bind("bellhopCallerRuns", new SynchronousExecutorService());
    beans.bind("jslt-language", new JsltLanguage(loader::read, mapper));
    beans.bind("bellhop-store", new StoreHealthCheck(database));
  }

  private ApiRoutes apiRoutes() {
    return new ApiRoutes(
        apiKey,
        accounts,
        listeners,
        inbox,
        webhooks,
        delivering,
        new Redelivery(database, webhooks, mapper, clock, delivering::wake),
        syncs,
        sinks,
        DeliverySettings.of(options).rotation(),
        mapper,
        clock,
        new Registrar(context, database, listeners, options, clock, () -> publicUrl));
  }

  private void watch() {
    gauges = new InboxGauges(meters, database, clock, listeners::providers);
    deliveryGauges = new DeliveryGauges(meters, database, clock);
    SilenceSettings settings = SilenceSettings.of(options);
    if (settings.isOn()) {
      SilentAccounts silent = new SilentAccounts(database, clock);
      silenceGauges = new SilenceGauges(meters, silent);
      beans.bind("bellhop-silence", new SilenceHealthCheck(silent));
      silence =
          new SilenceWatch(
              database,
              accounts,
              new OwnEvents(mapper, delivering.subscribers()),
              mapper,
              settings,
              clock,
              syncs::silent);
    }
  }

  private DeliveryRunner runner(Retries retries) {
    return new DeliveryRunner(
        context,
        accounts,
        mapper,
        retries,
        publisher,
        listeners::idempotencyWindow,
        listeners::otherTenant);
  }

  private int workers() {
    return options.number("bellhop.inbox.workers", 1, 1000);
  }

  private Duration idle() {
    return options.time("bellhop.inbox.idle");
  }

  /**
   * Asks the database for all that the hub must know; may be called again if that fails.
   *
   * @param mayMakeKey whether an API key is made if there is none; somebody must show it then
   * @throws SQLException if the database is away
   */
  public void prepare(boolean mayMakeKey) throws SQLException {
    database.prepare();
    apiKey.open(database, mayMakeKey);
    accounts.read();
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
            this::bindGauges,
            () -> delivering.openSinks(context, options.family(SINKS)),
            this::setUp,
            () -> declarations.open(this::takeUp),
            inbox::start,
            delivering::start,
            publisher::start,
            dispatcher::start,
            syncs::start,
            () -> apiKey.keep(database),
            this::startSilence);
    for (; started < steps.size(); started++) {
      steps.get(started).run();
    }
  }

  private void bindGauges() {
    deliveryGauges.bind();
    gauges.bind(); // the listeners are open by now
    if (silenceGauges != null) {
      silenceGauges.bind(listeners.providers());
    }
  }

  private void setUp() throws SQLException {
    if (options.isSet("bellhop.setup")) {
      setup().apply(Path.of(options.text("bellhop.setup")));
    }
  }

  /**
   * A Kamelet's events go by the queue, as those of any sink; its account is made if it wants one.
   */
  private void takeUp(Declaration declaration) throws SQLException {
    String sink = declaration.sink();
    if (options.family(SINKS).containsKey(sink)) {
      throw declaration.wanted().fault("name", "is that of " + SINKS + sink + "; use another");
    }
    delivering.openSinks(context, Map.of(sink, declaration.endpoint()));
    sinks.add(sink);
    setup().apply(declaration.wanted()).ifPresent(declaration.account());
  }

  private void startSilence() {
    if (silence != null) {
      silence.start();
    }
  }

  private interface Step {
    void run() throws SQLException;
  }

  private Setup setup() {
    Forms forms =
        new Forms(
            listeners, delivering.guard(), sinks, DeliverySettings.of(options).rotation(), clock);
    return new Setup(database, accounts, webhooks, forms, System::getenv, clock);
  }

  /** The API key, if it was made just now: it is never shown again. */
  public Optional<String> newApiKey() {
    return apiKey.newKey();
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
              context.getRegistry(), this::newListeners, this::newLists, options.all(), mapper);
      reload = new RouteReload(folders, loader, trial, check);
      reload.start();
    }
    return roots;
  }

  private Listeners newListeners() {
    return new Listeners(accounts, inbox, mapper, metrics, clock);
  }

  private Lists newLists(Listeners known) {
    return new Lists(database, known, mapper, clock);
  }

  /** Reads decimals exactly: prices must come out as they went in. */
  static ObjectMapper mapper() {
    return JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /**
   * Finishes what is under way and begins nothing new, while routes still run: call it before the
   * context stops. What is not finished in time is not lost, its lease runs out.
   */
  public void finishWork() throws InterruptedException {
    if (reload != null) {
      reload.close();
    }
    if (silence != null) {
      silence.close();
    }
    declarations.close();
    Duration most = options.time("bellhop.shutdown-timeout");
    syncs.stop();
    boolean ended = dispatcher == null || dispatcher.stop(most);
    // What its last work has made is on its way by now.
    if (!delivering.stop(most) || !ended) {
      LOG.warn("not all work ended in time; it goes on at the next start");
    }
  }

  /** Commits what was taken, and lets go of the database; call it when the context has stopped. */
  @Override
  public void close() throws Exception {
    inbox.close();
    publisher.close();
    delivering.close();
    database.close();
  }

  /** Takes routes and beans out of a context that has stopped and may start again. */
  void uninstall() throws Exception {
    if (additions != null) {
      additions.remove(SINK_ROUTES, KAMELETS);
    }
    beans.unbind();
  }
}

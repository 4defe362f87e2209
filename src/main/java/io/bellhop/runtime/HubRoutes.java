package io.bellhop.runtime;

import io.bellhop.api.ApiRoutes;
import io.bellhop.api.CallerServices;
import io.bellhop.api.InboxServices;
import io.bellhop.api.LiveEvents;
import io.bellhop.api.SubscriptionServices;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.calendar.CalendarRoute;
import io.bellhop.calendar.PropertyCalendars;
import io.bellhop.config.FormerNames;
import io.bellhop.console.ConsoleRoutes;
import io.bellhop.delivery.Redelivery;
import io.bellhop.inbox.Dispatcher;
import io.bellhop.inbox.IdempotencyKeys;
import io.bellhop.ingest.HooksRoute;
import io.bellhop.ingest.IngestErrorStep;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.kamelet.Declarations;
import io.bellhop.net.PathPrefix;
import io.bellhop.pipeline.ApiLag;
import io.bellhop.pipeline.EnrichmentStrategy;
import io.bellhop.pipeline.FollowUpStep;
import io.bellhop.pipeline.InboxIdempotentRepository;
import io.bellhop.pipeline.MessageExchanges;
import io.bellhop.pipeline.PublishSteps;
import io.bellhop.pipeline.RecordSchemaFilter;
import io.bellhop.pipeline.RereadScheduler;
import io.bellhop.pipeline.RetryPolicy;
import io.bellhop.pipeline.RetryStep;
import io.bellhop.pipeline.RouteDispatcher;
import io.bellhop.provider.registration.CredentialStore;
import io.bellhop.provider.registration.RemovalSteps;
import io.bellhop.routes.RouteLoader;
import io.bellhop.routes.jslt.JsltLanguage;
import io.bellhop.runtime.http.HttpAddresses;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** Adds a hub to a context: properties, the beans that routes name, and the routes. */
final class HubRoutes {
  static final Set<String> BEANS =
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
          "bellhopRemovals",
          "bellhopEnrichment",
          "bellhopCallerRuns",
          FormerNames.BEAN);

  /** Options with secrets, which routes must not read. */
  private static final Pattern NOT_FOR_ROUTES =
      Pattern.compile("bellhop\\.(api-key|secret-key(-old)?|(db|sinks)\\..*|.*\\.client-secret)");

  private final CamelContext context;
  private final HubServices services;
  private final HubRules rules;
  private final RouteLoader loader;
  private final RegistryBindings beans;
  private final RetryPolicy retries;
  private final WebhookRouter router;
  private ApiRoutes api;

  HubRoutes(
      CamelContext context,
      HubServices services,
      HubRules rules,
      RouteLoader loader,
      RegistryBindings beans) {
    this.context = context;
    this.services = services;
    this.rules = rules;
    this.loader = loader;
    this.beans = beans;
    this.router = new WebhookRouter(context, services.listeners);
    this.retries =
        new RetryPolicy(
            services.clock,
            services.options.number("bellhop.inbox.max-attempts", 1, 1000),
            services.options.time("bellhop.inbox.retry-first"),
            services.options.time("bellhop.inbox.retry-longest"));
  }

  void load(Declarations declarations) throws Exception {
    services.options.all().forEach(this::provide);
    bind(declarations);
    loader.load();
    loader.loadJava();
  }

  /** Routes may read options that the context's properties do not have. */
  private void provide(String name, String value) {
    PropertiesComponent properties = context.getPropertiesComponent();
    if (!NOT_FOR_ROUTES.matcher(name).matches()
        // After a restart of the context, the option would seem to come from the host.
        && !ContextOptions.isOfServe(name)
        && !HttpServerChoice.isOfOwnServer(name)
        && properties.resolveProperty(name).isEmpty()) {
      properties.addInitialProperty(name, value);
    }
  }

  private void bind(Declarations declarations) {
    RereadScheduler later =
        new RereadScheduler(services.clock, services.options.time("bellhop.provider.probe-first"));
    beans.bind("bellhopDatabase", services.database.source());
    beans.bind("bellhopMapper", services.mapper);
    beans.bind("bellhopListeners", services.listeners);
    beans.bind("bellhopLists", services.lists);
    beans.bind("bellhopAnswers", new IngestErrorStep());
    beans.bind("bellhopApiClients", rules.apis);
    beans.bind(
        "bellhopDeliveries",
        new InboxIdempotentRepository(
            message -> IdempotencyKeys.owner(services.database, message)));
    beans.bind(
        "bellhopPublish",
        new PublishSteps(
            new ApiLag(
                services.clock,
                services.options.time("bellhop.provider.read-again"),
                services.records),
            retries,
            services.records,
            new RecordSchemaFilter(),
            later));
    beans.bind("bellhopEnrichment", new EnrichmentStrategy());
    beans.bind("bellhopFollowUp", new FollowUpStep(services.mapper, services.clock));
    beans.bind("bellhopRetry", new RetryStep(retries, later));
    beans.bind(
        "bellhopCredentials",
        new CredentialStore(services.accounts, services.listeners, services.clock));
    beans.bind("bellhopRemovals", new RemovalSteps());
    beans.bind("bellhopDeclarations", declarations);
    beans.bind(FormerNames.BEAN, services.formerNames);
    beans.bind("bellhopCallerRuns", new SynchronousExecutorService());
    beans.bind("jslt-language", new JsltLanguage(loader::read, services.mapper));
  }

  /**
   * Adds the routes of webhooks, of the API and of the console.
   *
   * @param http the hub's own context or another
   * @param publicUrl the prefix of listener URLs, known when the hub has started
   */
  void addHttp(CamelContext http, Supplier<String> publicUrl) throws Exception {
    http.addRoutes(new HooksRoute(context, router));
    CalendarFeeds feeds =
        new CalendarFeeds(
            services.database,
            new PropertyCalendars(services.database, services.accounts, services.mapper),
            services.clock,
            publicUrl);
    http.addRoutes(new CalendarRoute(feeds, services.clock));
    HubAccounts accounts = new HubAccounts(context, services, rules, publicUrl);
    api =
        new ApiRoutes(
            new CallerServices(
                services.apiKey,
                services.keys,
                services.audit,
                services.listeners.addresses(),
                services.notifier,
                services.options.time("bellhop.http.stream-heartbeat")),
            accounts.services(feeds),
            new InboxServices(services.inbox, services.replays, services.metrics.rates()),
            new SubscriptionServices(
                services.subscriptions,
                rules.subscriptions,
                services.deliveries,
                new Redelivery(
                    services.database,
                    services.subscriptions,
                    services.mapper,
                    services.clock,
                    services.deliveries::wake)),
            services.mapper,
            services.clock);
    PathPrefix prefix = PathPrefix.of(services.options);
    api.under(prefix);
    http.addRoutes(api);
    http.addRoutes(accounts.pages(prefix));
    if (services.options.isTrue("bellhop.console")) {
      http.addRoutes(
          new ConsoleRoutes(
              services.secrets,
              services.mapper,
              services.clock,
              prefix,
              () -> HttpAddresses.isConsoleSecure(services.options, publicUrl.get())));
    }
  }

  /** The API calls that may wait; null without HTTP. */
  LiveEvents live() {
    return api == null ? null : api.live();
  }

  /** Receives the webhooks of Bellhop's own HTTP server. */
  WebhookRouter router() {
    return router;
  }

  Dispatcher dispatcher() {
    RouteDispatcher routes =
        new RouteDispatcher(
            new MessageExchanges(
                context,
                services.mapper,
                services.listeners::otherTenant,
                services.telemetry.tracing()),
            services.accounts,
            retries,
            services.publisher,
            services.listeners::idempotencyWindow,
            services.listeners::again);
    return new Dispatcher(
        services.inbox,
        routes,
        services.clock,
        services.options.number("bellhop.inbox.workers", 1, 1000),
        services.options.time("bellhop.inbox.poll-interval"));
  }
}

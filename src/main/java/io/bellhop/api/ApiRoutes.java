package io.bellhop.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.net.PathPrefix;
import io.bellhop.net.PlatformHttp;
import io.bellhop.subscription.EventNames;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * The routes of the API and of its documentation. The registry must have a DataSource named {@code
 * bellhopDatabase}.
 */
public final class ApiRoutes extends RouteBuilder {
  /** The endpoint by which the console calls the API within the hub; it checks the key too. */
  private static final String INSIDE = "direct:bellhop-api";

  private final ApiEndpoint endpoint;
  private final CallerServices access;
  private final AccountServices accounts;
  private final InboxServices inbox;
  private final SubscriptionServices subscriptions;
  private final ObjectMapper mapper;
  private final Clock clock;
  private PathPrefix prefix = PathPrefix.NONE;
  private OperationInvoker invoker;
  private volatile LiveEvents live;
  private final List<ApiOperation> calls = new ArrayList<>();

  /**
   * @param mapper must keep decimals exact, because the API reads stored amounts and writes them
   *     again
   */
  public ApiRoutes(
      CallerServices access,
      AccountServices accounts,
      InboxServices inbox,
      SubscriptionServices subscriptions,
      ObjectMapper mapper,
      Clock clock) {
    this.endpoint = new ApiEndpoint(new CallerAuthenticator(access), access.addresses(), mapper);
    this.access = access;
    this.accounts = accounts;
    this.inbox = inbox;
    this.subscriptions = subscriptions;
    this.mapper = mapper;
    this.clock = clock;
  }

  /** Sets the prefix of all paths, as clients see them. */
  public void under(PathPrefix pathPrefix) {
    prefix = pathPrefix;
  }

  @Override
  public void configure() throws Exception {
    ProducerTemplate template = getContext().createProducerTemplate();
    getContext().addService(template);
    Queries queries = new Queries(template, inbox.inbox().database().content());

    invoker =
        new OperationInvoker(
            new Visibility(
                accounts.accounts(), subscriptions.subscriptions(), inbox.inbox(), queries),
            access.audit());

    // The host's own error handler may retry a call, which no caller expects.
    errorHandler(defaultErrorHandler());
    onException(Exception.class).handled(true).process(endpoint::fail);

    resource(
        "integration_accounts",
        "Integration accounts: makes, reads, changes and deletes them.",
        new AccountsResource(accounts, queries, mapper, clock).operations());
    resource(
        "connect_links",
        "Links by which customers connect accounts.",
        new ConnectLinksResource(accounts.connections().links(), accounts.rules()).operations());
    resource(
        "providers",
        "The loaded providers and the fields of their accounts.",
        new ProvidersResource(accounts.rules()).operations());
    Supplier<EventNames> names = subscriptions.rules().events();
    EventLogReader log = new EventLogReader(queries, names, mapper);
    EventsResource events = new EventsResource(queries, log, mapper);
    resource("events", "The event log by cursor.", events.operations());
    live =
        new LiveEvents(
            endpoint,
            log,
            new ApiOperations(events.live()),
            invoker,
            access.notifier(),
            access.heartbeat());
    RecordsResource records =
        new RecordsResource(
            queries,
            names,
            mapper,
            log,
            accounts.calendars().links(),
            new RecordSearch(inbox.inbox().database()));
    resource("reservations", "Bookings in their present state.", records.reservationOperations());
    resource("records", "Records of every type in their present state.", records.operations());
    resource(
        "conversations",
        "Messages into conversations, by their providers' APIs.",
        new ConversationsResource(
                queries, accounts.accounts(), accounts.providers().messages(), mapper, clock)
            .operations());
    resource(
        "properties",
        "Calendars of properties.",
        new CalendarResource(queries, accounts.calendars().feeds().calendars(), clock)
            .operations());
    resource(
        "calendar_feeds",
        "Calendars under secret URLs: makes, reads, changes and deletes them.",
        new CalendarFeedsResource(accounts.calendars().feeds(), accounts.accounts(), queries)
            .operations());
    resource(
        "property_mappings",
        "What workspaces call their properties: makes, reads, changes and deletes it.",
        new PropertyMappingsResource(accounts.calendars().mappings(), accounts.accounts(), queries)
            .operations());
    InboxRows rows = new InboxRows(queries, inbox.inbox(), accounts.accounts()::current);
    InboxResource messages = new InboxResource(rows, inbox.inbox(), this::namesOfProviders, mapper);
    List<ApiOperation> ofInbox = new ArrayList<>(messages.operations());
    // The route of the inbox gets all paths that begin with its name.
    ofInbox.addAll(
        new ReplaysResource(inbox.replays(), messages.filters(), rows, queries, mapper)
            .operations());
    resource(
        "overview",
        "State of the hub as a whole.",
        new OverviewResource(queries, inbox.inbox(), inbox.rates(), clock).operations());
    resource("inbox", "Inbox messages and their outcomes; replays one or many.", ofInbox);
    resource(
        "webhooks",
        "Subscriptions: makes, reads, changes, tests and deletes them; rotates their secrets.",
        Stream.of(
                new SubscriptionsResource(subscriptions, clock).operations(),
                new ShapeTrialResource(queries, subscriptions.delivery(), mapper).operations(),
                new SubscriptionHealthResource(queries, subscriptions.subscriptions()).operations())
            .flatMap(List::stream)
            .toList());
    resource(
        "deliveries",
        "Deliveries to subscriptions and their outcomes; repeats them.",
        new DeliveriesResource(queries, subscriptions).operations());
    resource(
        "unmapped_values",
        "The words of providers that no mapping knows.",
        List.of(OperatorLists.unmappedValues(queries, this::namesOfProviders)));

    resource(
        "api_keys",
        "Keys of the API: makes, rotates and deletes them.",
        new AccessKeysResource(access.keys(), clock).operations());
    resource("audit", "Who changed what.", List.of(OperatorLists.audit(queries)));
    resource(
        "erasures",
        "Erases what is stored of a guest.",
        new ErasuresResource(accounts.erasures(), accounts.accounts(), queries).operations());

    PublicDocuments documents = new PublicDocuments(mapper, names, prefix);
    published("schemas", Schemas.BASE, "The schemas and the catalogue of events.", documents);
    published("openapi", PublicDocuments.OPENAPI, "The OpenAPI document.", documents);
    published("reference", PublicDocuments.REFERENCE, "The page about the API.", documents);

    // Last: Camel tries routes in the order in which they start, and this one matches every path.
    from(PlatformHttp.endpoint(getContext(), ApiRequest.BASE))
        .routeId("bellhop-api-unknown")
        .routeConfigurationId("bellhop-own")
        .description("Answers every other call of the API that has the key: 404.")
        .process(exchange -> endpoint.call(exchange, new ApiOperations(List.of()), invoker));

    ApiOperations all = new ApiOperations(calls());
    from(INSIDE)
        .routeId("bellhop-api-inside")
        .routeConfigurationId("bellhop-own")
        .description("Calls of the API by the console, with the key that signed in.")
        .process(exchange -> endpoint.call(exchange, all, invoker));
  }

  /** The loaded providers and those of accounts; both may have messages. */
  private Set<String> namesOfProviders() {
    Set<String> names = new TreeSet<>(accounts.rules().providers());
    accounts.accounts().all().forEach(account -> names.add(account.provider()));
    return names;
  }

  private void published(String name, String path, String what, PublicDocuments documents) {
    from(PlatformHttp.endpoint(getContext(), path))
        .routeId("bellhop-api-" + name)
        .routeConfigurationId("bellhop-own")
        .description(what + " It needs no key.")
        .process(documents::serve);
  }

  /**
   * The calls whose callers may wait, for an HTTP server that supports it; null until the routes
   * are built.
   */
  public LiveEvents live() {
    return live;
  }

  /** All calls of the API; empty until the routes are built. */
  List<ApiOperation> calls() {
    return List.copyOf(calls);
  }

  private void resource(String name, String description, List<ApiOperation> operations) {
    calls.addAll(operations);
    // The route matches by prefix, so it also receives paths that only begin with the name.
    ApiOperations here = new ApiOperations(operations);
    from(PlatformHttp.endpoint(getContext(), ApiRequest.BASE + "/" + name))
        .routeId("bellhop-api-" + name.replace('_', '-'))
        .routeConfigurationId("bellhop-own")
        .description(description)
        .process(exchange -> endpoint.call(exchange, here, invoker));
  }
}

package io.bellhop.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Accounts;
import io.bellhop.account.ProviderRules;
import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.Redelivery;
import io.bellhop.inbox.Inbox;
import io.bellhop.ingest.Refusals;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.Syncs;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.subscription.Subscriptions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * The routes of the API and of the schemas. The registry must have a DataSource named {@code
 * bellhopDatabase}.
 */
public final class ApiRoutes extends RouteBuilder {
  private final ApiEndpoint endpoint;
  private final Accounts accounts;
  private final ProviderRules providers;
  private final Refusals refusals;
  private final Inbox inbox;
  private final Subscriptions webhooks;
  private final DeliveryService delivering;
  private final Redelivery redelivery;
  private final Syncs syncs;
  private final SubscriptionRules rules;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Registrar registrar;

  /**
   * @param providers what an account may have
   * @param rules what a webhook may have
   * @param mapper reads decimals exactly: stored amounts are read and written again
   */
  public ApiRoutes(
      ApiKey key,
      Accounts accounts,
      ProviderRules providers,
      Refusals refusals,
      Inbox inbox,
      Subscriptions webhooks,
      DeliveryService delivering,
      Redelivery redelivery,
      Syncs syncs,
      SubscriptionRules rules,
      ObjectMapper mapper,
      Clock clock,
      Registrar registrar) {
    this.endpoint = new ApiEndpoint(key, mapper);
    this.accounts = accounts;
    this.providers = providers;
    this.refusals = refusals;
    this.inbox = inbox;
    this.webhooks = webhooks;
    this.delivering = delivering;
    this.redelivery = redelivery;
    this.syncs = syncs;
    this.rules = rules;
    this.mapper = mapper;
    this.clock = clock;
    this.registrar = registrar;
  }

  @Override
  public void configure() throws Exception {
    ProducerTemplate template = getContext().createProducerTemplate();
    getContext().addService(template);
    Queries queries = new Queries(template);

    // The host's own error handler may try again, and has no business here.
    errorHandler(defaultErrorHandler());
    onException(Exception.class).handled(true).process(endpoint::fail);

    resource(
        "integration_accounts",
        "Integration accounts: makes, reads, changes and deletes them.",
        new AccountsResource(
            accounts,
            providers,
            refusals,
            clock,
            new RegistrationOperations(registrar),
            new SyncOperations(syncs)));
    resource(
        "events", "The event log by cursor.", new EventsResource(queries, rules.events(), mapper));
    SnapshotQueries snapshots = new SnapshotQueries(queries, mapper);
    resource(
        "reservations", "The bookings as they stand now.", new ReservationsResource(snapshots));
    resource(
        "records",
        "Records of every type as they stand now.",
        new RecordsResource(snapshots, () -> rules.events().get().recordTypes()));
    resource(
        "inbox",
        "Deliveries and what became of them; replays them.",
        new InboxResource(queries, inbox, this::namesOfProviders, mapper));
    resource(
        "webhooks",
        "Webhooks: makes, reads, changes, tests and deletes them; rotates their secrets, replays.",
        new SubscriptionsResource(webhooks, delivering, redelivery, rules, clock));
    resource(
        "deliveries",
        "What was sent to webhooks and what became of it; sends it again.",
        new DeliveriesResource(queries, webhooks, redelivery));

    resource(
        "unmapped_values",
        "The words of providers that no mapping knows.",
        new UnmappedValuesResource(queries));

    from("platform-http:" + Schemas.BASE + "?matchOnUriPrefix=true")
        .routeId("bellhop-api-schemas")
        .routeConfigurationId("bellhop-own")
        .description("The JSON Schemas of records and events, without a key.")
        .process(new Schemas()::serve);

    // Last: routes are tried in the order in which they start, and this one fits every path.
    from("platform-http:" + ApiRequest.BASE + "?matchOnUriPrefix=true")
        .routeId("bellhop-api-unknown")
        .routeConfigurationId("bellhop-own")
        .description("Whatever else is asked of the API: 404, for those who have the key.")
        .process(exchange -> endpoint.call(exchange, new ApiOperations(List.of())));
  }

  /** Those that are loaded, and those that accounts are of: both have messages. */
  private Set<String> namesOfProviders() {
    Set<String> names = new TreeSet<>(providers.providers());
    accounts.all().forEach(account -> names.add(account.provider()));
    return names;
  }

  private void resource(String name, String description, ApiResource resource) {
    // The route matches by prefix, so it also gets whatever only begins with the name.
    ApiOperations calls = new ApiOperations(resource.calls());
    from("platform-http:" + ApiRequest.BASE + "/" + name + "?matchOnUriPrefix=true")
        .routeId("bellhop-api-" + name.replace('_', '-'))
        .routeConfigurationId("bellhop-own")
        .description(description)
        .process(exchange -> endpoint.call(exchange, calls));
  }
}

package io.bellhop.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Accounts;
import io.bellhop.delivery.Delivering;
import io.bellhop.delivery.Redelivery;
import io.bellhop.inbox.Inbox;
import io.bellhop.ingest.Listeners;
import io.bellhop.register.Registrar;
import io.bellhop.sync.Syncs;
import io.bellhop.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * The routes of the API and of the schemas. The registry must have a DataSource named {@code
 * bellhopDatabase}.
 */
public final class ApiRoutes extends RouteBuilder {
  private final ApiEndpoint endpoint;
  private final Accounts accounts;
  private final Listeners listeners;
  private final Inbox inbox;
  private final Webhooks webhooks;
  private final Delivering delivering;
  private final Redelivery redelivery;
  private final Syncs syncs;
  private final Set<String> sinks;
  private final Duration rotation;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Registrar registrar;

  /**
   * @param sinks the names of those that webhooks may name
   * @param rotation how long a webhook's secret goes on signing when another one takes its place
   * @param mapper reads decimals exactly: stored amounts are read and written again
   */
  public ApiRoutes(
      ApiKey key,
      Accounts accounts,
      Listeners listeners,
      Inbox inbox,
      Webhooks webhooks,
      Delivering delivering,
      Redelivery redelivery,
      Syncs syncs,
      Set<String> sinks,
      Duration rotation,
      ObjectMapper mapper,
      Clock clock,
      Registrar registrar) {
    this.endpoint = new ApiEndpoint(key, mapper);
    this.accounts = accounts;
    this.listeners = listeners;
    this.inbox = inbox;
    this.webhooks = webhooks;
    this.delivering = delivering;
    this.redelivery = redelivery;
    this.syncs = syncs;
    this.sinks = sinks;
    this.rotation = rotation;
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
            listeners,
            mapper,
            clock,
            new RegisterCalls(registrar),
            new SyncCalls(syncs, mapper)));
    resource("events", "The event log by cursor.", new EventsResource(queries, mapper));
    resource(
        "reservations",
        "The bookings as they stand now.",
        new ReservationsResource(queries, mapper));
    resource(
        "inbox",
        "Deliveries and what became of them; replays them.",
        new InboxResource(queries, inbox, mapper));
    resource(
        "webhooks",
        "Webhooks: makes, reads, changes, tests and deletes them; rotates their secrets, replays.",
        new WebhooksResource(webhooks, delivering, redelivery, sinks, rotation, mapper, clock));
    resource(
        "deliveries",
        "What was sent to webhooks and what became of it; sends it again.",
        new DeliveriesResource(queries, webhooks, redelivery, mapper));

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
        .process(
            exchange ->
                endpoint.call(
                    exchange,
                    "",
                    request -> {
                      throw ApiError.notFound();
                    }));
  }

  private void resource(String name, String description, Resource resource) {
    from("platform-http:" + ApiRequest.BASE + "/" + name + "?matchOnUriPrefix=true")
        .routeId("bellhop-api-" + name.replace('_', '-'))
        .routeConfigurationId("bellhop-own")
        .description(description)
        .process(exchange -> endpoint.call(exchange, name, resource));
  }
}

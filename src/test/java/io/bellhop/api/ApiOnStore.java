package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.access.AccessKeys;
import io.bellhop.access.AuditLog;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.calendar.CalendarRoute;
import io.bellhop.calendar.PropertyCalendars;
import io.bellhop.config.Options;
import io.bellhop.connect.AccountConnections;
import io.bellhop.connect.ConnectServices;
import io.bellhop.delivery.DeliveryId;
import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.Redelivery;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.event.EventNotifier;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.identity.StayLinks;
import io.bellhop.inbox.Inbox;
import io.bellhop.ingest.ListenerProcessor;
import io.bellhop.ingest.Listeners;
import io.bellhop.ingest.VerifierInput;
import io.bellhop.json.Json;
import io.bellhop.message.GuestMessages;
import io.bellhop.monitor.InboxGauges;
import io.bellhop.monitor.Metrics;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.AddressGuard;
import io.bellhop.net.ClientAddresses;
import io.bellhop.privacy.Erasures;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.pause.AccountGate;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.ProviderLists;
import io.bellhop.provider.sync.Syncs;
import io.bellhop.replay.Replays;
import io.bellhop.runtime.LoadedProviders;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.subscription.EventNames;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.support.FreePort;
import io.bellhop.support.MutableClock;
import io.bellhop.support.OpenApiCheck;
import io.bellhop.support.Store;
import io.bellhop.time.TimeOrderedIds;
import io.bellhop.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The API without a hub around it, over real HTTP, on a database whose rows each test writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiOnStore {
  private final Store store;
  static final String KEY = "test-key";
  static final Instant T = Instant.parse("2026-05-02T09:30:00Z");
  final ObjectMapper mapper = Json.mapper();
  final Clock clock = Clock.systemUTC();
  final HttpClient client = HttpClient.newHttpClient();
  final DefaultCamelContext context = new DefaultCamelContext();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final MutableClock feedClock = new MutableClock();
  Options options;
  HikariDataSource pool;
  Database database;
  Accounts accounts;
  Inbox inbox;
  Replays replays;
  DeliveryService delivering;
  ApiRoutes routes;
  Erasures erasures;
  int port;

  ApiOnStore(Store store) {
    this.store = store;
  }

  @BeforeAll
  void start() throws Exception {
    options =
        Options.load(new java.util.Properties(), Map.of(), o -> Map.of())
            .with(Map.of("bellhop.api-key", KEY));
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(store.freshUrl());
    config.setUsername(Store.user(config.getJdbcUrl()));
    config.setConnectionTimeout(1000);
    pool = new HikariDataSource(config);
    database = Database.of(pool);
    accounts =
        new Accounts(
            database, new SecretBox(new byte[32]), mapper, clock, RowOwners.ofAccounts(database));
    inbox = new Inbox(database, clock, 10, 10, Duration.ofSeconds(20));
    replays = new Replays(database, inbox, clock);
    Subscriptions webhooks =
        new Subscriptions(
            database, new SecretBox(new byte[32]), mapper, RowOwners.ofSubscriptions());
    delivering =
        new DeliveryService(
            database,
            webhooks,
            DeliverySettings.of(options),
            mapper,
            new DeliveryService.Watchers(new Metrics(meters), Tracing.OFF),
            clock);
    Listeners listeners =
        new Listeners(
            accounts,
            inbox,
            mapper,
            Telemetry.of(new Metrics(meters)),
            ClientAddresses.direct(),
            clock);
    ListenerProcessor listener = new ListenerProcessor(listeners);
    listener
        .getParameters()
        .putAll(
            VerifierInput.parameters(
                "provider", "pms", "event", "$.e", "orderKey", "$.e", "idempotencyKey", "$.e"));
    listener.init();
    new InboxGauges(
            meters,
            database,
            clock,
            listeners::providers,
            inbox::notStored,
            provider -> inbox.oldestUnstored(m -> m.isPendingOf(provider)))
        .bind();
    port = FreePort.any();
    VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
    http.setBindHost("127.0.0.1");
    http.setBindPort(port);
    context.addService(new VertxPlatformHttpServer(http));
    context.getRegistry().bind("bellhopDatabase", database.source());
    CalendarFeeds feeds =
        new CalendarFeeds(
            database,
            new PropertyCalendars(database, accounts, mapper),
            feedClock,
            () -> "https://hub.example.com");
    context.addRoutes(new CalendarRoute(feeds, feedClock));
    ApiClients apis =
        new ApiClients(
            context,
            options,
            url -> {},
            new ApiClients.Services(
                database,
                new SecretBox(new byte[32]),
                AccountGate.OPEN,
                mapper,
                Telemetry.of(new Metrics(meters)),
                clock));
    LoadedProviders rules =
        new LoadedProviders(
            listeners, apis, new AddressGuard(true, List.of()), provider -> Set.of());
    Registrar registrar =
        new Registrar(
            context, database, listeners, options, clock, () -> "https://hub.example.com");
    Syncs syncs =
        new Syncs(
            inbox,
            accounts,
            new ProviderLists(database, listeners, mapper, clock),
            new Metrics(meters),
            clock,
            new Syncs.Timing(Duration.ofMinutes(10), Duration.ZERO));
    routes =
        new ApiRoutes(
            new CallerServices(
                ApiKey.of(options).open(database, true),
                new AccessKeys(database, clock),
                new AuditLog(database, clock),
                ClientAddresses.direct(),
                new EventNotifier(database),
                Duration.ofSeconds(15)),
            new AccountServices(
                accounts,
                rules,
                listeners.refusals(),
                new AccountServices.AtProvider(
                    registrar, syncs, apis, new GuestMessages(context, database, clock)),
                new AccountConnections(
                    database,
                    new SecretBox(new byte[32]),
                    options,
                    new ConnectServices(
                        apis,
                        accounts,
                        rules,
                        registrar,
                        syncs,
                        new AuditLog(database, clock),
                        mapper),
                    () -> "https://hub.example.com",
                    clock),
                erasures =
                    new Erasures(
                        database, accounts, inbox, new SecretBox(new byte[32]), mapper, clock),
                new CalendarServices(
                    feeds,
                    new PropertyMappings(database, clock, () -> {}),
                    new StayLinks(database, accounts, mapper))),
            new InboxServices(inbox, replays, new Metrics(meters).rates()),
            new SubscriptionServices(
                webhooks,
                new SubscriptionRules(
                    delivering.guard(), Set.of(), Duration.ofHours(24), EventNames::ofContract),
                delivering,
                new Redelivery(database, webhooks, mapper, clock, delivering::wake)),
            mapper,
            clock);
    context.addRoutes(routes);
    context.start();
  }

  @BeforeEach
  void empty() throws SQLException {
    sql(
        "delete from inbox",
        "delete from inbox_content",
        "delete from inbox_pending",
        "delete from inbox_key",
        "delete from delivery",
        "delete from delivery_attempt",
        "delete from delivery_pending",
        "delete from delivery_key",
        "delete from event",
        "delete from snapshot",
        "delete from record_term",
        "delete from record_term_due",
        "delete from calendar_stay",
        "delete from calendar_feed",
        "delete from property_mapping",
        "delete from conflict_recheck");
    sql("update event_head set last_seq = 0", "delete from integration_account");
    sql("delete from idempotency_key", "delete from erasure");
    accounts.read();
  }

  @AfterAll
  void stop() throws Exception {
    context.close();
    replays.close();
    delivering.close();
    erasures.close();
    pool.close();
  }

  UUID event(int seq, String type, UUID account, String property) throws SQLException {
    return event(UUID.randomUUID(), seq, type, account, property);
  }

  UUID event(UUID id, int seq, String type, UUID account, String property) throws SQLException {
    sql(
        "insert into event values (%d, '%s', '%s', '%s', '%s', '%s', '%s', 'R', null, null)"
            .formatted(
                seq,
                id,
                type,
                account,
                property,
                T,
                """
                {"hook":{"eventType":"%s"},"data":{"record":{"totalPrice":100.10},\
                "sourceEvents":["SOURCE"]}}\
                """
                    .formatted(type)
                    .replace("SOURCE", seq == 1 ? "SOURCE" : id.toString())),
        "update event_head set last_seq = " + seq);
    return id;
  }

  void content(UUID id, byte[] body) throws SQLException {
    try (var connection = pool.getConnection();
        var s = connection.prepareStatement("update inbox_content set body = ? where id = ?")) {
      s.setBytes(1, body);
      s.setObject(2, id);
      s.executeUpdate();
    }
  }

  void delivery(long seq, UUID webhook) throws SQLException {
    UUID id = new UUID(DeliveryId.first(seq).getMostSignificantBits(), Long.MIN_VALUE + seq);
    sql(
        ("insert into delivery (id, subscription_id, event_seq, order_key, status, attempts,"
                + " created_at, settled_at) values ('%s', '%s', %d, '%s r', 'dead', 1, '%s', '%s')")
            .formatted(id, webhook, seq, webhook, T, T),
        "insert into delivery_attempt (delivery_id, number, started_at, duration_millis, status,"
            + " error,"
            + " answer) values ('%s', 1, '%s', 5, 500, null, 'no')".formatted(id, T));
  }

  void snapshot(UUID account, String type, String id, String property, boolean deleted)
      throws SQLException {
    sql(
        "insert into snapshot (id, account_id, record_type, record_id, property_id, version,"
            + " deleted, record,"
            + " created_at, updated_at, entry_hash, last_seen_run) values ('%s/%s/%s', '%s', '%s', '%s', '%s', null, %s, '%s', '%s', '%s', %s)"
                .formatted(
                    account,
                    type,
                    id,
                    account,
                    type,
                    id,
                    property,
                    deleted,
                    "{\"id\":\"" + id + "\",\"totalPrice\":100.10}",
                    T,
                    T,
                    "null, null"));
  }

  void sql(String... statements) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long number(String sql) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * A message with content, whose id is of the time at which it came.
   *
   * @param error null if it has done well; else it is a dead letter
   */
  UUID message(UUID account, Instant at, String orderKey, String key, String error)
      throws SQLException {
    UUID id =
        new UUID(
            TimeOrderedIds.first(at).getMostSignificantBits(),
            UUID.randomUUID().getLeastSignificantBits());
    database.transact(
        connection -> {
          Sql.update(
              connection,
              """
              insert into inbox (id, account_id, provider, native_event, order_key,
                idempotency_key, kind, mergeable, received_at, due_at, status, attempts, error)
              values (?, ?, 'pms', 'made', ?, ?, 'webhook', false, ?, ?, ?, 1, ?)
              """,
              id,
              account,
              account + " " + orderKey,
              key,
              at,
              at,
              error == null ? "done" : "dead",
              error);
          if (error == null) {
            Sql.update(
                connection,
                "insert into idempotency_key values (?, ?, ?)",
                account + "/" + key,
                id,
                at);
          }
          return Sql.update(
              connection, "insert into inbox_content values (?, '{}', ?)", id, new byte[] {'1'});
        });
    return id;
  }

  static List<UUID> ids(JsonNode list) {
    return StreamSupport.stream(list.path("data").spliterator(), false)
        .map(item -> UUID.fromString(item.path("id").asText()))
        .toList();
  }

  JsonNode get(String path, int status) throws Exception {
    return call("GET", path, null, status);
  }

  JsonNode call(String method, String path, String body, int status) throws Exception {
    HttpResponse<String> answer = send(method, path, body, "user-api-key", KEY);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    return mapper.readTree(answer.body());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    return request(method, "/api/v1" + path, body, headers);
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  HttpResponse<String> request(String method, String path, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    OpenApiCheck.check(method, path, body, answer);
    return answer;
  }
}

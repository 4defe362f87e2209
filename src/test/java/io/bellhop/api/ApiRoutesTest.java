package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.delivery.AddressGuard;
import io.bellhop.delivery.Delivering;
import io.bellhop.delivery.DeliveryId;
import io.bellhop.delivery.DeliverySettings;
import io.bellhop.delivery.Redelivery;
import io.bellhop.enrich.ApiClients;
import io.bellhop.inbox.Inbox;
import io.bellhop.ingest.ListenerProcessor;
import io.bellhop.ingest.Listeners;
import io.bellhop.json.Json;
import io.bellhop.observe.InboxGauges;
import io.bellhop.observe.Metrics;
import io.bellhop.observe.StoreHealthCheck;
import io.bellhop.pause.AccountGate;
import io.bellhop.register.Registrar;
import io.bellhop.retention.Retention;
import io.bellhop.store.Database;
import io.bellhop.support.FreePort;
import io.bellhop.sync.Lists;
import io.bellhop.sync.Syncs;
import io.bellhop.webhook.EventNames;
import io.bellhop.webhook.Webhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The API over real HTTP, on both databases. */
class ApiRoutesTest {
  private static final String KEY = "test-key";
  private static final Instant T = Instant.parse("2026-05-02T09:30:00Z");

  @Nested
  class OnH2 extends Cases {
    @Override
    String url() {
      return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
  }

  @Nested
  class OnPostgres extends Cases {
    private EmbeddedPostgres postgres;

    @Override
    String url() throws IOException {
      postgres = EmbeddedPostgres.start();
      return postgres.getJdbcUrl("postgres", "postgres");
    }

    @AfterAll
    void stopPostgres() throws IOException {
      postgres.close();
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Cases {
    private final ObjectMapper mapper = Json.mapper();
    private final Clock clock = Clock.systemUTC();
    private final HttpClient client = HttpClient.newHttpClient();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Options options;
    private HikariDataSource pool;
    private Database database;
    private Accounts accounts;
    private Inbox inbox;
    private Delivering delivering;
    private int port;

    abstract String url() throws IOException;

    @BeforeAll
    void start() throws Exception {
      options =
          Options.load(new java.util.Properties(), Map.of(), o -> Map.of())
              .with(Map.of("bellhop.api-key", KEY));
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url());
      config.setConnectionTimeout(1000);
      pool = new HikariDataSource(config);
      database = Database.of(pool);
      accounts = new Accounts(database, new SecretBox(new byte[32]), mapper, clock);
      inbox = new Inbox(database, clock, 10, 10, Duration.ofSeconds(20));
      Webhooks webhooks = new Webhooks(database, new SecretBox(new byte[32]), mapper);
      delivering =
          new Delivering(
              database, webhooks, DeliverySettings.of(options), mapper, new Metrics(meters), clock);
      Listeners listeners = new Listeners(accounts, inbox, mapper, new Metrics(meters), clock);
      ListenerProcessor listener = new ListenerProcessor(listeners);
      listener.setProvider("pms");
      listener.setProof("basic");
      listener.setEvent("$.e");
      listener.setOrderKey("$.e");
      listener.setIdempotencyKey("$.e");
      listener.init();
      new InboxGauges(meters, database, clock, listeners::providers).bind();
      port = FreePort.any();
      VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
      http.setBindHost("127.0.0.1");
      http.setBindPort(port);
      context.addService(new VertxPlatformHttpServer(http));
      context.getRegistry().bind("bellhopDatabase", database.source());
      context.addRoutes(
          new ApiRoutes(
              ApiKey.of(options).open(database, true),
              accounts,
              new LoadedProviders(
                  listeners,
                  new ApiClients(
                      context,
                      options,
                      url -> {},
                      database,
                      new SecretBox(new byte[32]),
                      AccountGate.OPEN,
                      mapper,
                      new Metrics(meters),
                      clock),
                  new AddressGuard(true, List.of()),
                  provider -> Set.of()),
              listeners.refusals(),
              inbox,
              webhooks,
              delivering,
              new Redelivery(database, webhooks, mapper, clock, delivering::wake),
              new Syncs(
                  database,
                  accounts,
                  new Lists(database, listeners, mapper, clock),
                  inbox,
                  mapper,
                  new Metrics(meters),
                  clock,
                  Duration.ofMinutes(10),
                  Duration.ZERO),
              new WebhookRules(
                  delivering.guard(), Set.of(), Duration.ofHours(24), EventNames::ofContract),
              mapper,
              clock,
              new Registrar(
                  context, database, listeners, options, clock, () -> "https://hub.example.com")));
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
          "delete from snapshot");
      sql("update event_head set last_seq = 0", "delete from integration_account");
      sql("delete from idempotency_key");
      accounts.read();
    }

    @AfterAll
    void stop() throws Exception {
      context.close();
      delivering.close();
      pool.close();
    }

    @Test
    void nothing_opens_without_the_key() throws Exception {
      for (String path : List.of("/events", "/inbox", "/nothing", "/integration_accounts/x", "")) {
        assertThat(send("GET", path, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", path, null, "user-api-key", "wrong").statusCode()).isEqualTo(401);
        assertThat(send("GET", path, null, "user-api-key", KEY, "user-api-key", KEY).statusCode())
            .isEqualTo(401);
      }
      assertThat(send("GET", "/events?user-api-key=" + KEY, null).statusCode()).isEqualTo(401);
      assertThat(send("GET", "/events", null).body())
          .isEqualTo(
              "{\"errors\":{\"code\":\"unauthorized\",\"title\":\"The header user-api-key is missing"
                  + " or wrong\"}}");
    }

    @Test
    void unknown_paths_and_methods_have_their_answers() throws Exception {
      for (String path : List.of("/nothing", "/eventsx", "/events/1/2/3", "", "/", "/inbox/x")) {
        assertThat(get(path, 404).at("/errors/code").asText()).isEqualTo("resource_not_found");
      }
      for (String path :
          List.of(
              "/events", "/reservations", "/inbox", "/integration_accounts", "/unmapped_values")) {
        assertThat(call("PATCH", path, "{}", 405).at("/errors/code").asText())
            .isEqualTo("method_not_allowed");
      }
      assertThat(send("DELETE", "/events", null, "user-api-key", KEY).headers().map())
          .containsEntry("allow", List.of("GET, HEAD, OPTIONS"));
    }

    @Test
    void neither_headers_nor_query_can_steer_a_call_or_come_back() throws Exception {
      HttpResponse<String> answer =
          send(
              "GET",
              "/events?after=0",
              null,
              "user-api-key",
              KEY,
              "CamelHttpPath",
              "/api/v1/nothing",
              "CamelHttpRawQuery",
              "after=x",
              "CamelHttpResponseCode",
              "500",
              "CamelSqlQuery",
              "select 1",
              "X-Secret",
              "echo-me");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body() + answer.headers().map()).doesNotContain("echo-me", KEY);

      String query =
          "CamelHttpPath=/api/v1/nothing&CamelJdbcParameters=echo-me&user-api-key=" + KEY;
      answer = send("GET", "/events?" + query, null, "user-api-key", KEY);
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body() + answer.headers().map()).doesNotContain("echo-me", KEY);
    }

    @Test
    void an_account_can_be_made_read_changed_and_deleted() throws Exception {
      JsonNode made =
          call(
              "POST",
              "/integration_accounts",
              """
              {"integration_account": {"provider": "pms", "name": "Seaside", "external_id": 7,
                "api": {"base_url": "http://127.0.0.1:9/", "token": "t", "client_id": "c"},
                "webhook": {"username": "u", "password": "p"}}}
              """,
              201);
      String path = "/integration_accounts/" + made.at("/data/id").asText();

      assertThat(made.at("/data/type").asText()).isEqualTo("integration_account");
      JsonNode attributes = made.at("/data/attributes");
      assertThat(attributes.at("/api").toString())
          .isEqualTo("{\"base_url\":\"http://127.0.0.1:9\",\"client_id\":\"c\",\"token\":\"***\"}");
      assertThat(attributes.at("/webhook").toString())
          .isEqualTo("{\"password\":\"***\",\"username\":\"u\"}");
      assertThat(attributes.at("/listener_url").asText())
          .matches("https://hub\\.example\\.com/hooks/pms/[0-9a-f]{40}");
      assertThat(attributes.at("/created_at").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      assertThat(get("/integration_accounts", 200).at("/meta").toString())
          .isEqualTo("{\"page\":1,\"limit\":10,\"total\":1}");

      JsonNode changed = call("PUT", path, "{\"integration_account\":{\"is_active\":false}}", 200);
      assertThat(changed.at("/data/attributes/is_active").asBoolean(true)).isFalse();
      assertThat(changed.at("/data/attributes/name").asText()).isEqualTo("Seaside");
      assertThat(accounts.all().iterator().next().api()).containsEntry("token", "t");

      assertThat(call("POST", path + "/register", "", 422).at("/errors/code").asText())
          .isEqualTo("not_supported");
      assertThat(call("POST", path + "/sync", "", 422).at("/errors/code").asText())
          .isEqualTo("not_supported");
      assertThat(call("DELETE", path, null, 200).toString())
          .isEqualTo("{\"meta\":{\"message\":\"Success\"}}");
      get(path, 404);
      call("DELETE", path, null, 404);
    }

    @Test
    void credentials_that_nothing_reads_are_refused() throws Exception {
      JsonNode error =
          call(
              "POST",
              "/integration_accounts",
              """
              {"integration_account": {"provider": "pms", "name": "n", "webhook": {"secret": "s"}}}
              """,
              422);

      assertThat(error.at("/errors/details/webhook.secret/0").asText())
          .isEqualTo("is unknown; known are password, username");
    }

    @Test
    void a_bad_account_is_refused_with_details() throws Exception {
      JsonNode error =
          call(
              "POST",
              "/integration_accounts",
              "{\"integration_account\":{\"provider\":\"nobody\",\"name\":\"n\"}}",
              422);

      assertThat(error.toString())
          .isEqualTo(
              "{\"errors\":{\"code\":\"validation_error\",\"title\":\"Validation Error\","
                  + "\"details\":{\"provider\":[\"must be one of pms\"]}}}");
      assertThat(call("POST", "/integration_accounts", "{nope", 400).at("/errors/code").asText())
          .isEqualTo("bad_request");
      call("POST", "/integration_accounts", "", 400);
      call("POST", "/integration_accounts", "[1]", 422);
    }

    @Test
    void the_event_log_is_read_by_cursor() throws Exception {
      UUID account = UUID.randomUUID();
      List<UUID> ids = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        ids.add(event(i, i == 5 ? "block.created" : "reservation.created", account, "P" + i));
      }

      JsonNode first = get("/events?limit=2", 200);
      assertThat(ids(first)).containsExactly(ids.get(0), ids.get(1));
      assertThat(first.at("/meta").toString()).isEqualTo("{\"limit\":2,\"next\":\"2\"}");
      assertThat(first.at("/data/0/attributes/hook/eventType").asText())
          .isEqualTo("reservation.created");
      assertThat(first.toString()).contains("\"totalPrice\":100.10");

      JsonNode last = get("/events?after=2", 200);
      assertThat(ids(last)).containsExactlyElementsOf(ids.subList(2, 5));
      assertThat(last.at("/meta/next").isNull()).isTrue();
      assertThat(ids(get("/events?after=" + ids.get(3), 200))).containsExactly(ids.get(4));
      assertThat(ids(get("/events?after=5", 200))).isEmpty();
      assertThat(ids(get("/events?event_type=reservation.*", 200))).hasSize(4);
      assertThat(ids(get("/events?event_type=block.created", 200))).containsExactly(ids.get(4));
      assertThat(ids(get("/events?property_id=P2", 200))).containsExactly(ids.get(1));
      assertThat(ids(get("/events?integration_account_id=" + account, 200))).hasSize(5);
      assertThat(ids(get("/events?integration_account_id=" + UUID.randomUUID(), 200))).isEmpty();
      for (String bad : List.of("after=6", "after=x", "after=" + UUID.randomUUID(), "limit=0")) {
        assertThat(get("/events?" + bad, 422).at("/errors/details").size()).isEqualTo(1);
      }
    }

    @Test
    void one_event_names_its_deliveries() throws Exception {
      UUID id = event(1, "reservation.created", UUID.randomUUID(), "P1");
      UUID source = inboxRow("done", UUID.randomUUID(), T);
      sql("update event set envelope = replace(envelope, 'SOURCE', '" + source + "')");

      JsonNode attributes = get("/events/" + id, 200).at("/data/attributes");

      assertThat(attributes.at("/hook/eventType").asText()).isEqualTo("reservation.created");
      assertThat(attributes.at("/deliveries").toString())
          .isEqualTo(
              "[{\"id\":\""
                  + source
                  + "\",\"native_event\":\"made\",\"status\":\"done\","
                  + "\"received_at\":\"2026-05-02T09:30:00.000Z\",\"attempts\":1}]");
      assertThat(attributes.at("/attempts").isArray()).isTrue();
      get("/events/" + UUID.randomUUID(), 404);
    }

    @Test
    void reservations_stand_as_their_snapshots() throws Exception {
      UUID one = UUID.randomUUID();
      UUID other = UUID.randomUUID();
      snapshot(one, "reservation", "R/1", "P1", false);
      snapshot(other, "reservation", "R/1", "P2", false);
      snapshot(one, "reservation", "R2", "P1", true);
      snapshot(one, "block", "B1", "P1", false);

      assertThat(get("/reservations", 200).at("/meta/total").asInt()).isEqualTo(2);
      assertThat(get("/reservations?property_id=P2", 200).at("/meta/total").asInt()).isEqualTo(1);
      JsonNode found = get("/reservations/R%2F1?integration_account_id=" + other, 200).at("/data");
      assertThat(found.toString())
          .isEqualTo(
              "{\"id\":\"R/1\",\"type\":\"reservation\",\"attributes\":{"
                  + "\"integration_account_id\":\""
                  + other
                  + "\",\"id\":\"R/1\",\"totalPrice\":100.10}}");
      get("/reservations/R2", 404);
      get("/reservations/B1", 404);
    }

    @Test
    void words_that_no_mapping_knows_are_listed() throws Exception {
      UUID message = UUID.randomUUID();
      unmapped("acme", "status", "no_show", 3, message);
      unmapped("other", "channel", "Direkt", 1, message);

      assertThat(get("/unmapped_values?provider=acme", 200).toString())
          .isEqualTo(
              "{\"data\":[{\"id\":\"acme/status/no_show\",\"type\":\"unmapped_value\",\"attributes\":"
                  + "{\"provider\":\"acme\",\"field\":\"status\",\"word\":\"no_show\",\"count\":3,"
                  + "\"first_seen\":\"2026-05-02T09:30:00.000Z\",\"last_seen\":\"2026-05-02T09:30:00.000Z\","
                  + "\"inbox_id\":\""
                  + message
                  + "\"}}],\"meta\":{\"page\":1,\"limit\":10,\"total\":1}}");
      assertThat(get("/unmapped_values?field=channel", 200).at("/meta/total").asInt()).isEqualTo(1);
      get("/unmapped_values/acme", 404);
    }

    @Test
    void the_inbox_is_listed_read_and_replayed() throws Exception {
      UUID account = UUID.randomUUID();
      UUID old = inboxRow("done", account, T);
      UUID dead = inboxRow("dead", account, T.plusSeconds(1));

      JsonNode all = get("/inbox?pagination%5Blimit%5D=1", 200);
      assertThat(all.at("/meta").toString()).isEqualTo("{\"page\":1,\"limit\":1,\"total\":2}");
      assertThat(ids(all)).containsExactly(dead);
      assertThat(ids(get("/inbox?pagination%5Blimit%5D=1&pagination%5Bpage%5D=2", 200)))
          .containsExactly(old);
      assertThat(ids(get("/inbox?status=dead&provider=pms", 200))).containsExactly(dead);
      assertThat(
              get("/inbox?provider=x'%20or%20'1'='1", 422)
                  .at("/errors/details/provider/0")
                  .asText())
          .isEqualTo("must be one of pms");
      assertThat(get("/inbox?status=lost", 422).at("/errors/details/status/0").asText())
          .contains("pending", "dead");

      JsonNode one = get("/inbox/" + dead, 200).at("/data/attributes");
      assertThat(one.at("/order_key").asText()).isEqualTo("booking 1");
      assertThat(one.at("/event_ids").toString()).isEqualTo("[\"a\",\"b\"]");
      assertThat(one.at("/headers/host").asText()).isEqualTo("h");
      assertThat(one.at("/body").toString()).isEqualTo("{\"price\":1.10}");

      JsonNode again = call("POST", "/inbox/" + dead + "/replay", null, 200);
      assertThat(again.at("/data/attributes/status").asText()).isEqualTo("pending");
      assertThat(again.at("/data/attributes/body").isMissingNode()).isTrue();
      sql("delete from inbox_content");
      assertThat(get("/inbox/" + old, 200).at("/data/attributes/body").isNull()).isTrue();
      call("POST", "/inbox/" + old + "/replay", null, 422);
      call("POST", "/inbox/" + UUID.randomUUID() + "/replay", null, 404);
    }

    @Test
    void a_body_that_is_not_json_is_shown_as_text_and_byte_by_byte() throws Exception {
      UUID id = inboxRow("dead", UUID.randomUUID(), T);
      byte[] body = {'{', '"', 'a', (byte) 0xff, 0, '"'};
      content(id, body);

      JsonNode shown = get("/inbox/" + id, 200).at("/data/attributes");

      assertThat(shown.path("body").asText()).isEqualTo("{\"a\uFFFD\uFFFD\"");
      assertThat(shown.path("body_base64").binaryValue()).isEqualTo(body);
    }

    @Test
    void a_number_that_nobody_can_work_with_is_shown_as_text() throws Exception {
      UUID id = inboxRow("dead", UUID.randomUUID(), T);
      content(id, "{\"a\":1E+2147483648}".getBytes(StandardCharsets.UTF_8));

      assertThat(send("GET", "/inbox/" + id, null, "user-api-key", KEY).body())
          .contains("\"body\":{\"a\":\"1E+2147483648\"}");
    }

    @Test
    void half_a_character_that_was_stored_before_is_readable() throws Exception {
      UUID account = UUID.randomUUID();
      UUID id = event(1, "guest.created", account, "P1");
      sql(
          "update event set envelope = '{\"data\":{\"name\":\"half \\ud83d and \\ud83c\\udfe1\"}}'");
      snapshot(account, "guest", "7", "P1", false);
      sql("update snapshot set record = '{\"name\":\"half \\udfe1 here\",\"n\":1E+99999}'");

      assertThat(get("/events", 200).at("/data/0/attributes/data/name").asText())
          .isEqualTo("half \uFFFD and \uD83C\uDFE1");
      assertThat(get("/events/" + id, 200).at("/data/attributes/data/name").asText())
          .isEqualTo("half \uFFFD and \uD83C\uDFE1");
      assertThat(get("/records/guest", 200).at("/data/0/attributes/name").asText())
          .isEqualTo("half \uFFFD here");
      assertThat(get("/records/guest/7", 200).at("/data/type").asText()).isEqualTo("guest");
    }

    @Test
    void schemas_need_no_key_and_nothing_else_can_be_named() throws Exception {
      assertThat(plain("/schemas/event").statusCode()).isEqualTo(200);
      HttpResponse<String> schema = plain("/schemas/record-reservation.json");
      assertThat(mapper.readTree(schema.body()).has("$schema")).isTrue();
      assertThat(schema.headers().firstValue("content-type")).contains("application/json");
      for (String path :
          List.of("", "/", "/none", "/../bellhop.properties", "/%2e%2e/bellhop", "/a/event")) {
        assertThat(plain("/schemas" + path).statusCode()).isEqualTo(404);
      }
    }

    @Test
    void gauges_show_what_waits() throws Exception {
      inboxRow("pending", UUID.randomUUID(), clock.instant().minusSeconds(60));

      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(meters.get("bellhop.inbox.pending").gauge().value()).isEqualTo(1);
                assertThat(meters.get("bellhop.inbox.oldest.due.seconds").gauge().value())
                    .isBetween(60.0, 90.0);
              });
    }

    @Test
    void retention_deletes_what_is_settled_and_old_and_nothing_else() throws Exception {
      Instant old = clock.instant().minus(Duration.ofDays(31));
      UUID waiting = inboxRow("pending", UUID.randomUUID(), old);
      UUID fresh = inboxRow("dead", UUID.randomUUID(), clock.instant());
      for (int i = 0; i < 3; i++) {
        inboxRow("done", UUID.randomUUID(), old);
      }
      event(idOf(old), 1, "reservation.created", UUID.randomUUID(), "P1");
      event(idOf(clock.instant()), 2, "reservation.created", UUID.randomUUID(), "P1");
      for (long seq = 1; seq <= 2; seq++) {
        delivery(seq, UUID.randomUUID());
      }
      for (long seq = 1; seq <= 2; seq++) {
        UUID id = new UUID(DeliveryId.first(seq).getMostSignificantBits(), Long.MIN_VALUE + 9);
        sql(
            "insert into delivery_pending (order_key, id, webhook_id, event_seq, attempts,"
                + " earlier_attempts, created_at, due_at) values ('w r', '%s', '%s', %d, 0, 0, '%s', '%s')"
                    .formatted(id, UUID.randomUUID(), seq, T, T));
      }
      sql(
          "insert into idempotency_key values ('old', '" + waiting + "', '" + old + "')",
          "insert into idempotency_key values ('new', '" + fresh + "', '" + clock.instant() + "')");
      context.addRoutes(
          new Retention(options.with(Map.of("bellhop.retention.every", "1s")), clock));

      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(ids(get("/inbox", 200))).containsExactlyInAnyOrder(waiting, fresh);
                assertThat(get("/events", 200).at("/data").size()).isEqualTo(1);
                for (String table : List.of("delivery", "delivery_attempt", "delivery_pending")) {
                  assertThat(number("select count(*) from " + table)).as(table).isEqualTo(1);
                }
                assertThat(number("select event_seq from delivery")).isEqualTo(2);
                assertThat(number("select event_seq from delivery_pending")).isEqualTo(2);
                assertThat(number("select count(*) from idempotency_key")).isEqualTo(1);
              });
      context.getRouteController().stopRoute("bellhop-retention");
      context.removeRoute("bellhop-retention");
    }

    @Test
    void a_key_is_made_once_and_kept_as_a_hash() throws Exception {
      Options none = options.with(Map.of("bellhop.api-key", ""));
      ApiKey first = ApiKey.of(none).open(database, true);
      first.keep(database);
      ApiKey second = ApiKey.of(none).open(database, true);

      assertThat(first.newKey().orElseThrow()).hasSize(43);
      assertThat(second.newKey()).isEmpty();
      assertThat(second.matches(first.newKey().orElseThrow())).isTrue();
      assertThat(second.matches("x")).isFalse();
      assertThat(
              number(
                  "select count(*) from setting where content like '%"
                      + first.newKey().get()
                      + "%'"))
          .isZero();
      sql("delete from setting");
    }

    @Test
    void without_the_database_it_says_when_to_come_again() throws Exception {
      StoreHealthCheck health = new StoreHealthCheck(database);
      health.setCamelContext(context);
      assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
      List<AutoCloseable> all = new ArrayList<>();
      try {
        // Every connection is taken: to a caller that is the same as no database.
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
          all.add(pool.getConnection());
        }
        HttpResponse<String> answer = send("GET", "/events", null, "user-api-key", KEY);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
      } finally {
        for (AutoCloseable connection : all) {
          connection.close();
        }
      }
    }

    private UUID event(int seq, String type, UUID account, String property) throws SQLException {
      return event(UUID.randomUUID(), seq, type, account, property);
    }

    private UUID event(UUID id, int seq, String type, UUID account, String property)
        throws SQLException {
      sql(
          "insert into event values (%d, '%s', '%s', '%s', '%s', '%s', '%s')"
              .formatted(
                  seq,
                  id,
                  type,
                  account,
                  property,
                  T,
                  """
                  {"hook":{"eventType":"%s"},"data":{"record":{"totalPrice":100.10},\
                  "sourceEvents":["SOURCE"]}}"""
                      .formatted(type)
                      .replace("SOURCE", seq == 1 ? "SOURCE" : id.toString())),
          "update event_head set last_seq = " + seq);
      return id;
    }

    private static UUID idOf(Instant time) {
      return com.fasterxml.uuid.Generators.timeBasedEpochGenerator().construct(time.toEpochMilli());
    }

    private void unmapped(String provider, String field, String word, int seen, UUID message)
        throws SQLException {
      try (var connection = pool.getConnection();
          var s =
              connection.prepareStatement("insert into unmapped_value values (?,?,?,?,?,?,?)")) {
        s.setString(1, provider);
        s.setString(2, field);
        s.setString(3, word);
        s.setInt(4, seen);
        s.setObject(5, Database.time(T));
        s.setObject(6, Database.time(T));
        s.setObject(7, message);
        s.executeUpdate();
      }
    }

    private UUID inboxRow(String status, UUID account, Instant at) throws SQLException {
      UUID id = idOf(at);
      try (var connection = pool.getConnection();
          var content =
              connection.prepareStatement(
                  "insert into inbox_content values (?, '{\"host\":\"h\"}', ?)");
          var s =
              connection.prepareStatement(
                  "insert into inbox values (?,?,'pms','made',?,'k','webhook',false,?,?,?,1,null,"
                      + "'a,b',?)")) {
        s.setObject(1, id);
        s.setObject(2, account);
        s.setString(3, account + " booking 1");
        s.setObject(4, Database.time(at));
        s.setObject(5, Database.time(at));
        s.setString(6, status);
        s.setObject(7, status.equals("pending") ? null : Database.time(at));
        s.executeUpdate();
        content.setObject(1, id);
        content.setBytes(2, "{\"price\":1.10}".getBytes(StandardCharsets.UTF_8));
        content.executeUpdate();
      }
      return id;
    }

    private void content(UUID id, byte[] body) throws SQLException {
      try (var connection = pool.getConnection();
          var s = connection.prepareStatement("update inbox_content set body = ? where id = ?")) {
        s.setBytes(1, body);
        s.setObject(2, id);
        s.executeUpdate();
      }
    }

    private void delivery(long seq, UUID webhook) throws SQLException {
      UUID id = new UUID(DeliveryId.first(seq).getMostSignificantBits(), Long.MIN_VALUE + seq);
      sql(
          "insert into delivery values ('%s', '%s', %d, '%s r', 'dead', 1, '%s', '%s')"
              .formatted(id, webhook, seq, webhook, T, T),
          "insert into delivery_attempt (delivery_id, number, started_at, duration_millis, status, error,"
              + " answer) values ('%s', 1, '%s', 5, 500, null, 'no')".formatted(id, T));
    }

    private void snapshot(UUID account, String type, String id, String property, boolean deleted)
        throws SQLException {
      sql(
          "insert into snapshot (id, account_id, record_type, record_id, property_id, version, deleted, record,"
              + " created_at, updated_at, listed, listed_run) values ('%s/%s/%s', '%s', '%s', '%s', '%s', null, %s, '%s', '%s', '%s', %s)"
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

    private void sql(String... statements) throws SQLException {
      try (var connection = pool.getConnection();
          var statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      }
    }

    private long number(String sql) throws SQLException {
      try (var connection = pool.getConnection();
          var statement = connection.createStatement();
          var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getLong(1);
      }
    }

    private static List<UUID> ids(JsonNode list) {
      List<UUID> ids = new ArrayList<>();
      list.path("data").forEach(item -> ids.add(UUID.fromString(item.path("id").asText())));
      return ids;
    }

    private JsonNode get(String path, int status) throws Exception {
      return call("GET", path, null, status);
    }

    private JsonNode call(String method, String path, String body, int status) throws Exception {
      HttpResponse<String> answer = send(method, path, body, "user-api-key", KEY);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      return mapper.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
        throws Exception {
      return request(method, "/api/v1" + path, body, headers);
    }

    private HttpResponse<String> plain(String path) throws Exception {
      return request("GET", path, null);
    }

    private HttpResponse<String> request(String method, String path, String body, String... headers)
        throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body));
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}

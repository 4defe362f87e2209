package io.bellhop.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.EmbeddedHub;
import io.bellhop.support.FreePort;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;

/**
 * An application that is there already: a context with routes, an error handler, a route
 * configuration for all, an HTTP server and a DataSource of its own. Bellhop is a guest in it.
 */
final class Host implements AutoCloseable {
  static final String API_KEY = "test-key";

  final DefaultCamelContext context = new DefaultCamelContext();
  final HostRoutes routes = new HostRoutes();
  final SwitchedDataSource database;
  final EmbeddedHub hub;
  final URI url;

  /** Where Bellhop is reached: at the host's server, unless it has one of its own. */
  URI hubUrl;

  private final HikariDataSource pool;
  private final Senders senders = new Senders();

  /** On H2. */
  Host() throws Exception {
    this(Store.H2);
  }

  Host(Store store) throws Exception {
    this(store.freshUrl());
  }

  Host(String database) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database);
    config.setUsername(database.startsWith("jdbc:postgresql:") ? "postgres" : "");
    pool = new HikariDataSource(config);
    this.database = new SwitchedDataSource(pool);
    url = URI.create("http://127.0.0.1:" + FreePort.any());
    hubUrl = url;
    routes.addTo(context);
    option("bellhop.api-key", API_KEY);
    option("bellhop.data", Files.createTempDirectory("bellhop-data-").toString());
    option("bellhop.public-url", url.toString());
    option("bellhop.ownerrez.merge-window", "100ms");
    option("bellhop.provider.allow-private", "true");
    hub = new EmbeddedHub(this.database).addTo(context);
  }

  /** Where a host keeps its configuration. */
  Host option(String name, String value) {
    context.getPropertiesComponent().addInitialProperty(name, value);
    return this;
  }

  /** It has OwnerRez alone: it starts in half of the time. */
  Host small() {
    return option("bellhop.providers", "ownerrez");
  }

  /** A context forgets its services when it stops, so a second start brings them again. */
  Host start() throws Exception {
    VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
    server.setBindHost(url.getHost());
    server.setBindPort(url.getPort());
    context.addService(new VertxPlatformHttpServer(server));
    context.start();
    return this;
  }

  void awaitReady() {
    Awaitility.await().until(hub::isReady);
  }

  HubClient client() {
    return new HubClient(hubUrl, API_KEY);
  }

  HubClient.Account ownerRez() {
    return client().makeAccount(named(account()));
  }

  /**
   * @param api where its API is
   */
  HubClient.Account ownerRez(URI api) {
    ObjectNode fields = named(account());
    fields.withObject("api").put("base_url", api.toString());
    return client().makeAccount(fields);
  }

  private static ObjectNode named(ObjectNode fields) {
    return fields.put("provider", "ownerrez").put("name", "" + UUID.randomUUID());
  }

  static Fixtures fixtures() {
    return Fixtures.inFolder(Path.of("fixtures/ownerrez"));
  }

  static ObjectNode account() {
    return fixtures().json("account.json");
  }

  /** The header that proves a webhook to come from OwnerRez. */
  static Map<String, String> proof() {
    JsonNode webhook = account().path("webhook");
    return Senders.basic(webhook.path("username").asText(), webhook.path("password").asText());
  }

  /** A booking that carries all that is needed. */
  static byte[] booking(int id) {
    ObjectNode body = fixtures().json("booking-entity_create-inline.json");
    body.put("id", "delivery-" + id).put("entity_id", id);
    ((ObjectNode) body.get("entity")).put("id", id);
    return body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  HttpResponse<String> post(HubClient.Account account, byte[] body) {
    return senders.post(account.listener(), body, proof());
  }

  HttpResponse<String> get(String path) {
    return senders.send("GET", url.resolve(path), new byte[0], Map.of("user-api-key", API_KEY));
  }

  List<String> eventTypes() {
    client().awaitSettled(Duration.ofSeconds(30));
    return client().events().stream().map(e -> e.at("/hook/eventType").asText()).toList();
  }

  @Override
  public void close() {
    context.stop();
    pool.close();
  }
}

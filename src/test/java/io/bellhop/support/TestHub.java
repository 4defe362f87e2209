package io.bellhop.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Options;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.ProviderFolder;
import io.bellhop.tool.fixture.Senders;
import io.bellhop.tool.fixture.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** A hub in this JVM, driven over real HTTP as providers and users drive it. */
public final class TestHub implements AutoCloseable {
  public static final String API_KEY = "test-key";

  /** How the shipped providers prove what they send: the same for all hubs, and read once. */
  private static final Map<String, Map<String, String>> SHIPPED = new ConcurrentHashMap<>();

  private final Senders senders = new Senders();
  private final Map<String, Signer> signers = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> ingest = new ConcurrentHashMap<>();
  private final Options options;
  private final StandaloneServer server;
  private final HubClient client;
  private final HubClient polling;

  private TestHub(Options options, Clock clock) {
    this.options = options;
    this.server = StandaloneServer.start(options, clock);
    this.client = new HubClient(server.url(), API_KEY, TestHub::checked);
    this.polling = new HubClient(server.url(), API_KEY);
  }

  private static JsonNode checked(String method, String path, HttpResponse<String> answer) {
    OpenApiCheck.check(method, "/api/v1" + path, null, answer);
    return HubClient.requireSuccess(method, path, answer);
  }

  /** On H2. */
  public static TestHub start(Map<String, String> options) {
    return start(Store.H2, options);
  }

  public static TestHub start(Store store, Map<String, String> options) {
    return startAt(store.freshUrl(), options);
  }

  /** Windows and pauses are short, so that tests are; what they mean is not changed by that. */
  public static TestHub startAt(String url, Map<String, String> options) {
    return startAt(url, options, Clock.systemUTC());
  }

  public static TestHub startAt(String url, Map<String, String> options, Clock clock) {
    Properties given = new Properties();
    given.putAll(options);
    Options known = StandaloneServer.options(given, Map.of());
    Map<String, String> all = new HashMap<>();
    all.put("bellhop.http.port", "0");
    all.put("bellhop.management.port", "0");
    all.put("bellhop.api-key", API_KEY);
    all.put("bellhop.db.url", url);
    all.put("bellhop.db.user", Store.user(url));
    all.put("bellhop.db.pool-size", Store.POOL_SIZE);
    all.put("bellhop.data", temporary().toString());
    all.put("bellhop.http.workers", "16");
    all.put("bellhop.inbox.workers", "8");
    all.put("bellhop.inbox.retry-first", "100ms");
    all.put("bellhop.provider.response-timeout", "1s");
    all.put("bellhop.provider.read-again", "300ms");
    // Fixtures and invented bookings are not one calendar.
    all.put("bellhop.calendar.conflicts", "false");
    all.put("bellhop.provider.probe-first", "100ms");
    all.put("bellhop.provider.allow-private", "true");
    known.all().keySet().stream()
        .filter(name -> name.endsWith(".merge-window"))
        .forEach(name -> all.put(name, "100ms"));
    all.putAll(options);
    return new TestHub(known.with(all), clock);
  }

  /** Another node on its database. */
  public TestHub another(Map<String, String> options) {
    return startAt(this.options.text("bellhop.db.url"), options);
  }

  public StandaloneServer server() {
    return server;
  }

  public HubClient client() {
    return client;
  }

  /** The same for what is asked until it is so: its answers are not held to the document. */
  public HubClient polling() {
    return polling;
  }

  /** An account of a provider as its fixtures say (account.json), with its API at {@code api}. */
  public HubClient.Account account(String provider, URI api) {
    return account(provider, api, accountFields(provider));
  }

  /** An account with other fields than its fixtures say; what is posted to it is signed by them. */
  public HubClient.Account account(String provider, URI api, ObjectNode fields) {
    fields.put("provider", provider).put("name", "test " + provider);
    fields.withObject("api").put("base_url", api.toString());
    HubClient.Account account = client.makeAccount(fields);
    signers.put(account.id(), signer(provider, fields));
    return account;
  }

  public static ObjectNode accountFields(String provider) {
    return Fixtures.inFolder(Path.of("fixtures", provider)).json("account.json");
  }

  public HubClient.Account ownerRez(URI api) {
    return account("ownerrez", api);
  }

  public HubClient.Account guesty(URI api) {
    return account("guesty", api);
  }

  /** Posts as the account's provider would, with a delivery id of its own. */
  public HttpResponse<String> post(HubClient.Account account, byte[] body) {
    return post(account, body, "msg_" + UUID.randomUUID());
  }

  public HttpResponse<String> post(HubClient.Account account, byte[] body, String deliveryId) {
    return post(account, body, deliveryId, Map.of());
  }

  /** With further headers, for a provider that names the event in one. */
  public HttpResponse<String> post(
      HubClient.Account account, byte[] body, String deliveryId, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.putAll(verifier(account, body, deliveryId));
    return senders.post(account.listener(), body, headers);
  }

  /** The headers that prove a body to come from the account's provider. */
  public Map<String, String> verifier(HubClient.Account account, byte[] body, String deliveryId) {
    // An account that was made before a restart is as its fixtures say.
    return signers
        .computeIfAbsent(
            account.id(), id -> signer(account.provider(), accountFields(account.provider())))
        .headers(body, deliveryId, Instant.now());
  }

  private Signer signer(String provider, ObjectNode fields) {
    Map<String, String> webhook = new HashMap<>();
    fields
        .path("webhook")
        .properties()
        .forEach(f -> webhook.put(f.getKey(), f.getValue().asText()));
    return Signer.of(ingest.computeIfAbsent(provider, this::readIngest), webhook);
  }

  private Map<String, String> readIngest(String provider) {
    String instead = options.text("bellhop.routes");
    String extra = options.text("bellhop.routes.extra");
    return instead.isEmpty() && extra.isEmpty()
        ? SHIPPED.computeIfAbsent(provider, name -> ingest("", "", name))
        : ingest(instead, extra, provider);
  }

  private static Map<String, String> ingest(String instead, String extra, String provider) {
    return ProviderFolder.of(RouteFolders.of(instead, extra), provider).ingest();
  }

  public Senders senders() {
    return senders;
  }

  /** Waits until nothing is pending, then gives this account's events in order. */
  public List<JsonNode> settledEvents(HubClient.Account account) {
    awaitSettled();
    return events(account);
  }

  public List<JsonNode> events(HubClient.Account account) {
    return client.events(account.id());
  }

  public void awaitSettled() {
    Awaitility.await().until(polling::isSettled);
  }

  /** The same, with another patience. */
  public boolean awaitSettled(Duration patience) {
    return polling.awaitSettled(patience);
  }

  /** Syncs an account, and gives how that ended. */
  public JsonNode sync(HubClient.Account account, boolean full) {
    client.sync(account, full);
    return syncEnd(account);
  }

  /** Waits for the end of a sync that was begun. */
  public JsonNode syncEnd(HubClient.Account account) {
    Awaitility.await()
        .until(() -> !polling.syncState(account).path("state").asText().equals("running"));
    return client.syncState(account);
  }

  /** What has come for this account, the latest first. */
  public List<JsonNode> inbox(HubClient.Account account) {
    return client.inbox(account.id());
  }

  /** The statuses of this account's deliveries, in order of arrival. */
  public List<String> statuses(HubClient.Account account) {
    List<String> statuses = new ArrayList<>();
    inbox(account).forEach(row -> statuses.add(0, row.path("status").asText()));
    return statuses;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("bellhop-data-");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}

package io.bellhop.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.FixtureApi;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.Outgoing;
import io.bellhop.fixture.ProviderFolder;
import io.bellhop.fixture.Senders;
import io.bellhop.fixture.Signer;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one provider does in the demo. Each step says what it must add to the provider's row of the
 * table, so the table that must come out is the sum of the steps.
 */
abstract class Scenario implements AutoCloseable {
  protected final Fixtures fixtures;
  protected final FixtureApi api;

  /** What the account is made of: its {@code api} and {@code webhook} fields, say. */
  protected final ObjectNode account;

  private final String provider;
  private final Map<String, String> ingest;
  private final PrintStream out;
  private final Senders senders = new Senders();
  private final Tally expected = new Tally();
  private URI listener;
  private boolean answeredRight = true;
  private int lastId;

  Scenario(String provider, RouteFolders folders, PrintStream out) {
    this.provider = provider;
    this.out = out;
    ingest = ProviderFolder.of(folders, provider).ingest();
    fixtures = Fixtures.onClassPath(provider);
    account = fixtures.json("account.json");
    api = new FixtureApi(fixtures);
  }

  /** Records that the hub has never seen, and callers that it must not trust. */
  abstract void first();

  /** Changes of these records. Runs when the hub has settled the first. */
  abstract void second();

  /** Wrong order, and what ends a record. Runs when the hub has settled the second. */
  abstract void third();

  void connect(HubClient hub) {
    account.put("provider", provider).put("name", "demo " + provider);
    account.withObject("api").put("base_url", api.uri().toString());
    listener = hub.makeAccount(account).listener();
    out.println(
        started(provider) + "integration account made, its API is a fake one at " + api.uri());
  }

  /** One webhook: sends it, prints it, and adds one to each of these columns of the table. */
  protected void step(String what, Outgoing webhook, int status, Column... adds) {
    step(what, listener, webhook, status, adds);
  }

  /** The same to a URL that need not be the account's. */
  protected void step(String what, URI target, Outgoing webhook, int status, Column... adds) {
    int answered = senders.post(target, webhook.body(), webhook.headers()).statusCode();
    String verdict = answered == status ? "" : "  WRONG: must be " + status;
    answeredRight &= answered == status;
    expected.add(Column.RECEIVED, 1);
    for (Column column : adds) {
      expected.add(column, 1);
    }
    out.printf("%s%-72s -> %d%s%n", started(provider), what, answered, verdict);
  }

  /** A fixture as it is, with the proof that the provider would give now. */
  protected Outgoing fixture(String name) {
    return webhook(fixtures.read(name));
  }

  protected Outgoing webhook(ObjectNode body) {
    return webhook(Json.bytes(body));
  }

  protected Outgoing webhook(byte[] body) {
    return webhook(body, "msg_demo_" + ++lastId, Instant.now());
  }

  protected Outgoing webhook(byte[] body, String deliveryId, Instant at) {
    return signed(credentials(), body, deliveryId, at);
  }

  /** From somebody who knows all of the account's proof but this. */
  protected Outgoing forged(byte[] body, String unknown) {
    Map<String, String> guessed = credentials();
    guessed.put(unknown, "a guess");
    return signed(guessed, body, "msg_forged", Instant.now());
  }

  protected String credential(String name) {
    return account.path("webhook").path(name).asText();
  }

  /** Moves the time that a record was last changed at. */
  protected static void later(ObjectNode record, String field, Duration time) {
    record.put(field, Instant.parse(record.path(field).asText()).plus(time).toString());
  }

  /** The beginning of a line about a provider. */
  static String started(String provider) {
    return String.format("  %-16s", provider);
  }

  String provider() {
    return provider;
  }

  URI listener() {
    return listener;
  }

  boolean answeredRight() {
    return answeredRight;
  }

  Tally expected() {
    return expected;
  }

  Tally counted(List<JsonNode> inbox, List<JsonNode> events, Metrics metrics) {
    Tally tally = new Tally();
    tally.addInbox(inbox.stream().filter(row -> isOurs(row)).toList());
    tally.add(Column.EVENTS, events.stream().filter(e -> isOurs(e.path("data"))).count());
    long rejected = metrics.sum("bellhop_webhooks_rejected_total", "provider", provider);
    tally.add(Column.REJECTED, rejected);
    tally.add(Column.RECEIVED, rejected);
    tally.add(Column.ENRICHED, api.recordsServed());
    tally.add(Column.ACKED, acknowledged());
    return tally;
  }

  @Override
  public void close() {
    api.close();
  }

  private long acknowledged() {
    return api.calls().stream().filter(c -> c.isSuccess() && c.path().endsWith("/ack")).count();
  }

  private Outgoing signed(Map<String, String> proof, byte[] body, String deliveryId, Instant at) {
    return new Outgoing(Signer.of(ingest, proof).headers(body, deliveryId, at), body);
  }

  /** Empty where the listener's token is all that proves a webhook. */
  private Map<String, String> credentials() {
    return Json.texts(account.path("webhook"));
  }

  private boolean isOurs(JsonNode attributes) {
    return attributes.path("provider").asText().equals(provider);
  }
}

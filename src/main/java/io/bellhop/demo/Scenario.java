package io.bellhop.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.FixtureApi;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Outgoing;
import io.bellhop.fixture.Senders;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What one provider does in the demo. Each step says what it must add to the provider's row of the
 * table, so the table that must come out is the sum of the steps.
 */
abstract class Scenario implements AutoCloseable {
  protected final Fixtures fixtures;
  protected final FixtureApi api;
  private final String provider;
  private final PrintStream out;
  private final Senders senders = new Senders();
  private final Tally expected = new Tally();
  private URI listener;
  private boolean answeredRight = true;

  Scenario(String provider, Fixtures fixtures, PrintStream out) {
    this.provider = provider;
    this.fixtures = fixtures;
    this.out = out;
    api = new FixtureApi(fixtures);
  }

  /** The account's {@code api} and {@code webhook} fields, and what else it needs. */
  abstract ObjectNode accountFields();

  /** Records that the hub has never seen, and callers that it must not trust. */
  abstract void first();

  /** Changes of these records. Runs when the hub has settled the first. */
  abstract void second();

  /** Wrong order, and what ends a record. Runs when the hub has settled the second. */
  abstract void third();

  void connect(HubClient hub) {
    ObjectNode fields = accountFields().put("provider", provider).put("name", "demo " + provider);
    fields.withObject("api").put("base_url", api.uri().toString());
    listener = hub.makeAccount(fields).listener();
    line("integration account made, its API is a fake one at " + api.uri());
  }

  /** One webhook: sends it, prints it, and adds one to each of these columns of the table. */
  protected void step(String what, Outgoing webhook, int status, Column... adds) {
    int answered = senders.post(listener, webhook.body(), webhook.headers()).statusCode();
    String verdict = answered == status ? "" : "  WRONG: must be " + status;
    answeredRight &= answered == status;
    expected.add(Column.RECEIVED, 1);
    for (Column column : adds) {
      expected.add(column, 1);
    }
    out.printf("  %-9s %-74s -> %d%s%n", provider, what, answered, verdict);
  }

  protected void line(String what) {
    out.printf("  %-9s %s%n", provider, what);
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
    return tally;
  }

  protected static Outgoing with(Map<String, String> proof, byte[] body) {
    return new Outgoing(proof, body);
  }

  @Override
  public void close() {
    api.close();
  }

  private boolean isOurs(JsonNode attributes) {
    return attributes.path("provider").asText().equals(provider);
  }
}

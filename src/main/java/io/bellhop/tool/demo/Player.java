package io.bellhop.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.OutgoingRequest;
import io.bellhop.tool.fixture.ProviderFolder;
import io.bellhop.tool.fixture.Senders;
import java.io.PrintStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays one provider: creates an account with a fake API, sends the webhooks of the script, and
 * counts what must come of it, which is the sum of the steps.
 */
final class Player implements AutoCloseable {
  private final DemoScript script;
  private final Map<String, String> ingest;
  private final PrintStream out;
  private final Fixtures fixtures;
  private final FixtureApi api;
  private final ObjectNode account;
  private final Senders senders = new Senders();
  private final Map<String, OutgoingRequest> sent = new HashMap<>();
  private final DemoTally expected = new DemoTally();
  private URI listener;
  private boolean answeredRight = true;
  private int lastId;

  Player(DemoScript script, RouteFolders folders, PrintStream out) {
    this.script = script;
    this.out = out;
    ingest = ProviderFolder.of(folders, script.provider()).ingest();
    fixtures = Fixtures.ofProvider(script.folder());
    account = fixtures.find("account.json").map(FixtureJson::object).orElseGet(FixtureJson::object);
    script.without().forEach(account::remove);
    api = new FixtureApi(fixtures);
  }

  void connect(HubClient hub) {
    account.put("provider", provider()).put("name", "demo " + provider());
    account.withObject("api").put("base_url", api.uri().toString());
    listener = hub.makeAccount(account).listener();
    out.println(
        started(provider()) + "integration account made, its API is a fake one at " + api.uri());
  }

  void play(Round round) {
    script.rounds().get(round).forEach(this::play);
  }

  private void play(Step step) {
    step.api().forEach(change -> change.apply(api, fixtures));
    OutgoingRequest webhook = webhook(step);
    URI target = step.to().isEmpty() ? listener : listener.resolve(step.to());
    int answered = senders.post(target, webhook.body(), webhook.headers()).statusCode();
    String verdict = answered == step.status() ? "" : "  WRONG: must be " + step.status();
    answeredRight &= verdict.isEmpty();
    expected.add(DemoColumn.RECEIVED, 1);
    step.outcome().counts().forEach(expected::add);
    step.outcome().events().forEach(expected::addEvent);
    out.printf("%s%-72s -> %d%s%n", started(provider()), step.title(), answered, verdict);
  }

  private OutgoingRequest webhook(Step step) {
    Step.Body body = step.body();
    OutgoingRequest before = sent.get(body.source());
    if (body.isRepeat()) {
      if (before == null) {
        throw step.script().wrong("no step before it is named " + body.source());
      }
      return step.signing().rename(before);
    }
    byte[] source = before == null ? fixture(step) : before.body();
    byte[] edited = FixtureJson.bytes(body.edits().apply(FixtureJson.object(source)));
    OutgoingRequest signed =
        step.signing().sign(ingest, credentials(), edited, "msg_demo_" + ++lastId);
    if (!body.name().isEmpty()) {
      sent.put(body.name(), signed);
    }
    return step.signing().rename(signed);
  }

  private byte[] fixture(Step step) {
    String name = step.body().source();
    return fixtures
        .find(name + ".json")
        .orElseThrow(
            () -> step.script().wrong("no fixture and no step before it is named " + name));
  }

  /** A command for a user who wants to send one more webhook to this account. */
  Optional<String> oneMore() {
    return Optional.ofNullable(script.oneMore()).map(more -> filled(more.command()));
  }

  /** The type of the event that it becomes. */
  Optional<String> oneMoreEvent() {
    return Optional.ofNullable(script.oneMore()).map(DemoScript.OneMore::event);
  }

  private String filled(String command) {
    String filled = command.strip().replace("{listener}", listener.toString());
    for (Map.Entry<String, String> field : credentials().entrySet()) {
      filled = filled.replace("{" + field.getKey() + "}", field.getValue());
    }
    return filled;
  }

  /** The beginning of a line about a provider. */
  static String started(String provider) {
    return String.format("  %-16s", provider);
  }

  String provider() {
    return script.provider();
  }

  boolean answeredRight() {
    return answeredRight;
  }

  DemoTally expected() {
    return expected;
  }

  DemoTally counted(List<JsonNode> inbox, List<JsonNode> events, DemoMetrics metrics) {
    DemoTally tally = new DemoTally();
    tally.addInbox(inbox.stream().filter(this::isOurs).toList());
    events.stream()
        .filter(event -> isOurs(event.path("data")))
        .forEach(event -> tally.addEvent(event.at("/hook/eventType").asText()));
    long rejected = metrics.sum("bellhop_webhooks_rejected_total", "provider", provider());
    tally.add(DemoColumn.REJECTED, rejected);
    tally.add(DemoColumn.RECEIVED, rejected);
    tally.add(DemoColumn.ENRICHED, api.recordsServed());
    tally.add(DemoColumn.ACKED, acknowledged());
    return tally;
  }

  @Override
  public void close() {
    api.close();
  }

  private long acknowledged() {
    String end = script.acknowledges();
    return end.isEmpty()
        ? 0
        : api.calls().stream().filter(c -> c.isSuccess() && c.path().endsWith(end)).count();
  }

  /** Empty where the listener's token is all that proves a webhook. */
  private Map<String, String> credentials() {
    return FixtureJson.texts(account.path("webhook"));
  }

  private boolean isOurs(JsonNode attributes) {
    return attributes.path("provider").asText().equals(provider());
  }
}

package io.bellhop.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An account of a provider for which something is under way when its hub is killed. */
abstract class UnderWay implements AutoCloseable {
  final Fixtures fixtures;
  final FixtureApi api;
  HubProcess hub;
  HubClient.Account account;
  private final String provider;
  private final Senders senders = new Senders();

  UnderWay(String provider) {
    this.provider = provider;
    fixtures = Fixtures.inFolder(Path.of("fixtures", provider));
    api = new FixtureApi(fixtures);
  }

  /** Begins it, and returns when the kill may come. */
  abstract void begin() throws Exception;

  /** Makes the account in a hub, and begins. */
  final void begin(HubProcess hub) throws Exception {
    this.hub = hub;
    account = hub.client().makeAccount(fields());
    begin();
  }

  /** The account as the provider's fixtures say. */
  final ObjectNode fields() {
    ObjectNode fields = fixtures.json("account.json");
    fields.put("provider", provider).put("name", "crash");
    fields.withObject("api").put("base_url", api.uri().toString());
    return fields;
  }

  /** Sends a fixture to the account as its provider would, and gives the answer's status. */
  final int send(String fixture, Map<String, String> verifier) {
    return senders.post(hub.at(account.listener()), fixtures.read(fixture), verifier).statusCode();
  }

  /** The headers of the dialect of Svix. */
  final Map<String, String> svix(String id, String fixture) {
    String secret = fields().at("/webhook/secret").asText();
    return Senders.svix(secret, id, Instant.now(), fixtures.read(fixture));
  }

  /** The account's part of the log. */
  final List<JsonNode> events() {
    return hub.client().events().stream()
        .filter(event -> event.at("/data/integrationAccountId").asText().equals(account.id()))
        .toList();
  }

  /** The statuses of the account's webhooks. */
  final List<String> statuses() {
    return hub.client().inbox().stream()
        .filter(row -> row.path("integration_account_id").asText().equals(account.id()))
        .map(row -> row.path("status").asText())
        .toList();
  }

  @Override
  public void close() {
    api.close();
  }
}

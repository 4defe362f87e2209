package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Loopback;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many fixtures at one hub at the same time, each with an account and a provider's API of its own,
 * so that they share the time that is waited and nothing else.
 */
public final class Trials implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final List<Trial> all = new ArrayList<>();
  private final Vertx vertx = Loopback.vertx();
  private final TestHub hub;

  public Trials(Store store) {
    // Many wait at the same time: for a time-out, for a Retry-After, for each other.
    hub = TestHub.start(store, Map.of("bellhop.inbox.workers", "32"));
  }

  /** One fixture, and after {@link #settle} what came of it. */
  public final class Trial {
    private final ProviderFixture fixture;
    private final FixtureApi api;
    private final HubClient.Account account;
    private List<JsonNode> events = List.of();
    private List<JsonNode> deliveries = List.of();
    private List<JsonNode> followUps = List.of();

    private Trial(ProviderFixture fixture, Fixtures documents, ObjectNode fields) {
      this.fixture = fixture;
      this.api = new FixtureApi(documents, vertx);
      this.account = hub.account(fixture.provider(), api.uri(), fields);
    }

    public ProviderFixture fixture() {
      return fixture;
    }

    public FixtureApi api() {
      return api;
    }

    public Trial send() {
      return send(fixture.body(), UUID.randomUUID().toString());
    }

    public Trial send(byte[] body, String deliveryId) {
      assertThat(answer("POST", account.listener(), body, verifier(body, deliveryId)))
          .isEqualTo(200);
      return this;
    }

    /** The headers that prove a body. */
    public Map<String, String> verifier(byte[] body, String deliveryId) {
      return hub.verifier(account, body, deliveryId);
    }

    public URI listener() {
      return account.listener();
    }

    /** The status that a request is answered with. */
    public int answer(String method, URI target, byte[] body, Map<String, String> verifier) {
      Map<String, String> headers = new HashMap<>(fixture.headers());
      headers.putAll(verifier);
      return hub.senders().send(method, target, body, headers).statusCode();
    }

    public List<JsonNode> events() {
      return events;
    }

    /** Of its deliveries, in order of arrival. */
    public List<String> statuses() {
      return deliveries.stream().map(row -> row.path("status").asText()).toList();
    }

    /** Whether its deliveries only name a record, which is read each time. */
    public boolean asksToRead() {
      return deliveries.stream()
          .anyMatch(row -> row.path("idempotency_key").asText().startsWith(InboxMessage.READ_KEY));
    }

    /** What is dead, or still pending after all patience, and why; follow-ups too. */
    public List<String> failures() {
      return Stream.concat(deliveries.stream(), followUps.stream())
          .filter(row -> row.path("status").asText().matches("dead|pending"))
          .map(row -> row.path("native_event").asText() + ": " + row.path("error").asText())
          .toList();
    }

    /**
     * Where its events differ from the expected ones. On a machine with other work a call that
     * fails once may stop the account for so long that an event reports it, which is not the
     * fixture's.
     */
    public List<ExpectedEvents.Difference> differences() {
      List<JsonNode> own =
          events.stream()
              .filter(
                  e -> !e.at("/hook/eventType").asText().matches("account\\.(degraded|recovered)"))
              .toList();
      return ExpectedEvents.differences(fixture.expected(), ExpectedEvents.of(own));
    }
  }

  /** A trial with the provider's API as it usually answers. */
  public Trial trial(ProviderFixture fixture) {
    return trial(fixture, fixture.fixtures());
  }

  public Trial trial(ProviderFixture fixture, Fixtures api) {
    return trial(fixture, api, TestHub.accountFields(fixture.provider()));
  }

  public Trial trial(ProviderFixture fixture, Fixtures api, ObjectNode account) {
    Trial trial = new Trial(fixture, api, account);
    all.add(trial);
    return trial;
  }

  /** Waits until nothing is pending; the trials then know what came of them. */
  public Trials settle() {
    hub.awaitSettled(PATIENCE);
    Map<String, List<JsonNode>> events =
        byAccount(hub.client().events(), "/data/integrationAccountId");
    Map<String, List<JsonNode>> deliveries =
        byAccount(hub.client().inbox(), "/integration_account_id");
    Map<String, List<JsonNode>> followUps =
        byAccount(hub.client().followUps(), "/integration_account_id");
    for (Trial trial : all) {
      String id = trial.account.id();
      trial.events = events.getOrDefault(id, List.of());
      trial.deliveries = new ArrayList<>(deliveries.getOrDefault(id, List.of()));
      // The inbox shows the latest first.
      Collections.reverse(trial.deliveries);
      trial.followUps = followUps.getOrDefault(id, List.of());
    }
    return this;
  }

  private static Map<String, List<JsonNode>> byAccount(List<JsonNode> items, String account) {
    return items.stream().collect(Collectors.groupingBy(item -> item.at(account).asText()));
  }

  @Override
  public void close() throws Exception {
    hub.close();
    Loopback.await(vertx.close());
  }
}

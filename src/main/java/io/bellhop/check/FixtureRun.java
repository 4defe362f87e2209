package io.bellhop.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.ExpectedEvents;
import io.bellhop.fixture.FixtureApi;
import io.bellhop.fixture.FixtureFolder;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.ProviderFolder;
import io.bellhop.fixture.Senders;
import io.bellhop.fixture.Signer;
import io.bellhop.routes.RouteFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends fixtures to a hub over HTTP, each to an account of its own that the hub knows nothing of,
 * and compares what they make with what is expected. All are sent before the first is looked at, so
 * that those which wait for others of their key wait together.
 */
public final class FixtureRun {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A fixture that the hub has taken. */
  private record Sent(FixtureFolder folder, String event, String account) {}

  private final HubClient client;
  private final RouteFolders routes;
  private final Expectations expectations;
  private final Senders senders = new Senders();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  FixtureRun(HubClient client, RouteFolders routes, Expectations expectations) {
    this.client = client;
    this.routes = routes;
    this.expectations = expectations;
  }

  /**
   * Compares what these fixtures make in a running hub with what they say that they make.
   *
   * @return where the two differ
   */
  public static List<Finding> compare(
      HubClient hub, RouteFolders routes, List<FixtureFolder> folders) throws IOException {
    return new FixtureRun(hub, routes, new Expectations(false, System.out)).run(folders);
  }

  List<Finding> run(List<FixtureFolder> folders) throws IOException {
    List<FixtureApi> apis = new ArrayList<>();
    try {
      for (FixtureFolder folder : folders) {
        FixtureApi api = new FixtureApi(folder.files());
        apis.add(api);
        send(folder, api);
      }
      client.awaitSettled(PATIENCE);
    } finally {
      apis.forEach(FixtureApi::close);
    }
    compare();
    return findings;
  }

  private void send(FixtureFolder folder, FixtureApi api) throws IOException {
    Map<String, String> ingest;
    boolean tokensElsewhere;
    try {
      ProviderFolder provider = ProviderFolder.of(routes, folder.provider());
      ingest = provider.ingest();
      tokensElsewhere = provider.api().containsKey("tokenBaseUrl");
    } catch (IllegalArgumentException e) {
      findings.add(new Finding(folder.folder(), 0, e.getMessage(), "add a templatedRoute of it"));
      return;
    }
    for (String event : folder.events()) {
      Path body = folder.body(event);
      try {
        ObjectNode fields = folder.account(api.uri().toString());
        if (tokensElsewhere) {
          // Fixtures stand for that host too: a check asks no provider.
          fields.withObject("api").put("token_base_url", api.uri().toString());
        }
        Map<String, String> webhook = Json.texts(fields.path("webhook"));
        HubClient.Account account = client.makeAccount(fields);
        byte[] bytes = Files.readAllBytes(body);
        Map<String, String> headers = new HashMap<>(folder.headers(event));
        headers.putAll(
            Signer.of(ingest, webhook).headers(bytes, "msg_" + UUID.randomUUID(), Instant.now()));
        int status = senders.post(account.listener(), bytes, headers).statusCode();
        if (status == 200) {
          sent.add(new Sent(folder, event, account.id()));
        } else {
          findings.add(
              new Finding(body, 0, "the listener answered " + status, remedy(status, folder)));
        }
      } catch (RuntimeException e) {
        // Whatever stands in account.json goes through the hub's API and the signer.
        findings.add(
            new Finding(
                body, 0, "cannot be sent: " + e.getMessage(), "see " + Shown.of(folder.account())));
      }
    }
  }

  private static String remedy(int status, FixtureFolder folder) {
    return switch (status) {
      case 400 -> "the body must be JSON, and what the parameter body of bellhop-ingest says";
      case 401 -> "webhook in " + Shown.of(folder.account()) + " does not prove what proof wants";
      default -> "see the parameters of bellhop-ingest";
    };
  }

  private void compare() throws IOException {
    Map<String, List<JsonNode>> events = new HashMap<>();
    for (JsonNode event : client.events()) {
      events
          .computeIfAbsent(event.at("/data/integrationAccountId").asText(), id -> new ArrayList<>())
          .add(event);
    }
    Map<String, JsonNode> deliveries = new HashMap<>();
    client.inbox().forEach(d -> deliveries.put(d.path("integration_account_id").asText(), d));
    for (Sent one : sent) {
      compare(
          one,
          deliveries.get(one.account()),
          ExpectedEvents.of(events.getOrDefault(one.account(), List.of())));
    }
  }

  private void compare(Sent one, JsonNode delivery, ObjectNode made) throws IOException {
    Path body = one.folder().body(one.event());
    String status = delivery.path("status").asText();
    String error = delivery.path("error").asText("");
    if (status.equals("dead") || status.equals("pending")) {
      findings.add(
          new Finding(
              body, 0, "the delivery is " + status + ": " + error, "see the route that it takes"));
      return;
    }
    String why =
        !status.equals("ignored")
            ? ""
            : error.isEmpty()
                ? "no choice handles the event " + delivery.path("native_event").asText()
                : "it was ignored: " + error;
    findings.addAll(expectations.compare(one.folder().expected(one.event()), made, why));
  }
}

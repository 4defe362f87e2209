package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureFolder.Fault;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Plays events while the provider's API refuses, does not answer or is late, as {@code
 * <event>.api-<what>.json} describes: {@code {"status": 403, "body": {...}, "path": "/v1/guests",
 * "times": 2}}. Status 0 is no answer at all; without a path it is every call but that of a token,
 * without times it is each of them.
 */
final class FaultFixtureRun {
  /**
   * The content of an expected.json for a message that the hub retries, or retried until it gave
   * up.
   */
  private static final String OUTCOME = "outcome";

  private static final String AGAIN = "again";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Set<Integer> ABOUT_THE_RECORD = Set.of(400, 404, 410, 422);

  private record Sent(PlayedFixture fault, HubClient.Account account) {}

  private final CheckHub stage;
  private final List<Finding> findings = new ArrayList<>();

  FaultFixtureRun(CheckHub stage) {
    this.stage = stage;
  }

  List<Finding> run(List<FixtureFolder> folders) throws IOException {
    List<FixtureApi> apis = new ArrayList<>();
    List<Sent> sent = new ArrayList<>();
    try {
      for (FixtureFolder folder : folders) {
        for (Fault fault : folder.faults()) {
          if (Files.isRegularFile(folder.body(fault.event()))) {
            FixtureApi api = new FixtureApi(folder.files());
            apis.add(api);
            send(folder, fault, api, sent);
          }
        }
      }
      for (Sent one : sent) {
        HubClient.await(() -> hasOutcome(one), TIMEOUT);
        compare(one);
      }
    } finally {
      apis.forEach(FixtureApi::close);
    }
    return findings;
  }

  private void send(FixtureFolder folder, Fault fault, FixtureApi api, List<Sent> sent)
      throws IOException {
    PlayedFixture played = new PlayedFixture(folder, fault.name());
    try {
      fail(api, FixtureJson.parse(Files.readAllBytes(played.body())), tokenPath(folder));
      HubClient.Account account = stage.account(folder, api);
      int status = stage.post(folder, account, folder.body(fault.event()), fault.event());
      if (status == 200) {
        sent.add(new Sent(played, account));
      }
    } catch (RuntimeException e) {
      findings.add(
          played.finding(
              "Bellhop cannot play it: " + e.getMessage(), "see docs/writing-routes.md"));
    }
  }

  private String tokenPath(FixtureFolder folder) {
    return stage.provider(folder).api().getOrDefault("tokenPath", "");
  }

  private static void fail(FixtureApi api, JsonNode fault, String tokenPath) {
    if (!fault.path("status").isInt()) {
      throw new IllegalArgumentException(
          "it has no status: write {\"status\": 404}, or 0 for no answer");
    }
    String prefix = fault.path("path").asText("");
    Predicate<String> paths =
        path -> path.startsWith(prefix) && (!prefix.isEmpty() || !path.equals(tokenPath));
    JsonNode body = fault.has("body") ? fault.get("body") : FixtureJson.object();
    FixtureAnswer answer = FixtureAnswer.of(fault.get("status").asInt(), FixtureJson.bytes(body));
    api.next(fault.path("times").asInt(Integer.MAX_VALUE), paths, usual -> answer);
  }

  /**
   * Whether it ended, or has failed once and would go on for hours. A refusal that is about the
   * record ends by itself: the API is asked a few times before it is believed.
   */
  private boolean hasOutcome(Sent one) {
    JsonNode message = message(one);
    JsonNode fault = fault(one);
    boolean ends = fault.has("times") || ABOUT_THE_RECORD.contains(fault.path("status").asInt());
    return !message.path("status").asText().equals("pending")
        || !ends && !message.path("error").asText("").isEmpty();
  }

  private JsonNode message(Sent one) {
    return stage.client().inbox(one.account().id()).get(0);
  }

  private static JsonNode fault(Sent one) {
    return one.fault().folder().files().json(one.fault().name() + ".json");
  }

  private void compare(Sent one) throws IOException {
    PlayedFixture fault = one.fault();
    JsonNode message = message(one);
    String status = message.path("status").asText();
    String error = message.path("error").asText("");
    boolean again =
        status.equals("pending") || status.equals("dead") && message.path("attempts").asInt() > 1;
    if (status.equals("dead") && !again) {
      findings.add(stage.failure(fault.body(), "the message is dead", error));
      return;
    }
    List<JsonNode> events = stage.client().events(one.account().id());
    ObjectNode made = ExpectedEvents.of(events);
    if (again) {
      made.put(OUTCOME, AGAIN);
    }
    findings.addAll(stage.expectations().compare(fault.expected(), made, ""));
  }
}

package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Syncs an account with the pages of {@code sync/<name>.json}: {@code {"answers": {"/v1/stays":
 * {...}, "/v1/stays@2": {...}}}}, whose names are those of files in {@code api/}, which has all
 * else; {@code {api}} in them is the API's address. {@code sync/<name>.expected.json} holds the
 * events of the first sync, sorted by event and record; a second sync of the same pages makes none.
 */
final class SyncFixtureRun {
  private final CheckHub stage;
  private final FixtureRecordCheck records;
  private final List<Finding> findings = new ArrayList<>();

  SyncFixtureRun(CheckHub stage) {
    this.stage = stage;
    this.records = new FixtureRecordCheck(stage.routes());
  }

  List<Finding> run(List<FixtureFolder> folders) throws IOException {
    for (FixtureFolder folder : folders) {
      for (String name : folder.namesIn("sync")) {
        PlayedFixture played = new PlayedFixture(folder, "sync/" + name);
        try (FixtureApi api = new FixtureApi(folder.files())) {
          FixtureJson.parse(Files.readAllBytes(played.body()))
              .path("answers")
              .properties()
              .forEach(answer -> api.put(answer.getKey(), page(answer.getValue(), api)));
          play(played, stage.account(folder, api));
        } catch (RuntimeException e) {
          findings.add(
              played.finding(
                  "Bellhop cannot play it: " + e.getMessage(), "see docs/writing-routes.md"));
        }
      }
    }
    return findings;
  }

  /** A list's own address of its next page begins with the API's. */
  private static byte[] page(JsonNode answer, FixtureApi api) {
    return answer
        .toString()
        .replace("{api}", api.uri().toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  private void play(PlayedFixture played, HubClient.Account account) throws IOException {
    JsonNode end = sync(account, true);
    List<JsonNode> events = sorted(account);
    boolean expectsFailure =
        Files.exists(played.expected())
            && Files.readString(played.expected()).contains("\"sync.failed\"");
    String error = end.path("error").asText("");
    if (!end.path("state").asText().equals("done") && !expectsFailure) {
      findings.add(
          stage.failure(played.body(), "the sync is " + end.path("state").asText(), error));
      return;
    }
    if (end.path("state").asText().equals("done") && !error.isEmpty()) {
      findings.add(stage.failure(played.body(), "the sync is incomplete", error));
    }
    for (JsonNode message : stage.client().inbox(account.id())) {
      if (message.path("status").asText().matches("dead|pending")) {
        String what = "an entry of the list is " + message.path("status").asText();
        findings.add(stage.failure(played.body(), what, message.path("error").asText("")));
      }
    }
    ObjectNode made = ExpectedEvents.of(events.stream().map(e -> named(e, account)).toList());
    findings.addAll(stage.expectations().compare(played.expected(), made, ""));
    findings.addAll(records.look(played, events, stage.reasons(played.folder())));
    if (!expectsFailure) {
      again(played, account, events.size());
    }
  }

  private void again(PlayedFixture played, HubClient.Account account, int before) {
    for (boolean full : new boolean[] {true, false}) {
      sync(account, full);
      List<JsonNode> all = stage.client().events(account.id());
      if (all.size() > before) {
        JsonNode first = all.get(before);
        findings.add(
            played.finding(
                "a second sync"
                    + (full ? "" : " of what has changed")
                    + " of the same pages makes "
                    + type(first)
                    + " of "
                    + first.at("/data/record/id").asText()
                    + changes(first),
                "the mapping must make the same record of a page each time: without the"
                    + " current time or random ids"));
        return;
      }
    }
  }

  private static String changes(JsonNode event) {
    JsonNode changes = event.at("/data/changes");
    return changes.isEmpty() ? "" : " with the changes " + changes;
  }

  private JsonNode sync(HubClient.Account account, boolean full) {
    stage.client().sync(account, full);
    HubClient.await(
        () -> !stage.client().syncState(account).path("state").asText().equals("running"),
        CheckHub.TIMEOUT);
    stage.client().awaitSettled(CheckHub.TIMEOUT);
    return stage.client().syncState(account);
  }

  /** Records of a page are processed side by side, so their events have no fixed order. */
  private List<JsonNode> sorted(HubClient.Account account) {
    return stage.client().events(account.id()).stream()
        .sorted(
            Comparator.comparing(SyncFixtureRun::type)
                .thenComparing(event -> event.at("/data/record/id").asText()))
        .toList();
  }

  private static String type(JsonNode event) {
    return event.at("/hook/eventType").asText();
  }

  /** An event of the account itself has the account's id, which differs each time. */
  private static JsonNode named(JsonNode event, HubClient.Account account) {
    if (!event.at("/data/record/id").asText().equals(account.id())) {
      return event;
    }
    ObjectNode named = event.deepCopy();
    ((ObjectNode) named.at("/data/record")).put("id", "{account}");
    return named;
  }
}

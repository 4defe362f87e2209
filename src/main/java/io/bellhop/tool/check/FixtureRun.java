package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Sends fixtures to a hub over HTTP, each to a new account of its own, and compares their events
 * with the expected ones. It sends all of them before it looks at the first, so that those which
 * wait for others of their key wait together; then older states of the same records follow.
 */
public final class FixtureRun {
  /** Where webhooks only hold ids, the API has the newest state, and nothing older is sent. */
  private static final String OR_NONE =
      "; if no webhook carries a record, say so in check.json: {\"without\": {\"older\": \"why\"}}";

  /** A message without a key has its own id as the key. */
  private static final Pattern OWN_ID = Pattern.compile("[0-9a-f-]{36}");

  private record Sent(PlayedFixture fixture, HubClient.Account account) {}

  private final CheckHub stage;
  private final FixtureRecordCheck records;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Sent> known = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  FixtureRun(CheckHub stage) {
    this.stage = stage;
    this.records = new FixtureRecordCheck(stage.routes());
  }

  /**
   * Compares the events of these fixtures in a running hub with the expected ones.
   *
   * @return the differences
   */
  public static List<Finding> compare(
      HubClient hub, RouteFolders routes, List<FixtureFolder> folders) throws IOException {
    return new FixtureRun(new CheckHub(hub, routes, new Expectations(false, System.out)))
        .run(folders);
  }

  /** The same with further kinds of fixtures: failing APIs, pages of lists, registrations. */
  public static List<Finding> compareAll(
      HubClient hub, RouteFolders routes, List<FixtureFolder> folders) throws IOException {
    CheckHub stage = new CheckHub(hub, routes, new Expectations(false, System.out));
    List<Finding> findings = new ArrayList<>(new SyncFixtureRun(stage).run(folders));
    findings.addAll(new RegistrationFixtureRun(stage).run(folders));
    findings.addAll(new FaultFixtureRun(stage).run(folders));
    return findings;
  }

  List<Finding> run(List<FixtureFolder> folders) throws IOException {
    List<FixtureApi> apis = new ArrayList<>();
    try {
      for (FixtureFolder folder : folders) {
        FixtureApi api = new FixtureApi(folder.files());
        apis.add(api);
        send(folder, api);
      }
      stage.client().awaitSettled(CheckHub.TIMEOUT);
      compare();
      older(folders);
    } finally {
      apis.forEach(FixtureApi::close);
    }
    return findings;
  }

  private void send(FixtureFolder folder, FixtureApi api) throws IOException {
    try {
      stage.provider(folder);
    } catch (IllegalArgumentException e) {
      findings.add(new Finding(folder.folder(), 0, e.getMessage(), "add a templatedRoute of it"));
      return;
    }
    for (String event : folder.events()) {
      PlayedFixture fixture = new PlayedFixture(folder, event);
      try {
        HubClient.Account account = stage.account(folder, api);
        int status = stage.post(folder, account, fixture.body(), event);
        if (status == 200) {
          sent.add(new Sent(fixture, account));
        } else {
          findings.add(fixture.finding("the listener answered " + status, remedy(status, folder)));
        }
      } catch (RuntimeException e) {
        // Any content of account.json goes through the hub's API and the signer.
        String remedy = "see " + PathFormat.of(folder.account());
        findings.add(fixture.finding("Bellhop cannot send it: " + e.getMessage(), remedy));
      }
    }
  }

  private static String remedy(int status, FixtureFolder folder) {
    return switch (status) {
      case 400 -> "the body must be JSON, and what the parameter body of bellhop-ingest says";
      case 401 ->
          "webhook in "
              + PathFormat.of(folder.account())
              + " does not satisfy the parameter verify of bellhop-ingest";
      default -> "see the parameters of bellhop-ingest";
    };
  }

  private void compare() throws IOException {
    Map<String, List<JsonNode>> events = new HashMap<>();
    for (JsonNode event : stage.client().events()) {
      events
          .computeIfAbsent(event.at("/data/integrationAccountId").asText(), id -> new ArrayList<>())
          .add(event);
    }
    Map<String, List<JsonNode>> messages = new HashMap<>();
    for (JsonNode message : stage.client().inbox()) {
      messages
          .computeIfAbsent(message.path("integration_account_id").asText(), i -> new ArrayList<>())
          .add(message);
    }
    for (Sent one : sent) {
      String account = one.account().id();
      if (compare(one, messages.get(account), events.getOrDefault(account, new ArrayList<>()))) {
        known.add(one);
      }
    }
  }

  /**
   * @return whether it ended, so that an older state has something to be older than
   */
  private boolean compare(Sent one, List<JsonNode> messages, List<JsonNode> events)
      throws IOException {
    PlayedFixture fixture = one.fixture();
    for (JsonNode each : messages) {
      String status = each.path("status").asText();
      if (status.equals("dead") || status.equals("pending")) {
        String error = each.path("error").asText("");
        findings.add(stage.failure(fixture.body(), "the message is " + status, error));
        return false;
      }
    }
    JsonNode message = messages.get(messages.size() - 1);
    String status = message.path("status").asText();
    String error = message.path("error").asText("");
    if (messages.size() > 1) {
      // Messages of one body are of several records, which are processed side by side.
      events.sort(Comparator.comparing(event -> event.at("/data/record/id").asText()));
    }
    requireOrder(fixture, message, events);
    String why =
        !status.equals("ignored")
            ? ""
            : error.isEmpty()
                ? "no choice handles the event " + message.path("native_event").asText()
                : "the route ignored it: " + error;
    stage.coverage().records(fixture.folder()).look(events);
    ObjectNode made = ExpectedEvents.of(events);
    findings.addAll(stage.expectations().compare(fixture.expected(), made, why));
    findings.addAll(records.look(fixture, events, stage.reasons(fixture.folder())));
    return true;
  }

  /** Webhooks of one stay that run side by side may overtake each other. */
  private void requireOrder(PlayedFixture fixture, JsonNode message, List<JsonNode> events)
      throws IOException {
    String key = message.path("order_key").asText();
    if (events.stream().anyMatch(FixtureRun::isOfStay)
        && OWN_ID.matcher(key).matches()
        && !Files.readString(fixture.body()).contains(key)) {
      findings.add(
          fixture.finding(
              "the parameter orderKey of bellhop-ingest finds nothing in this body, so webhooks of"
                  + " one record may overtake each other",
              "name the field that has the record's id"));
    }
  }

  private static boolean isOfStay(JsonNode event) {
    return event.at("/hook/eventType").asText().matches("(reservation|block)\\..*")
        && event.at("/data/result").asText().equals("SUCCESS");
  }

  /** Checks that an older state of a known record causes no event. */
  private void older(List<FixtureFolder> folders) throws IOException {
    List<Sent> again = new ArrayList<>();
    for (Sent one : known) {
      FixtureFolder folder = one.fixture().folder();
      Path body = folder.older(one.fixture().name());
      if (Files.isRegularFile(body)) {
        int status = stage.post(folder, one.account(), body, one.fixture().name());
        if (status == 200) {
          again.add(one);
        } else {
          findings.add(
              new Finding(body, 0, "the listener answered " + status, remedy(status, folder)));
        }
      }
    }
    stage.client().awaitSettled(CheckHub.TIMEOUT);
    for (Sent one : again) {
      stale(one);
    }
    for (FixtureFolder folder : folders) {
      boolean some =
          folder.events().stream().anyMatch(event -> Files.isRegularFile(folder.older(event)));
      boolean taken = sent.stream().anyMatch(one -> one.fixture().folder().equals(folder));
      if (taken && !some && !stage.reasons(folder).allow("", DeclaredGaps.OLDER)) {
        findings.add(
            new Finding(
                folder.folder(),
                0,
                "no fixture shows that Bellhop recognises an older state",
                "put the same record with an earlier time of change into <event>.older.json"
                    + OR_NONE));
      }
    }
  }

  private void stale(Sent one) {
    // The latest comes first.
    JsonNode message = stage.client().inbox(one.account().id()).get(0);
    String status = message.path("status").asText();
    if (!status.equals("stale")) {
      String error = message.path("error").asText("");
      Path body = one.fixture().folder().older(one.fixture().name());
      findings.add(
          new Finding(
              body,
              0,
              "it must end as stale, but is " + status + (error.isEmpty() ? "" : ": " + error),
              "let its time of change, which becomes updatedAt, be before that of "
                  + one.fixture().body().getFileName()
                  + OR_NONE));
    }
  }
}

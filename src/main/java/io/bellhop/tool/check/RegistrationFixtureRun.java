package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.provider.registration.WebhookPlaceholders;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Registers an account at a provider that answers by {@code register/<name>.json}: {@code
 * {"before": {"/v1/hooks": []}, "after": {"/v1/hooks": [{"id": "w1", "url": "{listener_url}"}]}}},
 * optionally with fields of the account under {@code account}. {@code
 * register/<name>.expected.json} holds the expected calls, with placeholders for the account's
 * values. A second call must change nothing.
 */
final class RegistrationFixtureRun {
  private static final List<String> DONE = List.of("made", "changed", "removed", "kept", "notes");

  private final CheckHub stage;
  private final List<Finding> findings = new ArrayList<>();

  RegistrationFixtureRun(CheckHub stage) {
    this.stage = stage;
  }

  List<Finding> run(List<FixtureFolder> folders) throws IOException {
    for (FixtureFolder folder : folders) {
      for (String name : folder.namesIn("register")) {
        PlayedFixture played = new PlayedFixture(folder, "register/" + name);
        try (FixtureApi api = new FixtureApi(folder.files())) {
          play(played, api.takeWrites());
        } catch (RuntimeException e) {
          findings.add(
              played.finding(
                  "Bellhop cannot play it: " + e.getMessage(), "see docs/writing-routes.md"));
        }
      }
    }
    return findings;
  }

  private void play(PlayedFixture played, FixtureApi api) throws IOException {
    FixtureFolder folder = played.folder();
    JsonNode answers = FixtureJson.parse(Files.readAllBytes(played.body()));
    ObjectNode fields = stage.fields(folder, api);
    // Fields that only a registration needs.
    FixtureJson.merge(fields, answers.path("account"));
    HubClient.Account account = stage.client().makeAccount(fields);
    WebhookPlaceholders webhook = webhook(fields, account, answers.toString());

    lay(api, answers.path("before"), webhook);
    ObjectNode made = FixtureJson.object();
    JsonNode first = stage.client().register(account);
    made.set("requests", requests(api, 0, webhook, folder));
    ObjectNode done = made.putObject("done");
    DONE.forEach(name -> done.set(name, first.path(name)));

    lay(api, answers.path("after"), webhook);
    JsonNode second = stage.client().register(account);
    int calls = api.calls().size();
    stage.client().unregister(account);
    made.set("removal", requests(api, calls, webhook, folder));
    findings.addAll(stage.expectations().compare(played.expected(), made, ""));
    again(played, second);
  }

  private void again(PlayedFixture played, JsonNode second) {
    List<String> done =
        List.of("made", "changed", "removed").stream()
            .filter(name -> second.path(name).asInt() > 0)
            .map(name -> name + ": " + second.path(name).asInt())
            .toList();
    if (!done.isEmpty()) {
      findings.add(
          played.finding(
              "a second call says " + String.join(", ", done) + " of what stands under after",
              "make is of entries equal to is of wanted when nothing is to change"));
    }
  }

  private static void lay(FixtureApi api, JsonNode answers, WebhookPlaceholders webhook) {
    webhook
        .fill(answers)
        .properties()
        .forEach(answer -> api.put(answer.getKey(), FixtureJson.bytes(answer.getValue())));
  }

  /** The calls from a position on, as the route writes them, without those for tokens. */
  private ArrayNode requests(
      FixtureApi api, int from, WebhookPlaceholders webhook, FixtureFolder folder) {
    String tokenPath = stage.provider(folder).api().getOrDefault("tokenPath", "");
    ArrayNode requests = FixtureJson.object().putArray("requests");
    List<FixtureApi.Call> calls = api.calls();
    for (FixtureApi.Call call : calls.subList(from, calls.size())) {
      if (call.path().equals(tokenPath)) {
        continue;
      }
      ObjectNode request = requests.addObject();
      request.put("call", call.method() + " " + call.path() + query(call, webhook));
      if (call.body().length > 0) {
        request.set("body", webhook.hide(FixtureJson.parse(call.body())));
      }
    }
    return requests;
  }

  private static String query(FixtureApi.Call call, WebhookPlaceholders webhook) {
    String query =
        call.query().entrySet().stream()
            .flatMap(field -> field.getValue().stream().map(v -> field.getKey() + "=" + v))
            .map(
                field -> {
                  int value = field.indexOf('=') + 1;
                  JsonNode text = FixtureJson.object().put("v", field.substring(value));
                  return field.substring(0, value) + webhook.hide(text).get("v").asText();
                })
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  /** The hub's value of a placeholder in the fixture. */
  private static WebhookPlaceholders webhook(
      ObjectNode fields, HubClient.Account account, String fixture) {
    String path = account.listener().getPath();
    Map<String, String> verifier = new TreeMap<>(FixtureJson.texts(fields.path("webhook")));
    List<String> places = new ArrayList<>(WebhookPlaceholders.places(fixture));
    verifier.keySet().stream()
        .map(name -> "webhook." + name)
        .filter(place -> !place.equals("webhook.header"))
        .forEach(places::add);
    return new WebhookPlaceholders(
        Account.builder()
            .id(UUID.fromString(account.id()))
            .provider(account.provider())
            .externalId(
                fields.path("external_id").isValueNode()
                    ? fields.path("external_id").asText()
                    : null)
            .api(FixtureJson.texts(fields.path("api")))
            .webhook(verifier)
            .listenerToken(path.substring(path.lastIndexOf('/') + 1))
            .build(),
        account.listener().toString(),
        places);
  }
}

package io.bellhop.tool.scaffold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All files of a provider's folder and of its fixtures, by their paths. */
public final class ProviderFiles {
  private static final List<String> MESSAGE_IDS =
      List.of("$.id", "$.event_id", "$.eventId", "$.uuid", "$.message_id", "$.messageId");

  private final ProviderAnswers answers;
  private final ProviderAnswers.Webhook webhook;
  private final GuessedMapping mapping;
  private final Map<String, String> files = new LinkedHashMap<>();

  public ProviderFiles(ProviderAnswers answers) {
    this.answers = answers;
    this.webhook = answers.webhook();
    this.mapping = new GuessedMapping(answers.provider(), answers.record());
    InventedPeople.in(webhook.body().object());
    InventedPeople.in(answers.record().sample().object());
  }

  /** The text of each file, by its path below a folder with routes/ and fixtures/. */
  public Map<String, String> all() {
    String routes = "routes/" + answers.provider() + "/";
    files.put(routes + answers.provider() + ".camel.yaml", routes());
    files.put(routes + "reservation.jslt", mapping.toString());
    Skeleton options = skeleton();
    files.put(
        routes + "options.properties",
        (answers.auth().isEmpty() ? "" : options.fill("options-api.properties"))
            + options.fill("options.properties"));
    fixtures("fixtures/" + answers.provider() + "/");
    return files;
  }

  /** The fields without a guess. */
  public List<String> missing() {
    return mapping.missing();
  }

  /** The place of the message's own id, which identifies repeats; empty if it has none. */
  private String messageId() {
    return MESSAGE_IDS.stream()
        .filter(path -> !path.equals(webhook.id()))
        .filter(path -> webhook.body().at(path).isValueNode())
        .findFirst()
        .orElse("");
  }

  private Skeleton skeleton() {
    String[] header = answers.signatureHeader().split(":\\s*", 2);
    String prefix =
        header.length > 1 ? "      - {name: signaturePrefix, value: \"" + header[1] + "\"}\n" : "";
    return new Skeleton(
        Map.of(
            "provider", answers.provider(),
            "signatureHeader", header[0],
            "signaturePrefix", prefix,
            "event", webhook.event(),
            "eventName", webhook.eventName(),
            "id", webhook.id(),
            "idJslt", Sample.jslt(webhook.id()),
            "recordJslt", Sample.jslt(answers.record().path()),
            "readPath", answers.readPath(),
            "baseUrl", answers.baseUrl()));
  }

  private String routes() {
    Skeleton skeleton = skeleton();
    Skeleton ingest =
        skeleton
            .with("verify", skeleton.fill("verify-" + answers.verify() + ".yaml"))
            .with(
                "body",
                webhook.body().isListed()
                    ? "      # Each element of the array is a message of its own.\n"
                        + "      - {name: body, value: array}\n"
                    : "")
            .with("idempotency", idempotency());
    StringBuilder text = new StringBuilder(ingest.fill("ingest.yaml"));
    if (!answers.auth().isEmpty()) {
      text.append(
          skeleton
              .with("auth", skeleton.fill("auth-" + answers.auth() + ".yaml"))
              .fill("api.yaml"));
    }
    text.append(skeleton.fill("router.yaml"));
    return text.append(skeleton.fill("record-" + record() + ".yaml")).toString();
  }

  /** Maps a whole record as it arrives; with an API, Bellhop may read it nevertheless. */
  private String record() {
    return answers.isThin() ? "thin" : answers.auth().isEmpty() ? "plain" : "whole";
  }

  private String idempotency() {
    boolean isKnown = !messageId().isEmpty();
    String key = isKnown ? messageId() : hasTime() && !answers.isThin() ? "#body" : "none";
    String why =
        isKnown
            ? "Repeats of one message have the same."
            : key.equals("none")
                ? "It names neither message nor time, so the comparison of the record says what is new."
                : "It has no id of its own: a repeat is an equal body.";
    return "      # " + why + "\n      - {name: idempotencyKey, value: \"" + key + "\"}\n";
  }

  private boolean hasTime() {
    return !mapping.missing().contains("updatedAt");
  }

  private void fixtures(String folder) {
    files.put(folder + "account.json", json(account()));
    files.put(folder + "reservation.json", json(sent(webhook.body().object())));
    if (webhook.namesEventByHeader()) {
      ObjectNode headers = FixtureJson.object();
      headers.put(webhook.event().substring(1), webhook.eventName());
      files.put(folder + "reservation.headers.json", json(headers));
    }
    Optional<ObjectNode> earlier = answers.isThin() ? Optional.empty() : earlier();
    earlier.ifPresent(body -> files.put(folder + "reservation.older.json", json(sent(body))));
    if (answers.isThin()) {
      String id = webhook.body().at(webhook.id()).asText();
      files.put(
          folder + "api" + answers.readPath().replace("{recordId}", id) + ".json",
          json(answers.record().sample().object()));
    }
    if (!answers.auth().isEmpty()) {
      files.put(folder + "api/404.json", "{\"error\": \"not found\"}\n");
    }
    if (answers.auth().startsWith("oauth2")) {
      files.put(
          folder + "api/oauth/token.json",
          "{\"access_token\": \"token-of-a-test\", \"expires_in\": 3600}\n");
    }
    ObjectNode without = FixtureJson.object();
    for (String field : List.of("updatedAt", "arrivalDate", "departureDate", "status")) {
      if (mapping.missing().contains(field)) {
        without.put("reservation." + field, "the sample has none: map it, or say why");
      }
    }
    if (earlier.isEmpty()) {
      without.put(
          "older",
          answers.isThin()
              ? "the webhook holds the id alone, and the API tells what is newest"
              : "the sample has no time of change");
    }
    if (!without.isEmpty()) {
      ObjectNode check = FixtureJson.object();
      check.set("without", without);
      files.put(folder + "check.json", json(check));
    }
  }

  private Optional<ObjectNode> earlier() {
    return answers
        .record()
        .guess(FieldGuess.target("updatedAt"))
        .flatMap(
            path ->
                EarlierBody.of(
                    webhook.body(), answers.record().path() + path.substring(1), messageId()));
  }

  private JsonNode sent(ObjectNode body) {
    return webhook.body().isListed() ? FixtureJson.object().arrayNode().add(body) : body;
  }

  private ObjectNode account() {
    ObjectNode account = FixtureJson.object();
    ObjectNode proof = account.putObject("webhook");
    switch (answers.verify()) {
      case "hmac" -> proof.put("secret", "secret-of-a-test");
      case "standard-webhooks" -> proof.put("secret", "whsec_c2VjcmV0LW9mLWEtdGVzdC0xMjM0NTY3OA==");
      case "basic" -> proof.put("username", "bellhop").put("password", "password-of-a-test");
      case "header" -> proof.put("header", "X-Webhook-Key").put("value", "key-of-a-test");
      case "bearer" -> proof.put("token", "token-of-a-test");
      default -> account.remove("webhook");
    }
    ObjectNode api = account.putObject("api");
    switch (answers.auth()) {
      case "bearer" -> api.put("token", "token-of-a-test");
      case "basic" -> api.put("username", "bellhop").put("password", "password-of-a-test");
      case "headers" -> api.put("api_key", "key-of-a-test");
      case "oauth2-client-credentials" ->
          api.put("client_id", "client-of-a-test").put("client_secret", "secret-of-a-test");
      default -> account.remove("api");
    }
    return account;
  }

  private static String json(JsonNode node) {
    return FixtureJson.pretty(node) + "\n";
  }
}

package io.bellhop.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The hub's own API, as a user calls it. */
public final class HubClient {
  private static final int PAGE = 100;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** An integration account and the URL that its provider posts to. */
  public record Account(String id, URI listener) {}

  private final Senders senders = new Senders();
  private final URI hub;
  private final String apiKey;

  public HubClient(URI hub, String apiKey) {
    this.hub = hub;
    this.apiKey = apiKey;
  }

  /** Makes an account; the fields are those of the API's {@code integration_account}. */
  public Account makeAccount(ObjectNode fields) {
    ObjectNode body = Json.object().set("integration_account", fields);
    JsonNode made = call("POST", "/integration_accounts", Json.bytes(body)).path("data");
    String listener = made.path("attributes").path("listener_url").asText();
    return new Account(made.path("id").asText(), URI.create(listener));
  }

  /** The whole event log, oldest first: envelopes with {@code hook} and {@code data}. */
  public List<JsonNode> events() {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = call("GET", "/events?limit=" + PAGE + after, null);
      page.path("data").forEach(item -> all.add(item.path("attributes")));
      JsonNode next = page.path("meta").path("next");
      if (next.isMissingNode() || next.isNull()) {
        return all;
      }
      after = "&after=" + next.asText();
    }
  }

  /** The attributes of every inbox row. */
  public List<JsonNode> inbox() {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      JsonNode answer = call("GET", "/inbox?" + pagination(page, PAGE), null);
      answer.path("data").forEach(item -> all.add(item.path("attributes")));
      if ((long) page * PAGE >= answer.path("meta").path("total").asLong()) {
        return all;
      }
    }
  }

  public long inboxSize(String status) {
    return call("GET", "/inbox?status=" + status + "&" + pagination(1, 1), null)
        .path("meta")
        .path("total")
        .asLong();
  }

  /** Waits until nothing in the inbox is pending; false if that takes longer than the limit. */
  public boolean awaitSettled(Duration limit) {
    return await(() -> inboxSize("pending") == 0, limit);
  }

  public JsonNode call(String method, String path, byte[] body) {
    URI target = URI.create(hub + "/api/v1" + path);
    HttpResponse<String> answer =
        senders.send(method, target, body, Map.of("user-api-key", apiKey));
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  static boolean await(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }

  private static String pagination(int page, int limit) {
    return "pagination%5Bpage%5D=" + page + "&pagination%5Blimit%5D=" + limit;
  }
}

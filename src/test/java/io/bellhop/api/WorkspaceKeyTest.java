package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.delivery.DeliveryId;
import io.bellhop.support.OpenApiCheck;
import io.bellhop.support.OpenApiCheck.Call;
import io.bellhop.support.Store;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a key of one workspace can do with what is another's: every call of the document. */
class WorkspaceKeyTest extends ApiOnStore {
  private static final String WEBHOOK =
      "{\"webhook\":{\"callback_url\":\"https://93.184.216.34/x\",\"event_mask\":\"*\","
          + "\"is_global\":true,\"workspace_id\":\"%s\"}}";

  private String key;
  private Map<String, String> ours;
  private Map<String, String> theirs;

  WorkspaceKeyTest() {
    super(Store.H2);
  }

  @BeforeEach
  void twoWorkspaces() throws Exception {
    sql(
        "delete from subscription",
        "delete from api_key",
        "delete from audit",
        "delete from inbox_replay");
    ours = rows("ours", 2);
    theirs = rows("theirs", 3);
    key = ours.get("api_keys.text");
  }

  /** A row of everything in a workspace, by the first word of its path. */
  private Map<String, String> rows(String workspace, int seq) throws Exception {
    Map<String, String> ids = new LinkedHashMap<>();
    Account account =
        accounts.create(
            Account.builder().provider("pms").name(workspace).workspaceId(workspace).build());
    ids.put("integration_accounts", account.id().toString());
    JsonNode webhook = call("POST", "/webhooks", WEBHOOK.formatted(workspace), 201);
    String subscription = webhook.at("/data/id").asText();
    ids.put("webhooks", subscription);
    ids.put("events", event(seq, "reservation.updated", account.id(), "p").toString());
    delivery(seq, UUID.fromString(subscription));
    JsonNode delivered = get("/deliveries?webhook_id=" + subscription, 200);
    ids.put("deliveries", delivered.at("/data/0/id").asText());
    snapshot(account.id(), "reservation", workspace + "-booking", workspace + "-home", false);
    ids.put("properties", workspace + "-home");
    ids.put("reservations", workspace + "-booking");
    ids.put("records", workspace + "-booking");
    sql("update event set record_id = '%s-booking' where seq = %d".formatted(workspace, seq));
    JsonNode feed = call("POST", "/calendar_feeds", feed(ids), 201);
    ids.put("calendar_feeds", feed.at("/data/id").asText());
    JsonNode mapping = call("POST", "/property_mappings", mapping(ids), 201);
    ids.put("property_mappings", mapping.at("/data/id").asText());
    UUID message = UUID.randomUUID();
    sql(
        "insert into inbox values ('%s','%s','pms','made','%s k','k','webhook',false,'%s','%s','done',1,null,'a','%s',null,null,false)"
            .formatted(message, account.id(), account.id(), T, T, T));
    ids.put("inbox", message.toString());
    UUID replay = UUID.randomUUID();
    sql(
        "insert into inbox_replay values ('%s', '%s', '{}', 1, 'done', 0, 0, 0, '%s', null, null, '%s', '%s', null)"
            .formatted(replay, workspace, replay, T, T));
    ids.put("inbox_replays", replay.toString());
    sql(
        "insert into account_refusal values ('%s', 'it is not signed', '%s')"
            .formatted(account.id(), Instant.now()));
    JsonNode made =
        call(
            "POST",
            "/api_keys",
            "{\"api_key\":{\"name\":\"%s\",\"workspace_id\":\"%s\",\"role\":\"admin\"}}"
                .formatted(workspace, workspace),
            201);
    ids.put("api_keys", made.at("/data/id").asText());
    JsonNode erasure =
        call(
            "POST",
            "/erasures",
            "{\"erasure\":{\"guest_id\":\"g\",\"workspace_id\":\"%s\"}}".formatted(workspace),
            201);
    ids.put("erasures", erasure.at("/data/id").asText());
    UUID link = UUID.randomUUID();
    sql(
        "insert into connect_link (id, provider, workspace_id, token_hash, expires_at, steps,"
            + " created_at) values ('%s', 'pms', '%s', '%s', '%s', '', '%s')"
                .formatted(link, workspace, link, T, T));
    ids.put("connect_links", link.toString());
    ids.put("api_keys.text", made.at("/data/attributes/key").asText());
    return ids;
  }

  @Test
  void no_call_of_the_document_sees_or_changes_what_is_another_s() throws Exception {
    Map<String, JsonNode> before = everything();
    for (Call call : withKey()) {
      String resource = call.path().split("/")[3];
      String path = path(call, theirs);
      HttpResponse<String> answer = send(call.method(), path, body(call), "user-api-key", key);

      String what = call.id() + " answered " + answer.statusCode() + " " + answer.body();
      if (call.path().contains("{id}")) {
        assertThat(answer.statusCode()).as(what).isEqualTo(404);
      } else if (resource.equals("unmapped_values")) {
        assertThat(answer.statusCode()).as(what).isEqualTo(403);
      } else if (call.method().equals("GET")) {
        assertThat(answer.statusCode()).as(what).isEqualTo(200);
        assertThat(answer.body()).as(what).doesNotContain("theirs", theirs.get("webhooks"));
        assertThat(answer.body()).as(what).doesNotContain(theirs.getOrDefault(resource, "theirs"));
      } else {
        assertThat(answer.statusCode()).as(what).isEqualTo(422);
      }
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void it_sees_and_changes_what_is_its_own() throws Exception {
    for (Call call : withKey()) {
      String resource = call.path().split("/")[3];
      if (!call.method().equals("GET") || resource.equals("unmapped_values")) {
        continue;
      }
      String path = path(call, ours);
      HttpResponse<String> answer = send("GET", path, null, "user-api-key", key);
      assertThat(answer.statusCode()).as(call.id() + answer.body()).isEqualTo(200);
      if (!Set.of("audit", "providers", "overview").contains(resource)) {
        boolean isHistory = call.path().endsWith("/events");
        assertThat(answer.body()).as(call.id()).contains(ours.get(isHistory ? "events" : resource));
      }
    }
    JsonNode overview = as("GET", "/overview", null, 200).at("/data/attributes");
    assertThat(overview.path("accounts").findValuesAsText("name")).containsExactly("ours");
    assertThat(overview.has("rates")).as("of the whole hub").isFalse();
    JsonNode made = as("POST", "/webhooks", WEBHOOK.replace(",\"workspace_id\":\"%s\"", ""), 201);
    assertThat(made.at("/data/attributes/workspace_id").asText()).isEqualTo("ours");
    JsonNode other = as("POST", "/api_keys", "{\"api_key\":{\"name\":\"n\"}}", 201);
    assertThat(other.at("/data/attributes/workspace_id").asText()).isEqualTo("ours");
    as("DELETE", "/webhooks/" + made.at("/data/id").asText(), null, 200);
  }

  @Test
  void filters_find_nothing_of_another_workspace() throws Exception {
    for (String path :
        List.of(
            "/events?integration_account_id=" + theirs.get("integration_accounts"),
            "/inbox?integration_account_id=" + theirs.get("integration_accounts"),
            "/inbox?search=" + theirs.get("inbox"),
            "/reservations?integration_account_id=" + theirs.get("integration_accounts"),
            "/deliveries?webhook_id=" + theirs.get("webhooks"),
            "/deliveries?event_id=" + theirs.get("events"),
            "/audit?workspace_id=theirs",
            "/audit?object_id=" + theirs.get("webhooks"))) {
      assertThat(as("GET", path, null, 200).path("data")).as(path).isEmpty();
    }
  }

  @Test
  void a_subscription_for_all_workspaces_is_not_seen_not_even_beside_an_own_event()
      throws Exception {
    String all = WEBHOOK.replace(",\"workspace_id\":\"%s\"", "");
    String global = call("POST", "/webhooks", all, 201).at("/data/id").asText();
    UUID delivery = new UUID(DeliveryId.first(2).getMostSignificantBits(), -1);
    sql(
        "insert into delivery (id, subscription_id, event_seq, order_key, status, attempts,"
            + " created_at,"
            + " settled_at) values ('%s', '%s', 2, 'k', 'dead', 1, '%s', '%s')"
                .formatted(delivery, global, T, T));

    String event = as("GET", "/events/" + ours.get("events"), null, 200).toString();
    assertThat(event).contains(ours.get("webhooks")).doesNotContain(global);
    as("GET", "/webhooks/" + global, null, 404);
  }

  private JsonNode as(String method, String path, String body, int status) throws Exception {
    HttpResponse<String> answer = send(method, path, body, "user-api-key", key);
    assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(status);
    return mapper.readTree(answer.body());
  }

  /** Everything of theirs, as the first key sees it. */
  private Map<String, JsonNode> everything() throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    for (String resource : theirs.keySet()) {
      if (!resource.contains(".")) {
        String type = resource.equals("records") ? "/reservation/" : "/";
        String part = resource.equals("properties") ? "/calendar" : "";
        all.put(resource, get("/" + resource + type + theirs.get(resource) + part, 200));
      }
    }
    return all;
  }

  private static List<Call> withKey() {
    return OpenApiCheck.all().stream()
        .filter(c -> c.path().startsWith("/api/") && !c.id().equals("streamEvents"))
        .toList();
  }

  private static String feed(Map<String, String> ids) {
    return "{\"calendar_feed\":{\"integration_account_id\":\"%s\",\"property_id\":\"%s\"}}"
        .formatted(ids.get("integration_accounts"), ids.get("properties"));
  }

  private static String mapping(Map<String, String> ids) {
    return "{\"property_mapping\":{\"integration_account_id\":\"%s\",\"property_id\":\"%s\",\"own_id\":\"home\"}}"
        .formatted(ids.get("integration_accounts"), ids.get("properties"));
  }

  private static String path(Call call, Map<String, String> ids) {
    return call.path()
        .substring("/api/v1".length())
        .replace("{type}", "reservation")
        .replace("{id}", ids.getOrDefault(call.path().split("/")[3], "x"));
  }

  /** What would be taken if it were one's own. */
  private String body(Call call) {
    if (!Set.of("POST", "PUT").contains(call.method())) {
      return null;
    }
    String path = call.path();
    if (path.endsWith("/deliveries/retry")) {
      return "{\"webhook_id\":\"" + theirs.get("webhooks") + "\"}";
    }
    if (path.endsWith("/replay") && path.contains("webhooks")) {
      return "{\"from\":\"2020-01-01T00:00:00Z\"}";
    }
    if (path.endsWith("/webhooks/try")) {
      return "{\"event_id\":\"" + theirs.get("events") + "\"}";
    }
    if (path.contains("/webhooks")) {
      return path.endsWith("rotate_secret") ? null : WEBHOOK.formatted("theirs");
    }
    if (path.endsWith("/integration_accounts") || path.endsWith("/integration_accounts/{id}")) {
      return "{\"integration_account\":{\"provider\":\"pms\",\"name\":\"n\","
          + "\"workspace_id\":\"theirs\"}}";
    }
    if (path.contains("/calendar_feeds") && !path.endsWith("/rotate")) {
      return feed(theirs);
    }
    if (path.contains("/property_mappings")) {
      return mapping(theirs);
    }
    if (path.endsWith("/connect_links")) {
      return "{\"connect_link\":{\"provider\":\"pms\",\"workspace_id\":\"theirs\"}}";
    }
    if (path.endsWith("/erasures")) {
      return "{\"erasure\":{\"guest_id\":\"g\",\"workspace_id\":\"theirs\"}}";
    }
    return path.endsWith("/api_keys")
        ? "{\"api_key\":{\"name\":\"n\",\"workspace_id\":\"theirs\"}}"
        : null;
  }
}

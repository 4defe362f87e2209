package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.access.Role;
import io.bellhop.account.Account;
import io.bellhop.support.Store;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys of the API and what is noted of their use, over HTTP. */
class KeysAndAuditTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }

    @Test
    void a_key_that_cannot_be_is_refused_with_all_reasons() throws Exception {
      JsonNode error =
          call(
              "POST",
              "/api_keys",
              "{\"api_key\":{\"role\":\"root\",\"expires_at\":\"2020-01-01T00:00:00Z\"}}",
              422);

      List<String> fields = new ArrayList<>();
      error.at("/errors/details").fieldNames().forEachRemaining(fields::add);
      assertThat(fields).containsExactlyInAnyOrder("name", "role", "expires_at");
    }

    @Test
    void each_role_does_what_it_may_and_no_more() throws Exception {
      for (Role role : Role.values()) {
        String text = keyOf(role);
        for (ApiOperation call : routes.calls()) {
          String path =
              "/"
                  + String.join("/", call.path())
                      .replace("{type}", "reservation")
                      .replace("{id}", "6f0c2f0e-7f0f-4b0e-9a77-0f2d5d0c1b11");
          int status = as(text, call.method(), path, call.takesBody() ? "{}" : null);
          assertThat(status == 403)
              .as(role + " " + call.method() + " " + path + ": " + status)
              .isEqualTo(!role.covers(call.role()));
        }
      }
      assertThat(
              routes.calls().stream()
                  .filter(c -> c.role() == Role.OPERATE)
                  .map(c -> c.method() + " " + String.join("/", c.path())))
          .containsExactlyInAnyOrder(
              "POST integration_accounts/{id}/register",
              "POST integration_accounts/{id}/check",
              "POST integration_accounts/{id}/sync",
              "POST inbox/{id}/replay",
              "POST inbox_replays",
              "POST inbox_replays/{id}/cancel",
              "POST webhooks/{id}/test",
              "POST webhooks/{id}/replay",
              "POST webhooks/try",
              "POST deliveries/retry",
              "POST deliveries/{id}/retry");
    }

    @Test
    void reading_shows_no_listener_url() throws Exception {
      accounts.create(Account.builder().provider("pms").name("n").workspaceId("w").build());

      for (Role role : Role.values()) {
        HttpResponse<String> answer =
            send("GET", "/integration_accounts", null, "user-api-key", keyOf(role));
        String url = mapper.readTree(answer.body()).at("/data/0/attributes/listener_url").asText();
        assertThat(url.endsWith("/***")).as(url).isEqualTo(role == Role.READ);
      }
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends ApiOnStore {
    private static final String WEBHOOK =
        "{\"webhook\":{\"callback_url\":\"https://93.184.216.34/x\",\"event_mask\":\"*\","
            + "\"is_global\":true,\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}}";

    Cases(Store store) {
      super(store);
    }

    @BeforeEach
    void none() throws Exception {
      sql("delete from api_key", "delete from audit", "delete from subscription");
    }

    @Test
    void a_key_is_shown_once_rotated_and_deleted() throws Exception {
      JsonNode made = call("POST", "/api_keys", key("poller", "read"), 201);
      String id = made.at("/data/id").asText();
      String text = made.at("/data/attributes/key").asText();

      assertThat(as(text, "GET", "/events", null)).isEqualTo(200);
      JsonNode shown = get("/api_keys/" + id, 200).at("/data/attributes");
      assertThat(shown.has("key")).isFalse();
      assertThat(shown.path("last_used_at").isTextual()).isTrue();
      assertThat(get("/api_keys", 200).at("/meta/total").asInt()).isEqualTo(1);

      String next =
          call("POST", "/api_keys/" + id + "/rotate", "{\"overlap_hours\":0}", 200)
              .at("/data/attributes/key")
              .asText();
      assertThat(as(text, "GET", "/events", null)).isEqualTo(401);
      assertThat(as(next, "GET", "/events", null)).isEqualTo(200);
      call("DELETE", "/api_keys/" + id, null, 200);
      assertThat(as(next, "GET", "/events", null)).isEqualTo(401);
      get("/api_keys/" + id, 404);
    }

    @Test
    void every_change_is_noted_with_who_when_what_and_from_where_and_without_secrets()
        throws Exception {
      String text = keyOf(Role.ADMIN);
      HttpResponse<String> made = send("POST", "/webhooks", WEBHOOK, "user-api-key", text);
      String id = mapper.readTree(made.body()).at("/data/id").asText();
      call("DELETE", "/webhooks/" + id, null, 200);
      call("DELETE", "/webhooks/" + id, null, 404);
      call("POST", "/webhooks", "{\"webhook\":{}}", 422);

      JsonNode list = get("/audit?object_id=" + id, 200);
      assertThat(list.at("/meta/total").asInt())
          .as("what was refused changed nothing")
          .isEqualTo(2);
      JsonNode deleted = list.at("/data/0/attributes");
      assertThat(deleted.path("action").asText()).isEqualTo("DELETE webhooks/{id}");
      assertThat(deleted.path("key_name").asText()).isEqualTo("first key");
      JsonNode created = list.at("/data/1/attributes");
      assertThat(created.path("action").asText()).isEqualTo("POST webhooks");
      assertThat(created.path("key_name").asText()).isEqualTo("admin");
      assertThat(created.path("address").asText()).isEqualTo("127.0.0.1");
      assertThat(created.path("outcome").asText()).isEqualTo("done");
      assertThat(created.path("fields"))
          .extracting(JsonNode::asText)
          .containsExactly("callback_url", "event_mask", "is_global", "secret");
      assertThat(get("/audit", 200).toString()).doesNotContain("whsec_", "93.184.216.34", text);
      assertThat(
              get("/audit?key_id=" + created.path("key_id").asText(), 200)
                  .at("/meta/total")
                  .asInt())
          .isEqualTo(1);
      assertThat(get("/audit?from=2999-01-01T00:00:00Z", 200).path("data")).isEmpty();
    }

    String keyOf(Role role) throws Exception {
      return call("POST", "/api_keys", key(role.word(), role.word()), 201)
          .at("/data/attributes/key")
          .asText();
    }

    static String key(String name, String role) {
      return "{\"api_key\":{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}}";
    }

    int as(String key, String method, String path, String body) throws Exception {
      return send(method, path, body, "user-api-key", key).statusCode();
    }
  }
}

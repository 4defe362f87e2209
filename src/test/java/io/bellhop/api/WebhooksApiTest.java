package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The webhook collection over HTTP. */
class WebhooksApiTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends WebhookTrialCases {
    Cases(Store store) {
      super(store);
    }

    @Test
    void nothing_opens_without_the_key() {
      String id = UUID.randomUUID().toString();
      for (String call :
          List.of(
              "GET /webhooks",
              "POST /webhooks",
              "GET /webhooks/" + id,
              "POST /webhooks/test",
              "POST /webhooks/try",
              "POST /webhooks/" + id + "/rotate_secret",
              "POST /webhooks/" + id + "/replay")) {
        String[] words = call.split(" ");
        assertThat(api.send(words[0], words[1], "{}", Map.of()).statusCode()).isEqualTo(401);
      }
    }

    @Test
    void a_webhook_is_made_read_changed_and_deleted_as_in_channex() {
      JsonNode made =
          api.post(
              "/webhooks",
              """
              {'webhook': {'callback_url': '%s', 'event_mask': 'reservation.*;block.created',
                'property_id': 'P1', 'is_global': false, 'request_params': {'a': 'b'},
                'headers': {'Authorization': 'Bearer x'}, 'is_active': true}}
              """
                  .formatted(receiver.url()),
              201);
      String path = "/webhooks/" + made.at("/data/id").asText();

      assertThat(made.at("/data/type").asText()).isEqualTo("webhook");
      assertThat(made.at("/data/relationships").toString())
          .isEqualTo("{\"property\":{\"data\":{\"id\":\"P1\",\"type\":\"property\"}}}");
      JsonNode attributes = made.at("/data/attributes");
      assertThat(attributes.at("/secret").asText()).startsWith("whsec_");
      assertThat(attributes.at("/headers").toString()).isEqualTo("{\"Authorization\":\"***\"}");
      assertThat(attributes.at("/request_params").toString()).isEqualTo("{\"a\":\"b\"}");
      assertThat(attributes.at("/send_data").asBoolean(true)).isFalse();
      assertThat(attributes.at("/protected").asBoolean(true)).isFalse();
      assertThat(attributes.at("/max_in_flight").asInt()).isEqualTo(8);
      assertThat(attributes.at("/rate_per_second").isNull()).isTrue();
      assertThat(attributes.at("/failing_since").isNull()).isTrue();
      assertThat(attributes.at("/created_at").asText()).endsWith("Z");

      JsonNode read = api.get(path, 200).at("/data/attributes");
      assertThat(read.has("secret")).isFalse();
      assertThat(read.at("/event_mask").asText()).isEqualTo("reservation.*;block.created");
      assertThat(api.get("/webhooks", 200).at("/meta").toString())
          .isEqualTo("{\"page\":1,\"limit\":10,\"total\":1}");

      JsonNode changed =
          api.call("PUT", path, "{'webhook':{'send_data':true,'headers':{'X':'1'}}}", 200)
              .at("/data/attributes");
      assertThat(changed.at("/send_data").asBoolean()).isTrue();
      assertThat(changed.at("/property_id").asText()).isEqualTo("P1");
      assertThat(changed.at("/headers").toString()).isEqualTo("{\"X\":\"***\"}");
      assertThat(changed.has("secret")).isFalse();

      assertThat(api.call("DELETE", path, null, 200).toString())
          .isEqualTo("{\"meta\":{\"message\":\"Success\"}}");
      api.get(path, 404);
      api.call("PUT", path, "{'webhook':{}}", 404);
      api.call("DELETE", path, null, 404);
    }

    @Test
    void what_was_read_can_be_written_back() {
      String path =
          "/webhooks/"
              + api.webhook(url(receiver.url()) + GLOBAL + ",'headers':{'A':'b'},'name':'n'")
                  .path("id")
                  .asText();
      JsonNode read = api.get(path, 200).at("/data/attributes");

      JsonNode back = api.call("PUT", path, "{'webhook':" + read + "}", 200).at("/data/attributes");

      assertThat(without(back, "updated_at")).isEqualTo(without(read, "updated_at"));
    }

    @Test
    void two_changes_at_once_lose_nothing_of_each_other() {
      String path = "/webhooks/" + api.subscribe(receiver.url());
      for (int i = 1; i <= 10; i++) {
        String name = "n" + i;
        int most = i;
        CompletableFuture.allOf(
                CompletableFuture.runAsync(
                    () -> api.call("PUT", path, "{'webhook':{'name':'" + name + "'}}", 200)),
                CompletableFuture.runAsync(
                    () -> api.call("PUT", path, "{'webhook':{'max_in_flight':" + most + "}}", 200)))
            .join();

        JsonNode attributes = api.get(path, 200).at("/data/attributes");
        assertThat(attributes.at("/name").asText()).isEqualTo(name);
        assertThat(attributes.at("/max_in_flight").asInt()).isEqualTo(most);
      }
    }

    @Test
    void a_bad_webhook_is_refused_with_details() {
      assertThat(api.post("/webhooks", "{'webhook':{'event_mask':'*'}}", 422).toString())
          .isEqualTo(
              "{\"errors\":{\"code\":\"validation_error\",\"title\":\"Validation Error\","
                  + "\"details\":{\"callback_url\":[\"can't be blank\"],"
                  + "\"property_id\":[\"can't be blank\"]}}}");
      assertThat(
              details(url("http://10.0.0.1/") + ",'event_mask':'reservation.new','is_global':true"))
          .containsOnlyKeys("callback_url", "event_mask")
          .extractingByKey("event_mask")
          .asString()
          .contains("reservation.created");
      assertThat(api.post("/webhooks", "{nope", 400).at("/errors/code").asText())
          .isEqualTo("bad_request");
      api.post("/webhooks", "{'other':{}}", 422);
      String path = "/webhooks/" + api.subscribe(receiver.url());
      api.call("PUT", path, "{'webhook':{" + url("http://10.0.0.1/") + "}}", 422);
      assertThat(api.get(path, 200).at("/data/attributes/callback_url").asText())
          .isEqualTo(receiver.url());
      assertThat(api.get("/webhooks", 200).at("/meta/total").asInt()).isEqualTo(1);
    }

    @Test
    void other_paths_and_methods_have_their_answers() {
      String id = api.subscribe(receiver.url());
      for (String call :
          List.of(
              "PATCH /webhooks",
              "PATCH /webhooks/" + id,
              "GET /webhooks/test",
              "GET /webhooks/" + id + "/rotate_secret",
              "GET /webhooks/" + id + "/replay")) {
        String[] words = call.split(" ");
        api.call(words[0], words[1], words[0].equals("GET") ? null : "{}", 405);
      }
      for (String path : List.of("/webhooks/x", "/webhooks/" + id + "/nothing")) {
        api.get(path, 404);
      }
      String none = "/webhooks/" + UUID.randomUUID();
      api.post(none + "/rotate_secret", "{}", 404);
      api.post(none + "/replay", "{'from':'2026-05-02T09:30:00Z'}", 404);
    }

    @Test
    void the_list_has_pages() {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ids.add(api.subscribe(receiver.url()));
      }

      JsonNode second = api.get("/webhooks?pagination%5Bpage%5D=2&pagination%5Blimit%5D=2", 200);

      assertThat(second.at("/meta").toString()).isEqualTo("{\"page\":2,\"limit\":2,\"total\":3}");
      assertThat(Api.ids(second)).containsExactly(ids.get(2));
    }
  }
}

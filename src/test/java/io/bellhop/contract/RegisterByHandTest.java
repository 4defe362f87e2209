package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.FakeWebhooks;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.SenderDialect;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that only a person can make, and providers that take longer than anybody waits. */
class RegisterByHandTest {
  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: PROVIDER-ingest
          parameters:
            - {name: provider, value: PROVIDER}
            - {name: proof, value: basic}
            - {name: event, value: "$.type"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.id"}
      - route:
          id: PROVIDER-events
          description: Lets everything go by.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct
            parameters: {name: bellhop-PROVIDER}
            steps: [{to: {uri: direct, parameters: {name: bellhop-ignore}}}]
      """;

  @TempDir private Path routes;

  @Test
  void the_answer_explains_how_to_set_it_up_by_hand() throws Exception {
    add("acme");
    Files.writeString(
        routes.resolve("acme/options.properties"),
        "bellhop.acme.manual-set-up=Open Settings > Hooks | Paste the listener URL\n");
    add("plain");
    try (TestHub hub = hub()) {
      for (String method : new String[] {"POST", "DELETE"}) {
        JsonNode answer = call(hub, method, account(hub, "acme", "https://acme.example.com"), 422);
        assertThat(answer.at("/errors/code").asText()).isEqualTo("not_supported");
        assertThat(answer.at("/errors/details/steps").toString())
            .isEqualTo("[\"Open Settings > Hooks\",\"Paste the listener URL\"]");
        assertThat(answer.at("/errors/details/listener_url/0").asText())
            .startsWith(hub.server().url() + "/hooks/acme/");
      }
      JsonNode usual = call(hub, "POST", account(hub, "plain", "https://acme.example.com"), 422);
      assertThat(usual.at("/errors/details/steps").size()).isEqualTo(3);
      assertThat(usual.at("/errors/details/steps/1").asText()).contains("password, username");
    }
  }

  @Test
  void what_takes_longer_than_the_caller_waits_is_done_all_the_same() throws Exception {
    add("acme");
    try (TestHub hub = hub();
        FakeWebhooks pms = new FakeWebhooks(SenderDialect.CHANNEX)) {
      HubClient.Account account = hub.account("channex", pms.uri());
      pms.api()
          .next(1, "/api/v1/webhooks", usual -> FaultyAnswer.late(usual, Duration.ofMillis(600)));

      JsonNode answer = call(hub, "POST", account, 503);

      assertThat(answer.at("/errors/title").asText()).contains("is slow");
      Awaitility.await().until(() -> pms.at(account.listener().toString()).size() == 1);
      Awaitility.await()
          .until(
              () ->
                  Api.of(hub)
                      .get("/integration_accounts/" + account.id(), 200)
                      .at("/data/attributes")
                      .has("registered_at"));
    }
  }

  private TestHub hub() {
    return TestHub.start(
        Map.of("bellhop.routes.extra", routes.toString(), "bellhop.register.timeout", "200ms"));
  }

  private void add(String provider) throws Exception {
    Files.createDirectories(routes.resolve(provider));
    Files.writeString(
        routes.resolve(provider + "/" + provider + ".camel.yaml"),
        ROUTES.replace("PROVIDER", provider));
  }

  private static HubClient.Account account(TestHub hub, String provider, String url) {
    ObjectNode fields = FixtureJson.object().put("provider", provider).put("name", "n");
    fields.putObject("api").put("base_url", url);
    return hub.client().makeAccount(fields);
  }

  private static JsonNode call(TestHub hub, String method, HubClient.Account account, int status) {
    return Api.of(hub)
        .call(method, "/integration_accounts/" + account.id() + "/register", null, status);
  }
}

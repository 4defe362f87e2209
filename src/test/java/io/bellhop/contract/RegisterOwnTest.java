package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder of one's own whose provider gets a user name, a password and the customer's id. */
class RegisterOwnTest {
  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: acme-ingest
          parameters:
            - {name: provider, value: acme}
            - {name: proof, value: basic}
            - {name: event, value: "$.type"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.id"}
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: acme-api
          parameters:
            - {name: provider, value: acme}
            - {name: baseUrl, value: "https://api.acme.example.com"}
            - {name: auth, value: bearer}
      - templatedRoute:
          routeTemplateRef: bellhop-register
          routeId: acme-register
          parameters:
            - {name: provider, value: acme}
            - {name: events, value: "stay"}
            - {name: listPath, value: /v1/hooks}
            - {name: entries, value: "[for (.hooks) {\\"id\\": text(.id), \\"url\\": .url, \\"is\\": {\\"user\\": .login, \\"secret\\": .password, \\"customer\\": .customer} }]"}
            - {name: wanted, value: "[{\\"is\\": {\\"user\\": \\"{webhook.username}\\", \\"secret\\": \\"{webhook.password}\\", \\"customer\\": \\"{api.customer|external_id}\\"} }]"}
            - {name: body, value: acme/hook.jslt}
            - {name: createPath, value: /v1/hooks}
            - {name: updatePath, value: "/v1/hooks/{entryId}"}
            - {name: removePath, value: "/v1/hooks/{entryId}"}
      - route:
          id: acme-events
          description: Lets everything go by.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct
            parameters: {name: bellhop-acme}
            steps: [{to: {uri: direct, parameters: {name: bellhop-ignore}}}]
      """;
  private static final String HOOK =
      """
      {"url": "{listener_url}", "login": "{webhook.username}", "password": "{webhook.password}",
       "customer": "{api.customer|external_id}"}
      """;

  @TempDir private Path routes;

  /** The customer's id comes back as a number, and the webhook's own id is the same digits. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void the_provider_gets_a_proof_that_was_stored_and_a_second_call_changes_nothing(Store store)
      throws Exception {
    OwnProvider acme = OwnProvider.in(routes).routes(ROUTES).write("hook.jslt", HOOK);
    ArrayNode hooks = FixtureJson.object().putArray("hooks");
    try (TestHub hub = TestHub.start(store, acme.options(Map.of()));
        FixtureApi api = new FixtureApi(Fixtures.inFolder(routes))) {
      api.serve("/v1/hooks", call -> answer(hooks, call));
      ObjectNode fields = acme.account().put("external_id", "4711");
      fields.putObject("api").put("token", "t").put("base_url", api.uri().toString());
      HubClient.Account account = hub.client().makeAccount(fields);

      assertThat(register(hub, account).path("made").asInt()).isEqualTo(1);
      JsonNode again = register(hub, account);

      assertThat(again.path("kept").asInt()).isEqualTo(1);
      assertThat(again.path("made").asInt() + again.path("changed").asInt()).isZero();
      JsonNode hook = hooks.get(0);
      String login = hook.path("login").asText();
      String password = hook.path("password").asText();
      assertThat(login).startsWith("bellhop-").doesNotContain(":");
      assertThat(password).hasSizeGreaterThanOrEqualTo(43);
      assertThat(post(hub, account, login, password)).isEqualTo(200);
      assertThat(post(hub, account, login, password + "x")).isEqualTo(401);

      ((ObjectNode) hook).put("password", "what another program has written");
      assertThat(register(hub, account).path("changed").asInt()).isEqualTo(1);
      assertThat(hooks.get(0).path("password").asText()).isEqualTo(password);
      assertThat(register(hub, account).path("kept").asInt()).isEqualTo(1);
    }
  }

  private static FixtureAnswer answer(ArrayNode hooks, FixtureApi.Call call) {
    if (call.method().equals("GET")) {
      ObjectNode list = FixtureJson.object();
      list.set("hooks", hooks);
      return FixtureAnswer.of(200, FixtureJson.bytes(list));
    }
    if (call.method().equals("PUT") && !call.path().equals("/v1/hooks/4711")) {
      return FixtureAnswer.of(404);
    }
    ObjectNode hook = (ObjectNode) FixtureJson.parse(call.body());
    hooks.removeAll();
    hooks.add(hook.put("id", "4711").put("customer", hook.path("customer").asInt()));
    return FixtureAnswer.of(201, FixtureJson.bytes(hook));
  }

  private static JsonNode register(TestHub hub, HubClient.Account account) {
    return Api.of(hub)
        .call("POST", "/integration_accounts/" + account.id() + "/register", null, 200)
        .at("/data/attributes");
  }

  private static int post(TestHub hub, HubClient.Account account, String user, String password) {
    return hub.senders()
        .post(
            account.listener(),
            "{\"id\": 1, \"type\": \"stay\"}".getBytes(StandardCharsets.UTF_8),
            Senders.basic(user, password))
        .statusCode();
  }
}

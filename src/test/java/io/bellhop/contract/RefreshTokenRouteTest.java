package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider of a stranger whose refresh tokens work once: what a restart may not forget. */
class RefreshTokenRouteTest {
  private static final String TOKEN_PATH = "/oauth/token";
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
            - {name: orderKey, value: "$.stay"}
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: acme-api
          parameters:
            - {name: provider, value: acme}
            - {name: baseUrl, value: "https://api.example.com"}
            - {name: auth, value: "headers|oauth2-refresh-token"}
            - {name: tokenPath, value: /oauth/token}
            - {name: headers, value: "x-api-key: {api_key|x-api-key}; x-space: {space|external_id|$stay}; Accept: application/vnd.api+json"}
      - route:
          id: acme-events
          description: Fetches the stay, then says that it was seen.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct
            parameters: {name: bellhop-acme}
            steps:
              - setVariables:
                  variables:
                    - {name: stay, expression: {language: {language: jslt, expression: "text(.stay)"}}}
                    - {name: apiPath, expression: {constant: {expression: "/v1/stays/{stay}"}}}
              - to: {uri: direct, parameters: {name: acme-api}}
              - setVariables:
                  variables:
                    - {name: apiMethod, expression: {constant: {expression: POST}}}
                    - {name: apiPath, expression: {constant: {expression: "/v1/stays/{stay}/seen"}}}
                    - {name: apiBody, expression: {language: {language: jslt, expression: "{\\"seen\\": true}"}}}
              - to: {uri: direct, parameters: {name: acme-api}}
              - to: {uri: direct, parameters: {name: bellhop-ignore}}
      """;

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir private Path routes;
  private final FixtureApi api = new FixtureApi(name -> Optional.empty());
  private TestHub hub;

  @AfterEach
  void stop() throws Exception {
    hub.close();
    api.close();
  }

  @Test
  void a_refresh_token_that_has_turned_is_used_after_a_restart() throws Exception {
    String url = Store.H2.freshUrl();
    start(url, "rt1", "rt2");
    HubClient.Account account = account(Map.of("refresh_token", "rt0"));
    post(account, "d1");
    hub.close();
    hub = hub(url);
    api.next(1, "/v1/stays/7", FixtureAnswer.of(401));
    post(account, "d2");

    assertThat(hub.statuses(account)).containsExactly("ignored", "ignored");
    assertThat(tokenForms()).hasSize(2);
    assertThat(tokenForms().get(0)).endsWith("&refresh_token=rt0");
    assertThat(tokenForms().get(1)).endsWith("&refresh_token=rt1");
    assertThat(api.calls("/v1/stays/7"))
        .extracting(call -> call.method() + " " + call.headers().get("authorization"))
        .containsExactly(
            "GET Bearer rt1-access",
            "POST Bearer rt1-access",
            "GET Bearer rt1-access",
            "GET Bearer rt2-access",
            "POST Bearer rt2-access");
    assertThat(api.recordsServed()).isEqualTo(2);
  }

  @Test
  void the_template_hands_all_its_parameters_over() throws Exception {
    start(Store.H2.freshUrl());
    HubClient.Account account = account(Map.of("api_key", "k1"));
    post(account, "d1");

    assertThat(hub.statuses(account)).containsExactly("ignored");
    FixtureApi.Call seen = api.calls("/v1/stays/7/seen").get(0);
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(new String(seen.body(), StandardCharsets.UTF_8)).isEqualTo("{\"seen\":true}");
    assertThat(seen.headers())
        .containsEntry("x-api-key", "k1")
        .containsEntry("x-space", "7")
        .containsEntry("accept", "application/vnd.api+json")
        .doesNotContainKey("authorization");
  }

  private void start(String url, String... refreshTokens) {
    api.put("/v1/stays/7", "{\"id\": 7}".getBytes(StandardCharsets.UTF_8));
    api.put("/v1/stays/7/seen", "{}".getBytes(StandardCharsets.UTF_8));
    for (String token : refreshTokens) {
      ObjectNode answer =
          FixtureJson.object().put("access_token", token + "-access").put("refresh_token", token);
      api.next(1, TOKEN_PATH, FixtureAnswer.of(200, FixtureJson.bytes(answer)));
    }
    hub = hub(url);
  }

  private TestHub hub(String url) {
    OwnProvider acme = OwnProvider.in(routes).routes(ROUTES);
    return TestHub.startAt(
        url,
        acme.options(
            Map.of(
                "bellhop.providers",
                "acme",
                "bellhop.secret-key",
                KEY,
                "bellhop.provider.token-least-age",
                "0s")));
  }

  private HubClient.Account account(Map<String, String> credentials) {
    ObjectNode fields = OwnProvider.in(routes).accountWithProof();
    ObjectNode of = fields.putObject("api");
    of.put("base_url", api.uri().toString()).put("client_id", "c").put("client_secret", "s");
    credentials.forEach(of::put);
    return hub.client().makeAccount(fields);
  }

  private void post(HubClient.Account account, String delivery) {
    ObjectNode body = FixtureJson.object().put("id", delivery).put("type", "stay").put("stay", 7);
    assertThat(OwnProvider.post(hub, account, FixtureJson.bytes(body))).isEqualTo(200);
    hub.awaitSettled();
  }

  private List<String> tokenForms() {
    return api.calls(TOKEN_PATH).stream()
        .map(call -> new String(call.body(), StandardCharsets.UTF_8))
        .toList();
  }
}

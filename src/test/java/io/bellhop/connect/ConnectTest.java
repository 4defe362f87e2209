package io.bellhop.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crypto.Sha256;
import io.bellhop.support.Api;
import io.bellhop.support.FastClock;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers connect accounts: over a provider's page, which is a fake here, and by a form. */
class ConnectTest {
  private static final String ROUTES =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: NAME-ingest
          parameters:
            - {name: provider, value: NAME}
            - {name: verify, value: token}
            - {name: event, value: "$.event"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.id"}
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: NAME-api
          parameters:
            - {name: provider, value: NAME}
            - {name: baseUrl, value: "BASE"}
            - {name: auth, value: bearer}
            - {name: probePath, value: /v1/probe}
      """;

  private static final String PAGE =
      """
            - {name: connectUrl, value: "BASE/authorize"}
            - {name: connectTokenUrl, value: "BASE/oauth/token"}
            - {name: connectScope, value: read write}
            - name: connectAccount
              value: '{"external_id": string(.token.user_id), "api": {"token": .token.access_token} }'
            - {name: connectIdentityPath, value: /v1/me}
            - {name: connectIdentity, value: '{"name": .name}'}
      - route:
          id: acme-register
          description: Makes a webhook.
          routeConfigurationId: bellhop-own
          from:
            uri: direct:bellhop-acme-register
            steps:
              - setVariable: {name: apiPath, constant: /v1/hooks}
              - to: direct:acme-api
              - to: direct:bellhop-registered
      """;

  private static final String FORM =
      """
            - {name: connectFields, value: "api.token = The API key; external_id = Hotel"}
            - {name: connectHelp, value: Open Settings|Copy the key}
      """;

  private static final FastClock CLOCK = new FastClock();
  private static final AtomicInteger USERS = new AtomicInteger(4700);

  @TempDir private static Path folder;
  private static TestHub hub;
  private static Api api;
  private static FixtureApi provider;
  private int user;

  @BeforeAll
  static void start() {
    CLOCK.run(1);
    provider = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", "ownerrez")));
    OwnProvider acme = OwnProvider.in(folder).routes(routes("acme", PAGE));
    acme.write(
        "options.properties",
        "# The app.\nbellhop.acme.client-id=app&1\n# Its secret.\nbellhop.acme.client-secret=s3cret\n");
    new OwnProvider(folder, "keyed").routes(routes("keyed", FORM));
    hub =
        TestHub.startAt(
            Store.H2.freshUrl(),
            acme.options(
                Map.of(
                    "bellhop.public-url",
                    "https://hub.example.com",
                    "bellhop.booking-experts.client-id",
                    "app-2")),
            CLOCK);
    api = Api.of(hub);
  }

  private static String routes(String name, String more) {
    return (ROUTES + more).replace("NAME", name).replace("BASE", provider.uri().toString());
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
    provider.close();
  }

  @BeforeEach
  void everythingWorks() {
    user = USERS.incrementAndGet();
    provider.serve(
        "/oauth/token",
        call -> json(200, "{\"access_token\":\"at-%d\",\"user_id\":%d}".formatted(user, user)));
    provider.serve("/v1/me", call -> json(200, "{\"name\":\"Lake <b>House\"}"));
    provider.serve("/v1/probe", call -> json(200, "{}"));
    provider.serve("/v1/hooks", call -> json(200, "{}"));
  }

  private static FixtureAnswer json(int status, String body) {
    return FixtureAnswer.of(status, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A browser with one cookie. */
  private static final class Visitor {
    private String cookie = "";

    HttpResponse<String> get(String path) {
      return send("GET", path, null);
    }

    HttpResponse<String> send(String method, String path, String form) {
      HttpResponse<String> answer =
          hub.senders()
              .send(
                  method,
                  URI.create(hub.server().url() + path),
                  form == null ? null : form.getBytes(StandardCharsets.UTF_8),
                  Map.of("Cookie", cookie, "Content-Type", "text/plain"));
      answer
          .headers()
          .firstValue("set-cookie")
          .ifPresent(
              set -> {
                assertThat(set).contains("; Path=/connect;", "; HttpOnly; SameSite=Lax; Secure");
                cookie = set.split(";")[0];
              });
      return answer;
    }

    Map<String, String> begin(String link) {
      HttpResponse<String> answer = get(link);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
      return query(answer.headers().firstValue("location").orElseThrow());
    }
  }

  private static String link(String name) {
    return path(made(name));
  }

  private static String path(JsonNode made) {
    return made.at("/attributes/url").asText().substring("https://hub.example.com".length());
  }

  private static JsonNode read(JsonNode made) {
    return api.get("/connect_links/" + made.path("id").asText(), 200).at("/data/attributes");
  }

  private static JsonNode made(String name) {
    String body = "{'connect_link':{'provider':'" + name + "','workspace_id':'w 1'}}";
    return api.post("/connect_links", body, 201).path("data");
  }

  private static Map<String, String> query(String url) {
    Map<String, String> query = new HashMap<>();
    for (String pair : url.substring(url.indexOf('?') + 1).split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static int accounts() {
    return api.get("/integration_accounts", 200).at("/meta/total").asInt();
  }

  @Test
  void a_customer_connects_an_account_over_the_provider_s_page() {
    JsonNode link = made("acme");
    Visitor visitor = new Visitor();

    HttpResponse<String> first =
        visitor.get(
            link.at("/attributes/url").asText().substring("https://hub.example.com".length()));
    String location = first.headers().firstValue("location").orElseThrow();
    Map<String, String> asked = query(location);
    HttpResponse<String> back =
        visitor.get("/connect/acme/callback?code=c0de&state=" + asked.get("state"));
    HttpResponse<String> page = visitor.get("/connect/acme/state");

    assertThat(location).startsWith(provider.uri() + "/authorize?response_type=code&");
    assertThat(asked)
        .containsEntry("client_id", "app&1")
        .containsEntry("redirect_uri", "https://hub.example.com/connect/acme/callback")
        .containsEntry("scope", "read write")
        .containsEntry("code_challenge_method", "S256");
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(back.headers().firstValue("location")).hasValue("/connect/acme/state");
    List<FixtureApi.Call> tokens = provider.calls("/oauth/token");
    FixtureApi.Call token = tokens.get(tokens.size() - 1);
    Map<String, String> form = query("?" + new String(token.body(), StandardCharsets.UTF_8));
    assertThat(form)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "c0de")
        .containsEntry("redirect_uri", "https://hub.example.com/connect/acme/callback");
    assertThat(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(form.get("code_verifier"))))
        .isEqualTo(asked.get("code_challenge"));
    assertThat(token.headers())
        .containsEntry(
            "authorization",
            "Basic " + Base64.getEncoder().encodeToString("app&1:s3cret".getBytes()));

    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "Lake &lt;b&gt;House is connected", "GET /v1/probe answers", "<dd id=\"webhook\">done")
        .doesNotContain("at-" + user, "<b>", "Try the missing steps");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(page.headers().firstValue("referrer-policy")).hasValue("no-referrer");
    JsonNode done =
        api.get("/connect_links/" + link.path("id").asText(), 200).at("/data/attributes");
    assertThat(done.path("steps").toString())
        .isEqualTo(
            "{\"credentials\":\"done\",\"webhook\":\"done\",\"first_load\":\"not_supported\"}");
    assertThat(done.has("url")).isFalse();
    JsonNode account =
        api.get("/integration_accounts/" + done.path("integration_account_id").asText(), 200)
            .at("/data/attributes");
    assertThat(account.path("external_id").asText()).isEqualTo("" + user);
    assertThat(account.path("workspace_id").asText()).isEqualTo("w 1");
    assertThat(account.path("name").asText()).isEqualTo("Lake <b>House");
    assertThat(api.get("/audit?pagination[limit]=1", 200).at("/data/0/attributes/action").asText())
        .isEqualTo("POST connect/acme");
    assertThat(visitor.get("/connect/acme/callback?code=c0de&state=" + asked.get("state")).body())
        .contains("This attempt has expired or was used");
    assertThat(new Visitor().get("/connect/acme/state").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error=access_denied&state=STATE|400|You did not grant access",
        "error=server_error&error_description=%3Cb%3E&state=STATE|400|has no usable code",
        "state=STATE|400|has no usable code",
        "code=c0de|400|does not belong to this browser",
        "code=c0de&state=other|400|does not belong to this browser",
        "code=c0de&state=STATE&cookie=none|400|does not belong to this browser",
        "code=c0de&state=STATE&cookie=older|400|has expired or was used",
        "code=c0de&state=STATE&token=400|502|refused its own code",
        "code=c0de&state=STATE&token=503|502|does not answer",
        "code=c0de&state=STATE&token=200|502|does not answer",
        "code=c0de&state=STATE&me=401|422|refused the credentials",
        "code=c0de&state=STATE&me=500|502|does not answer",
        "code=c0de&state=STATE&probe=401|422|refused the credentials",
        "code=c0de&state=STATE&probe=503|502|does not answer"
      })
  void what_goes_wrong_has_a_page_of_its_own_and_leaves_no_account(
      String answer, int status, String text) {
    int before = accounts();
    Visitor visitor = new Visitor();
    JsonNode made = made("acme");
    String link = path(made);
    String state = visitor.begin(link).get("state");
    Map<String, String> given = query("?" + answer);
    if (given.containsKey("cookie")) {
      Visitor older = new Visitor();
      older.cookie = given.get("cookie").equals("none") ? "" : visitor.cookie;
      visitor.begin(link);
      visitor = older;
    }
    for (String path : List.of("/oauth/token", "/v1/me", "/v1/probe")) {
      String wrong = given.get(path.substring(path.lastIndexOf('/') + 1));
      if (wrong != null) {
        provider.serve(path, call -> json(Integer.parseInt(wrong), "{\"error\":\"unauthorized\"}"));
      }
    }

    HttpResponse<String> page =
        visitor.get("/connect/acme/callback?" + answer.replace("STATE", state));

    assertThat(page.statusCode()).as(page.body()).isEqualTo(status);
    assertThat(page.body()).contains(text).doesNotContain("c0de", "<b>");
    assertThat(accounts()).isEqualTo(before);
    JsonNode failure = read(made).path("failure");
    if (!"none".equals(given.get("cookie"))) {
      assertThat(failure.path("title").asText()).contains(text);
      assertThat(page.body()).contains(failure.path("text").asText());
      assertThat(failure.path("at").asText()).isNotEmpty();
    } else {
      assertThat(failure.isNull()).as("nothing says whose link it was").isTrue();
    }
  }

  @Test
  void one_who_comes_to_grief_begins_again_with_the_same_link() {
    Visitor visitor = new Visitor();
    JsonNode made = made("acme");
    String state = visitor.begin(path(made)).get("state");
    visitor.get("/connect/acme/callback?error=access_denied&state=" + state);
    String reason = read(made).at("/failure/reason").asText();

    String second = visitor.begin("/connect/acme/again").get("state");
    HttpResponse<String> back = visitor.get("/connect/acme/callback?code=c0de&state=" + second);

    assertThat(second).isNotEqualTo(state);
    assertThat(back.statusCode()).isEqualTo(303);
    assertThat(reason).isEqualTo("denied");
    assertThat(read(made).path("failure").isNull()).as("it is connected now").isTrue();
    visitor.get("/connect/acme/callback?code=c0de&state=" + second);
    assertThat(read(made).path("failure").isNull()).as("a code that comes twice").isTrue();
  }

  @Test
  void an_existing_account_stays_as_it_is() {
    Visitor first = new Visitor();
    String state = first.begin(link("acme")).get("state");
    first.get("/connect/acme/callback?code=c0de&state=" + state);
    int before = accounts();
    Visitor second = new Visitor();

    String other = second.begin(link("acme")).get("state");
    HttpResponse<String> page = second.get("/connect/acme/callback?code=c0de&state=" + other);

    assertThat(page.statusCode()).isEqualTo(409);
    assertThat(page.body()).contains("This account is already connected");
    assertThat(accounts()).isEqualTo(before);
  }

  @Test
  void a_webhook_that_the_provider_refuses_is_tried_again_from_the_page() {
    provider.serve("/v1/hooks", call -> json(422, "{\"error\":\"no\"}"));
    Visitor visitor = new Visitor();
    JsonNode made = made("acme");
    String state = visitor.begin(path(made)).get("state");
    visitor.get("/connect/acme/callback?code=c0de&state=" + state);
    HttpResponse<String> page = visitor.get("/connect/acme/state");
    String why = read(made).at("/details/webhook").asText();
    provider.serve("/v1/hooks", call -> json(200, "{}"));

    visitor.send("POST", "/connect/acme/state", "state=made-up\r\n");
    HttpResponse<String> still = visitor.get("/connect/acme/state");
    visitor.send("POST", "/connect/acme/state", "state=" + state + "\r\n");

    assertThat(page.body()).contains("<dd id=\"webhook\">failed: ", "Try the missing steps again");
    assertThat(why).isNotEmpty();
    assertThat(page.body()).contains("failed: " + why);
    assertThat(still.body()).contains("<dd id=\"webhook\">failed: ");
    assertThat(visitor.get("/connect/acme/state").body()).contains("<dd id=\"webhook\">done");
  }

  @ParameterizedTest
  @CsvSource({
    "/connect/acme?workspace=w+1&link=made-up, 404",
    "/connect/acme?workspace=w+1, 404",
    "/connect/acme?workspace=other&LINK, 404",
    "/connect/keyed?workspace=w+1&LINK, 404",
    "/connect/unknown/callback?code=c&state=s, 400",
    "/connect/acme/elsewhere, 404",
    "/connect, 404"
  })
  void without_a_link_of_ours_there_is_no_way_in(String path, int status) {
    String link = link("acme");
    String token = link.substring(link.indexOf("link="));

    HttpResponse<String> page = new Visitor().get(path.replace("LINK", token));

    assertThat(page.statusCode()).as(page.body()).isEqualTo(status);
    assertThat(page.headers().firstValue("location")).isEmpty();
  }

  @Test
  void a_form_asks_for_what_the_folder_names_and_tries_it_at_once() {
    provider.serve(
        "/v1/probe",
        call ->
            call.headers().get("authorization").equals("Bearer right")
                ? json(200, "{}")
                : json(401, "{\"error\":\"unauthorized\"}"));
    int before = accounts();
    String link = link("keyed");
    Visitor visitor = new Visitor();

    HttpResponse<String> form = visitor.get(link);
    HttpResponse<String> wrong = submit(visitor, form, "wrong");
    HttpResponse<String> again = submit(visitor, form, "right");
    HttpResponse<String> right = submit(visitor, wrong, "right");
    HttpResponse<String> page = visitor.get("/connect/keyed/state");

    assertThat(form.body()).contains("The API key", "type=\"password\"", "<li>Copy the key</li>");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("The provider refused the credentials");
    assertThat(again.statusCode()).as("a state is good once").isEqualTo(400);
    assertThat(right.statusCode()).as(right.body()).isEqualTo(303);
    assertThat(page.body())
        .contains("set up by hand", "https://hub.example.com/hooks/keyed/")
        .doesNotContain("right");
    assertThat(accounts()).isEqualTo(before + 1);
    assertThat(new Visitor().get(link).statusCode()).as("a link is good once").isEqualTo(410);
  }

  private static HttpResponse<String> submit(
      Visitor visitor, HttpResponse<String> form, String token) {
    String state = form.body().replaceFirst("(?s).*name=\"state\" value=\"([^\"]*)\".*", "$1");
    return visitor.send(
        "POST",
        "/connect/keyed/form",
        "state=" + state + "\r\napi.token=" + token + "\r\nexternal_id=h" + "\r\n");
  }

  @Test
  void a_provider_that_cannot_be_connected_says_what_is_missing() {
    JsonNode error = api.post("/connect_links", "{'connect_link':{'provider':'ownerrez'}}", 422);
    assertThat(error.at("/errors/title").asText()).contains("bellhop.ownerrez.client-id");

    JsonNode half =
        api.post("/connect_links", "{'connect_link':{'provider':'booking-experts'}}", 422);
    assertThat(half.at("/errors/title").asText())
        .contains("bellhop.booking-experts.authorization-url too");
  }

  @Test
  void an_attempt_ends_after_ten_minutes_and_a_link_after_its_hours() {
    String link = link("acme");
    Visitor visitor = new Visitor();
    String state = visitor.begin(link).get("state");

    CLOCK.forward(Duration.ofMinutes(11));
    HttpResponse<String> late = visitor.get("/connect/acme/callback?code=c0de&state=" + state);
    String second = visitor.begin(link).get("state");
    CLOCK.forward(Duration.ofHours(24));

    assertThat(late.body()).contains("This attempt has expired or was used");
    assertThat(visitor.get(link).body()).contains("This link has expired");
    assertThat(visitor.get("/connect/acme/callback?code=c0de&state=" + second).statusCode())
        .isEqualTo(400);
  }
}

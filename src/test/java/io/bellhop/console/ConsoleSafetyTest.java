package io.bellhop.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.SecretBox;
import io.bellhop.net.PathPrefix;
import io.bellhop.support.MutableClock;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the console, and what a hostile page, payload or visitor can do to it. */
class ConsoleSafetyTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

  private static TestHub hub;

  @BeforeAll
  static void start() {
    hub = TestHub.start(Map.of("bellhop.providers", "ownerrez"));
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/console", "/console/", "/console/inbox", "/console/inbox/x", "/console/nothing"})
  void without_a_session_every_page_leads_to_the_sign_in(String path) {
    HttpResponse<String> answer = new ConsoleClient(hub).get(path);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location")).hasValue("/console/sign-in");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void the_key_of_the_api_signs_in_and_its_cookie_stays_out_of_reach() {
    ConsoleClient client = new ConsoleClient(hub);

    HttpResponse<String> answer = client.signIn(TestHub.API_KEY);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location")).hasValue("/console");
    assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
        .contains("; Path=/console;", "; HttpOnly", "; SameSite=Strict", "; Max-Age=43200")
        .doesNotContain(TestHub.API_KEY, "Secure");
    assertThat(client.get("/console").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "test-key ", "test-keys"})
  void another_key_does_not_sign_in(String key) {
    ConsoleClient client = new ConsoleClient(hub);

    HttpResponse<String> answer = client.signIn(key);

    if (key.strip().equals(TestHub.API_KEY)) {
      // White space around a pasted key is no part of it.
      assertThat(answer.statusCode()).isEqualTo(303);
    } else {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("This key opens nothing.");
      assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }
  }

  @Test
  void every_answer_forbids_foreign_scripts_frames_and_guesses_of_its_type() {
    ConsoleClient client = ConsoleClient.signedIn(hub);

    for (String path :
        new String[] {
          "/console", "/console/sign-in", "/console/nothing", "/console/assets/console.js"
        }) {
      Map<String, java.util.List<String>> headers = client.get(path).headers().map();
      assertThat(headers.get("content-security-policy"))
          .as(path)
          .singleElement()
          .asString()
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.get("x-content-type-options")).as(path).containsExactly("nosniff");
    }
    assertThat(client.get("/console").headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void no_page_has_a_script_or_a_style_in_its_text() {
    ConsoleClient client = ConsoleClient.signedIn(hub);

    assertThat(client.get("/console").body())
        .doesNotContain(" style=", "<style", " onclick=")
        .containsPattern("<script src=\"[^\"]+\" defer></script>")
        .doesNotContainPattern("<script[^>]*>[^<]");
  }

  @Test
  void what_a_payload_says_is_text_and_nothing_else() {
    HubClient.Account account = hub.ownerRez(URI.create("http://127.0.0.1:9"));
    ObjectNode body = FixtureJson.object();
    body.put("id", HOSTILE)
        .put("action", "entity_update")
        .put("entity_type", HOSTILE)
        .put("note", HOSTILE);
    hub.post(account, FixtureJson.bytes(body));
    String id = hub.client().call("GET", "/inbox", null).at("/data/0/id").asText();
    ConsoleClient client = ConsoleClient.signedIn(hub);

    for (String path : new String[] {"/console", "/console/inbox", "/console/inbox/" + id}) {
      assertThat(client.get(path).body()).as(path).doesNotContain("<script>alert", "<img src=x");
    }
    assertThat(client.get("/console/inbox/" + id).body()).contains("&lt;script&gt;alert(1)");
    String filter =
        "/console/inbox?status="
            + ConsoleApi.encode(HOSTILE)
            + "&done="
            + ConsoleApi.encode(HOSTILE);
    assertThat(client.get(filter).body()).doesNotContain("<script>alert", "<img src=x");
  }

  @Test
  void a_change_needs_the_token_of_its_session() {
    ConsoleClient client = ConsoleClient.signedIn(hub);
    String path = "/console/inbox/00000000-0000-0000-0000-000000000000/replay";

    assertThat(client.post(path, "", Map.of()).statusCode()).isEqualTo(403);
    assertThat(client.post(path, "csrf=0123\r\n", Map.of()).statusCode()).isEqualTo(403);
    assertThat(client.post(path, "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_form_of_another_site_is_refused_also_at_the_sign_in() {
    HttpResponse<String> answer =
        new ConsoleClient(hub)
            .post(
                "/console/sign-in",
                "key=" + TestHub.API_KEY + "\r\n",
                Map.of("Sec-Fetch-Site", "cross-site"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void a_session_ends_at_the_sign_out_for_every_copy_of_its_cookie() {
    ConsoleClient client = ConsoleClient.signedIn(hub);
    String copy = client.cookie();

    HttpResponse<String> answer = client.post("/console/sign-out", "");

    assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
    client.cookie(copy);
    assertThat(client.get("/console").statusCode()).isEqualTo(303);
  }

  @Test
  void a_session_ends_after_twelve_hours() {
    MutableClock clock = new MutableClock();
    ConsoleSessions sessions =
        new ConsoleSessions(new SecretBox(new byte[32]), clock, PathPrefix.NONE);
    String cookie = sessions.cookie(sessions.begin("a key"), false).replaceAll("^[^=]+=|;.*$", "");

    clock.forward(Duration.ofHours(12).minusSeconds(1));
    assertThat(sessions.find(cookie).key()).isEqualTo("a key");

    clock.forward(Duration.ofSeconds(1));
    assertThat(sessions.find(cookie)).isNull();
  }

  @Test
  void a_sealed_credential_is_no_session() {
    SecretBox box = new SecretBox(new byte[32]);
    ConsoleSessions sessions = new ConsoleSessions(box, new MutableClock(), PathPrefix.NONE);

    assertThat(sessions.find(box.seal("a password of an account", "integration_account.api of 1")))
        .isNull();
  }

  @Test
  void a_cookie_that_was_made_up_or_changed_opens_nothing() {
    ConsoleClient client = ConsoleClient.signedIn(hub);
    String real = client.cookie();

    for (String other :
        new String[] {"x", "bellhop-console=", real.substring(0, real.length() - 4) + "AAAA"}) {
      client.cookie(other);
      assertThat(client.get("/console").statusCode()).as(other).isEqualTo(303);
    }
  }

  @Test
  void a_hub_without_a_console_has_nothing_at_its_address() throws Exception {
    try (TestHub without =
        TestHub.start(Map.of("bellhop.providers", "ownerrez", "bellhop.console", "false"))) {
      ConsoleClient client = new ConsoleClient(without);

      assertThat(client.get("/console").statusCode()).isEqualTo(404);
      assertThat(client.get("/console/assets/console.js").statusCode()).isEqualTo(404);
      assertThat(client.signIn(TestHub.API_KEY).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void behind_tls_the_cookie_goes_by_tls_alone() throws Exception {
    try (TestHub secure =
        TestHub.start(
            Map.of(
                "bellhop.providers",
                "ownerrez",
                "bellhop.public-url",
                "https://hub.example.com"))) {
      assertThat(
              new ConsoleClient(secure)
                  .signIn(TestHub.API_KEY)
                  .headers()
                  .firstValue("set-cookie")
                  .orElseThrow())
          .endsWith("; Secure");
    }
  }
}

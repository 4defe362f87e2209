package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.FreePort;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {
  private static final String ID = "0198a000-0000-7000-8000-000000000001";
  private static final String REPLAY = "/webhooks/" + ID + "/replay";

  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void it_continues_from_page_to_page_until_the_last() {
    hub.answering(REPLAY, 200, "{\"meta\":{\"count\":1000,\"next\":\"e-2\"}}")
        .answering(REPLAY, 200, "{\"meta\":{\"count\":0,\"next\":\"e-3\"}}")
        .answering(REPLAY, 200, "{\"meta\":{\"count\":7,\"next\":null}}");

    CommandRun run =
        hub.run(
            "replay",
            "--webhook",
            ID,
            "--from",
            "2026-11-21T19:00:00+01:00",
            "--to",
            "2026-11-22T00:00:00Z");

    assertThat(run).isEqualTo(new CommandRun(0, "", "1007 events queued for webhook " + ID + "\n"));
    assertThat(hub.calls())
        .extracting(call -> call.body().toString())
        .containsExactly(
            "{\"from\":\"2026-11-21T18:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\"}",
            "{\"to\":\"2026-11-22T00:00:00Z\",\"event_id\":\"e-2\"}",
            "{\"to\":\"2026-11-22T00:00:00Z\",\"event_id\":\"e-3\"}");
    assertThat(hub.calls()).allMatch(call -> FakeHub.KEY.equals(call.key()));
  }

  @Test
  void it_may_begin_with_an_event() {
    hub.answering(REPLAY, 200, "{\"meta\":{\"count\":1,\"next\":null}}");

    assertThat(hub.run("replay", "--webhook", ID, "--from-event", "e-1").code()).isZero();
    assertThat(hub.calls().get(0).body()).isEqualTo(FixtureJson.object().put("event_id", "e-1"));
  }

  @Test
  void a_hub_that_fails_half_way_leaves_word_how_to_go_on() {
    hub.answering(REPLAY, 200, "{\"meta\":{\"count\":1000,\"next\":\"e-2\"}}")
        .answering(REPLAY, 503, "{\"errors\":{\"code\":\"x\",\"title\":\"Try again\"}}");

    CommandRun run = hub.run("replay", "--webhook", ID, "--from-event", "e-1");

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "bellhop: POST "
                    + REPLAY
                    + ": the hub answers 503: Try again; 1000 events are queued, --from-event e-2"
                    + " continues\n"));
  }

  @Test
  void a_hub_that_names_the_same_event_again_does_not_keep_it_busy_for_ever() {
    hub.answering(REPLAY, 200, "{\"meta\":{\"count\":1,\"next\":\"e-1\"}}");

    CommandRun run = hub.run("replay", "--webhook", ID, "--from-event", "e-1");

    assertThat(run)
        .isEqualTo(new CommandRun(1, "", "bellhop: the hub does not get past event e-1\n"));
  }

  @Test
  void a_message_of_the_inbox_is_worked_on_again() {
    hub.answering(
        "/inbox/" + ID + "/replay",
        200,
        "{\"data\":{\"id\":\"x\",\"attributes\":{\"status\":\"pending\"}}}");

    assertThat(hub.run("replay", "--inbox", ID))
        .isEqualTo(new CommandRun(0, ID + " pending\n", ""));
  }

  @Test
  void so_is_one_of_a_real_hub() throws Exception {
    try (TestHub real = TestHub.start(Map.of("bellhop.providers", "ownerrez"))) {
      HubClient.Account account = real.ownerRez(URI.create("http://127.0.0.1:9"));
      real.post(account, Files.readAllBytes(Path.of("fixtures/ownerrez/webhook_test.json")));
      real.awaitSettled();
      String id = real.client().call("GET", "/inbox", null).at("/data/0/id").asText();

      CommandRun run =
          CommandRun.of(
              "replay",
              "--inbox",
              id,
              "--url",
              real.server().url().toString(),
              "--api-key",
              TestHub.API_KEY);

      assertThat(run.code()).isZero();
      assertThat(run.out()).startsWith(id + " ");
      assertThat(real.settledEvents(account)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "401 | '{\"errors\":{\"code\":\"unauthorized\",\"title\":\"No\"}}'"
            + " | the hub at URL refuses the API key: check --api-key or BELLHOP_API_KEY",
        "404 | '{\"errors\":{\"code\":\"resource_not_found\",\"title\":\"No\"}}'"
            + " | the hub at URL has no PATH",
        "422 | '{\"errors\":{\"code\":\"validation_error\",\"title\":\"Validation Error\",\"details\":"
            + "{\"event_id\":[\"is not known\",\"is odd\"],\"to\":[\"is before from\"]}}}'"
            + " | POST PATH: the hub answers 422: event_id is not known, is odd; to is before from",
        "404 | <html>nginx</html> | POST PATH: URL answers 404, as no hub does: check --url",
        "200 | <html>hi</html> | POST PATH: URL answers 200, as no hub does: check --url",
        "204 | '' | POST PATH: URL answers 204, as no hub does: check --url"
      })
  void what_the_hub_refuses_is_one_line(int status, String body, String line) {
    hub.answering(REPLAY, status, body);

    CommandRun run = hub.run("replay", "--webhook", ID, "--from-event", "e-1");

    String expected = line.replace("URL", hub.url()).replace("PATH", REPLAY);
    assertThat(run).isEqualTo(new CommandRun(1, "", "bellhop: " + expected + "\n"));
  }

  @Test
  void where_no_server_listens_the_url_is_named_and_what_to_do() throws Exception {
    String url = "http://127.0.0.1:" + FreePort.any();

    CommandRun run = CommandRun.of("replay", "--inbox", ID, "--url", url + "/", "--api-key", "k");

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "bellhop: the hub at "
                    + url
                    + " is not running: start it (java -jar bellhop.jar), or give its URL"
                    + " by --url or BELLHOP_URL\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, key, --url (or BELLHOP_URL) must be like http://127.0.0.1:8080",
    "ftp://hub, key, --url (or BELLHOP_URL) must be like http://127.0.0.1:8080",
    "http://x y, key, --url (or BELLHOP_URL) must be like http://127.0.0.1:8080",
    "http://127.0.0.1:1, '', the API key is missing",
    "http://127.0.0.1:1, 'a\u0000b', the API key has characters that no header can have"
  })
  void an_invalid_url_or_key_is_one_line(String url, String key, String line) {
    CommandRun run = CommandRun.of("replay", "--inbox", ID, "--url", url, "--api-key", key);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).singleElement().asString().startsWith("bellhop: " + line);
  }

  @Test
  void it_must_be_given_what_and_from_when() {
    assertThat(hub.run("replay").code()).isEqualTo(2);
    assertThat(hub.run("replay", "--webhook", ID).code()).isEqualTo(2);
    assertThat(hub.run("replay", "--webhook", "x", "--from-event", "e").code()).isEqualTo(2);
    assertThat(hub.run("replay", "--webhook", ID, "--from", "yesterday").code()).isEqualTo(2);
    assertThat(hub.run("replay", "--webhook", ID, "--from-event", "e", "--inbox", ID).code())
        .isEqualTo(2);
    assertThat(hub.calls()).isEmpty();
  }

  @Test
  void on_a_terminal_one_line_counts_and_elsewhere_only_the_end_is_printed() {
    StringWriter terminal = new StringWriter();
    ProgressLine counting = new ProgressLine(new PrintWriter(terminal), true);
    counting.at("1000 queued");
    counting.at("2000 queued");
    counting.end("2001 in");
    StringWriter file = new StringWriter();
    ProgressLine still = new ProgressLine(new PrintWriter(file), false);
    still.at("1000 queued");
    still.end("2001 in");

    assertThat(terminal).hasToString("\r1000 queued\r2000 queued\r2001 in    \n");
    assertThat(file).hasToString("2001 in\n");
  }
}

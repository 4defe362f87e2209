package io.bellhop.tool.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.bellhop.support.MutableClock;
import io.bellhop.tool.fixture.Senders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The signer is not ours: what Standard Webhooks' own library signs is what counts. */
class ListenCommandTest {
  private static final String SECRET = secret("a-secret-of-a-webhook-of-32-char");
  private static final String OTHER = secret("another-secret-of-32-characters.");
  private static final String EVENT =
      """
      {"hook": {"id": "evt_1", "eventType": "reservation.updated", "source": "PMS_WEBHOOK"},
       "data": {"provider": "acme", "result": "SUCCESS", "record": {"id": "R-1",
         "primaryGuest": {"name": "Zoë Example"}, "totalPrice": 120.50},
         "changes": {"notes": ["late", "Zoë comes late"], "departureDate": ["2026-12-01", "2026-12-02"],
           "primaryGuest": [{"name": "Z"}, {"name": "Zoë Example"}]}}}
      """;
  private static final String LINE =
      "reservation.updated   acme            R-1                      departureDate 2026-12-01 ->"
          + " 2026-12-02, notes, primaryGuest";

  private final MutableClock clock = new MutableClock();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Senders senders = new Senders();
  private ListenServer subscriber;

  @AfterEach
  void stop() {
    if (subscriber != null) {
      subscriber.close();
    }
  }

  @Test
  void an_event_is_one_line_without_names_or_notes_and_the_first_line_says_where() {
    listen("--secret", SECRET);

    assertThat(post(EVENT, signed("evt_1", EVENT, SECRET)).statusCode()).isEqualTo(200);

    assertThat(out.toString().lines())
        .containsExactly("listening: " + subscriber.uri(), "09:30:00.000  " + LINE);
    assertThat(subscriber.uri().toString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]+");
  }

  @Test
  void what_came_before_is_marked() {
    listen("--secret", SECRET);

    post(EVENT, signed("evt_1", EVENT, SECRET));
    clock.forward(Duration.ofHours(1));
    post(EVENT, signed("evt_1", EVENT, SECRET));
    post(EVENT, signed("evt_2", EVENT, SECRET));

    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            "09:30:00.000  " + LINE,
            "10:30:00.000  " + LINE + " [repeat]",
            "10:30:00.000  " + LINE);
  }

  @Test
  void what_was_refused_does_not_make_the_true_one_a_repeat() {
    listen("--secret", SECRET);

    post(EVENT, signed("evt_1", EVENT, OTHER));
    post(EVENT, signed("evt_1", EVENT, SECRET));

    assertThat(out.toString().lines().skip(2)).containsExactly("09:30:00.000  " + LINE);
  }

  @Test
  void a_body_that_was_changed_is_refused_and_not_shown() {
    listen("--secret", SECRET);

    Map<String, String> headers = signed("evt_1", EVENT, SECRET);

    assertThat(post(EVENT + " ", headers).statusCode()).isEqualTo(401);
    assertRefused("no signature matches the secret");
  }

  @Test
  void so_is_one_that_another_secret_signed() {
    listen("--secret", SECRET);

    assertThat(post(EVENT, signed("evt_1", EVENT, OTHER)).statusCode()).isEqualTo(401);
    assertRefused("no signature matches the secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void so_is_one_without_all_three_headers(String missing) {
    listen("--secret", SECRET);
    Map<String, String> headers = signed("evt_1", EVENT, SECRET);
    headers.remove(missing);

    assertThat(post(EVENT, headers).statusCode()).isEqualTo(401);
    assertRefused("it must have webhook-id, webhook-timestamp and webhook-signature once each");
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301})
  void so_is_one_that_is_not_of_now(long seconds) {
    listen("--secret", SECRET);
    Map<String, String> headers = signed("evt_1", EVENT, SECRET);
    clock.forward(Duration.ofSeconds(seconds));

    assertThat(post(EVENT, headers).statusCode()).isEqualTo(401);
    assertThat(out.toString()).contains("refused with 401: its time is more than 5 minutes off");
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 300})
  void five_minutes_are_tolerated(long seconds) {
    listen("--secret", SECRET);
    Map<String, String> headers = signed("evt_1", EVENT, SECRET);
    clock.forward(Duration.ofSeconds(seconds));

    assertThat(post(EVENT, headers).statusCode()).isEqualTo(200);
  }

  @Test
  void while_a_secret_is_rotated_one_of_two_signatures_is_enough() {
    listen("--secret", SECRET);
    Map<String, String> headers = signed("evt_1", EVENT, OTHER);
    headers.merge(
        "webhook-signature",
        signed("evt_1", EVENT, SECRET).get("webhook-signature"),
        (other, ours) -> other + " " + ours);

    assertThat(post(EVENT, headers).statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_secret_it_warns_once_that_nothing_is_verified_and_marks_each_line() {
    listen();

    assertThat(post(EVENT, Map.of()).statusCode()).isEqualTo(200);
    assertThat(post(EVENT, signed("evt_1", EVENT, OTHER)).statusCode()).isEqualTo(200);

    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            "without a secret (--secret, BELLHOP_WEBHOOK_SECRET) signatures are not"
                + " checked: anyone may have sent these events",
            "09:30:00.000  " + LINE + " [unverified]",
            "09:30:00.000  " + LINE + " [unverified]");
  }

  @Test
  void json_is_the_whole_body_on_one_line_and_nothing_else_stands_between() {
    listen("--json", "--secret", SECRET);

    post(EVENT, signed("evt_1", EVENT, SECRET));
    post(EVENT, Map.of());

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .startsWith("{\"hook\":{\"id\":\"evt_1\"")
        .contains("\"name\":\"Zoë Example\"", "\"totalPrice\":120.50");
    assertThat(err.toString()).contains("refused with 401");
  }

  @Test
  void another_status_is_answered_when_it_is_asked_for_but_not_to_what_is_refused() {
    listen("--status", "503", "--secret", SECRET);

    assertThat(post(EVENT, signed("evt_1", EVENT, SECRET)).statusCode()).isEqualTo(503);
    assertThat(post(EVENT, Map.of()).statusCode()).isEqualTo(401);
    assertThat(out.toString()).contains(LINE);
  }

  @Test
  void what_is_not_json_or_not_posted_is_refused() {
    listen();

    assertThat(post("<html>", Map.of()).statusCode()).isEqualTo(400);
    assertThat(senders.send("GET", subscriber.uri(), null, Map.of()).statusCode()).isEqualTo(405);
    assertThat(out.toString().lines().skip(2))
        .containsExactly(
            "09:30:00.000  refused with 400: its body is not JSON",
            "09:30:00.000  refused with 405: not a POST");
  }

  @Test
  void a_body_without_end_is_cut_off() {
    listen();

    assertThat(post("x".repeat((16 << 20) + 1), Map.of()).statusCode()).isEqualTo(413);
    assertThat(post(EVENT, Map.of()).statusCode()).isEqualTo(200);
  }

  @Test
  void nothing_that_was_sent_can_write_over_the_screen() {
    listen();

    post(
        "{\"hook\":{\"eventType\":\"\\u001b[2J\\r\"},\"data\":{\"provider\":\"a\\nb\","
            + "\"record\":{\"id\":\"\\u0007\",\"status\":\"\\u009b1m\"}}}",
        Map.of("webhook-id", "x"));

    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString().replace(System.lineSeparator(), "")).matches("[\\x20-\\x7e]*");
  }

  @Test
  void json_that_is_no_event_is_shown_as_such() {
    listen();

    assertThat(post("[1, null]", Map.of()).statusCode()).isEqualTo(200);
    assertThat(out.toString().lines().skip(2))
        .singleElement()
        .asString()
        .matches("09:30:00.000  - +- +- +\\[unverified]");
  }

  @Test
  void a_port_that_is_taken_ends_it_with_one_line() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CommandRun run = CommandRun.of("listen", "--port", "" + taken.getLocalPort());

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.errors())
          .singleElement()
          .asString()
          .startsWith("bellhop: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
          .endsWith(". Stop what uses it, or give another --port (0: any free one)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_", "whsec_*", "no base64!"})
  void an_invalid_secret_ends_it_and_is_not_repeated(String secret) {
    CommandRun run = CommandRun.of("listen", "--secret", secret);

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "bellhop: --secret (or BELLHOP_WEBHOOK_SECRET) must be whsec_ and"
                    + " base64, as the hub shows it at the creation of the webhook\n"));
  }

  @Test
  void an_invalid_status_or_port_is_a_wrong_command_line() {
    assertThat(CommandRun.of("listen", "--status", "99").code()).isEqualTo(2);
    assertThat(CommandRun.of("listen", "--port", "65536").code()).isEqualTo(2);
  }

  private void listen(String... arguments) {
    ListenCommand command = new ListenCommand();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    line.parseArgs(arguments);
    subscriber = command.listen(clock);
  }

  private HttpResponse<String> post(String body, Map<String, String> headers) {
    return senders.post(subscriber.uri().resolve("/any/path"), body.getBytes(UTF_8), headers);
  }

  private Map<String, String> signed(String id, String body, String secret) {
    long at = clock.instant().getEpochSecond();
    try {
      return new HashMap<>(
          Map.of(
              "webhook-id",
              id,
              "webhook-timestamp",
              "" + at,
              "webhook-signature",
              new Webhook(secret).sign(id, at, body)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertRefused(String why) {
    List<String> lines = new ArrayList<>(out.toString().lines().toList());
    lines.remove(0);
    assertThat(lines).containsExactly("09:30:00.000  refused with 401: " + why);
  }

  private static String secret(String text) {
    return "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}

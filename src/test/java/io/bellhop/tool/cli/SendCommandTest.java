package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code send} posts to a listener, and what it says of the answer. */
class SendCommandTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
  private static final String ACCEPTED = "200 {\"status\":\"accepted\"}";

  private static TestHub hub;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    hub = TestHub.start(Map.of());
    for (String provider :
        List.of(
            "guesty",
            "channex",
            "booking-experts",
            "calry",
            "hospitable",
            "ownerrez",
            "hostaway",
            "smoobu")) {
      hub.account(provider, NOWHERE);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
  }

  @Test
  void what_it_sends_becomes_an_event() throws Exception {
    try (TestHub fresh = TestHub.start(Map.of("bellhop.providers", "ownerrez"))) {
      HubClient.Account account = fresh.ownerRez(NOWHERE);

      CommandRun run =
          send(fresh, "ownerrez", "booking-entity_create-inline", "--password", "pass:word");

      assertThat(run).isEqualTo(new CommandRun(0, ACCEPTED + "\n", ""));
      assertThat(fresh.settledEvents(account))
          .singleElement()
          .satisfies(event -> assertThat(event.at("/data/record/id").asText()).isEqualTo("273512"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "guesty, reservation.new, --secret, whsec_YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q=",
    "guesty, reservation.new.json, --secret, YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q=",
    "channex, booking_new, --header-value, a-long-random-secret-of-this-account",
    "booking-experts, category-created, --secret, client-secret",
    "calry, reservation.created, --header-value, a-secret-of-this-account",
    "hospitable, reservation.created, --secret, aG9zdEBleGFtcGxlLmNvbQ==",
    "hostaway, reservation.created, --password, pass:word",
    "smoobu, newReservation, --header-value, a-key-that-comes-with-webhooks"
  })
  void it_proves_itself_as_each_provider_does(
      String provider, String fixture, String option, String secret) {
    CommandRun right = send(hub, provider, fixture, option, secret);
    CommandRun wrong = send(hub, provider, fixture, option, "d3Jvbmctd3Jvbmctd3Jvbmctd3Jvbmc=");

    assertThat(right).isEqualTo(new CommandRun(0, ACCEPTED + "\n", ""));
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.out()).startsWith("401 {\"errors\":{\"code\":\"unauthorized\"");
  }

  @Test
  void a_user_name_may_be_another_than_the_accounts() {
    CommandRun run =
        send(hub, "ownerrez", "webhook_test", "--username", "x", "--password", "pass:word");

    assertThat(run.out()).startsWith("401 ");
  }

  @ParameterizedTest
  @CsvSource({
    "guesty, reservation.new, --secret, BELLHOP_SEND_SECRET",
    "ownerrez, webhook_test, --password, BELLHOP_SEND_PASSWORD",
    "calry, reservation.created, --header-value, BELLHOP_SEND_HEADER_VALUE"
  })
  void a_secret_that_is_missing_is_asked_for(
      String provider, String fixture, String option, String variable) {
    assertThat(send(hub, provider, fixture))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "bellhop: the account verifies webhooks by a secret, which the hub does"
                    + " not show: give "
                    + option
                    + ", or set "
                    + variable
                    + "\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "guesty, reservation.new, --secret, whsec_!",
    "calry, reservation.created, --header-value, 'a\u0000b'"
  })
  void a_secret_that_cannot_be_one_is_refused_and_not_repeated(
      String provider, String fixture, String option, String secret) {
    CommandRun run = send(hub, provider, fixture, option, secret);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .contains("the given credentials cannot prove a webhook to");
    assertThat(run.err()).doesNotContain(secret);
  }

  @Test
  void a_fixture_that_there_is_not_names_near_ones() {
    CommandRun run = send(hub, "guesty", "reservation.crated.v2", "--secret", "x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith("bellhop: there is no fixture reservation.crated.v2 of guesty, and no such")
        .contains("near it are reservation.created.v2, ");
  }

  @Test
  void an_option_names_where_the_hub_is_reached_from_here() throws Exception {
    try (TestHub proxied =
        TestHub.start(
            Map.of(
                "bellhop.providers",
                "ownerrez",
                "bellhop.public-url",
                "https://hub.example.com/pms"))) {
      proxied.ownerRez(NOWHERE);
      String[] what = {"ownerrez", "webhook_test", "--password", "pass:word", "--to"};

      assertThat(send(proxied, and(what, proxied.server().url() + "/")))
          .isEqualTo(new CommandRun(0, ACCEPTED + "\n", ""));
      assertThat(send(proxied, and(what, "somewhere")).err())
          .isEqualTo("bellhop: --to must be like http://127.0.0.1:8080, was: somewhere\n");
    }
  }

  @Test
  void so_does_a_provider() {
    CommandRun run = send(hub, "gesty", "reservation.new", "--secret", "x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith("bellhop: there are no routes of a provider gesty; near it are guesty, ");
  }

  @Test
  void any_file_may_be_sent_with_the_headers_that_stand_beside_it() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.json"), "[]");
    Files.writeString(folder.resolve("mine.headers.json"), "{\"Content-Type\": \"text/plain\"}");

    CommandRun run = send(hub, "ownerrez", file.toString(), "--password", "pass:word");

    // It has valid proof, so the hub keeps it although it is no webhook of this provider.
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("200 {\"status\"");
  }

  @ParameterizedTest
  @CsvSource({"ownerrez", "."})
  void fixtures_may_stand_in_a_folder_of_ones_own(String inside) throws Exception {
    Files.createDirectories(folder.resolve(inside));
    Files.writeString(
        folder.resolve(inside).resolve("probe.json"),
        Files.readString(Path.of("fixtures/ownerrez/webhook_test.json")));

    CommandRun run =
        send(hub, "ownerrez", "probe", "--fixtures", folder.toString(), "--password", "pass:word");
    CommandRun unknown =
        send(hub, "ownerrez", "prob", "--fixtures", folder.toString(), "--password", "pass:word");
    CommandRun nowhere = send(hub, "ownerrez", "probe", "--fixtures", folder + "/none");

    assertThat(run).isEqualTo(new CommandRun(0, ACCEPTED + "\n", ""));
    assertThat(unknown.err()).endsWith("; there is probe\n");
    assertThat(nowhere.err())
        .isEqualTo("bellhop: --fixtures: there is no folder " + folder + "/none\n");
  }

  @Test
  void many_are_counted_and_each_is_a_webhook_of_its_own() throws Exception {
    try (TestHub fresh = TestHub.start(Map.of("bellhop.providers", "guesty"))) {
      HubClient.Account account = fresh.guesty(NOWHERE);

      CommandRun run =
          send(
              fresh,
              "guesty",
              "reservation.new",
              "--times",
              "3",
              "--secret",
              "whsec_YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q=");

      assertThat(run).isEqualTo(new CommandRun(0, "3 x " + ACCEPTED + "\n", "3 of 3 sent\n"));
      fresh.awaitSettled();
      assertThat(fresh.statuses(account)).hasSize(3).doesNotContain("duplicate");
    }
  }

  @Test
  void of_several_accounts_one_must_be_named() throws Exception {
    try (TestHub fresh = TestHub.start(Map.of("bellhop.providers", "ownerrez"))) {
      String[] what = {"ownerrez", "webhook_test", "--password", "pass:word"};
      assertThat(send(fresh, what).err())
          .isEqualTo(
              "bellhop: the hub at "
                  + fresh.server().url()
                  + " has no integration account of ownerrez\n");

      HubClient.Account harbour = account(fresh, "Harbour");
      HubClient.Account quay = account(fresh, "Quay");

      assertThat(send(fresh, what).err())
          .startsWith("bellhop: there are several accounts, name one with --account: ")
          .contains("Harbour (" + harbour.id() + ")", "Quay (" + quay.id() + ")");
      assertThat(send(fresh, and(what, "--account", "Quai")).err())
          .isEqualTo("bellhop: ownerrez has no account Quai; there is Quay, Harbour\n");
      assertThat(send(fresh, and(what, "--account", "Quay")).code()).isZero();
      assertThat(send(fresh, and(what, "--account", harbour.id())).code()).isZero();
      fresh.awaitSettled();
      assertThat(fresh.events(quay)).hasSize(1);
      assertThat(fresh.events(harbour)).hasSize(1);
    }
  }

  private static HubClient.Account account(TestHub hub, String name) {
    ObjectNode fields = TestHub.accountFields("ownerrez");
    fields.put("provider", "ownerrez").put("name", name);
    return hub.client().makeAccount(fields);
  }

  private static String[] and(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static CommandRun send(TestHub hub, String... arguments) {
    return CommandRun.of(
        and(
            and(new String[] {"send"}, arguments),
            "--url",
            hub.server().url().toString(),
            "--api-key",
            TestHub.API_KEY));
  }
}

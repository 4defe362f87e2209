package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.EventSchema;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes of a booking whose API refuses it, is behind its own webhook, or does not answer. One
 * hub a database, an account and an API of its own for each test.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiRefusalTest {
  private static final String BOOKING = "/v2/bookings/273501";

  /** A provider whose webhook itself says the status. */
  private static final String ACME =
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
            - {name: auth, value: bearer}
      - route:
          id: acme-events
          description: Fetches the stay that a webhook names.
          routeConfigurationId: bellhop-delivery-errors
          from:
            uri: direct
            parameters: {name: bellhop-acme}
            steps:
              - setVariables:
                  variables:
                    - {name: recordId, expression: {language: {language: jslt, expression: "text(.stay)"}}}
                    - {name: recordType, expression: {constant: {expression: reservation}}}
                    - {name: verb, expression: {constant: {expression: updated}}}
                    - {name: expect, expression: {language: {language: jslt, expression: "{\\"status\\": .status}"}}}
                    - {name: eventTime, expression: {language: {language: jslt, expression: ".at"}}}
                    - {name: apiPath, expression: {constant: {expression: "/v1/stays/{recordId}"}}}
                    - {name: guestId, expression: {language: {language: jslt, expression: "text(.guest)"}}}
              - to: {uri: direct, parameters: {name: acme-api}}
              - choice:
                  when:
                    - expression: {language: {language: jslt, expression: "$guestId"}}
                      steps:
                        - to: {uri: direct, parameters: {name: acme-read-guest}}
              - to: {uri: direct, parameters: {name: bellhop-publish}}
      - templatedRoute:
          routeTemplateRef: bellhop-enrich
          routeId: acme-read-guest
          parameters:
            - {name: from, value: acme-read-guest}
            - {name: call, value: acme-api}
            - {name: path, value: "/v1/guests/{guestId}"}
            - {name: into, value: guest}
            - {name: what, value: the guest}
      """;

  @TempDir private static Path routes;
  @TempDir private Path data;
  private static final Fixtures OWNERREZ = Fixtures.inFolder(Path.of("fixtures/ownerrez"));
  private static final Fixtures GUESTY = Fixtures.inFolder(Path.of("fixtures/guesty"));

  private TestHub shared;
  private FixtureApi api;
  private HubClient.Account account;
  private TestHub hub;

  @BeforeAll
  void start() {
    OwnProvider acme = OwnProvider.in(routes).routes(ACME);
    shared = TestHub.start(acme.options(Map.of("bellhop.provider.read-again", "6s")));
  }

  @BeforeEach
  void share() {
    hub = shared;
  }

  @AfterEach
  void close() {
    api.close();
  }

  @AfterAll
  void stop() throws Exception {
    shared.close();
  }

  static Stream<Arguments> refusals_of_the_account() {
    return Stream.of(
        Arguments.of(403, "<html>Just a moment...</html>"),
        Arguments.of(
            403,
            "{\"messages\":[\"Your IP address has been blocked\"],"
                + "\"code\":\"ip_blocked\",\"status_code\":403}"),
        Arguments.of(402, "{\"code\":\"messaging_not_enabled\",\"status_code\":402}"),
        Arguments.of(401, "{\"code\":\"invalid_token\"}"));
  }

  @ParameterizedTest
  @MethodSource("refusals_of_the_account")
  void a_refusal_of_the_account_makes_no_booking_a_failure(int status, String body) {
    ownerRez();
    api.next(3, BOOKING, FixtureAnswer.of(status, body.getBytes(StandardCharsets.UTF_8)));
    post(thin("b61", 273501));

    settle();
    assertThat(types())
        .containsExactlyInAnyOrder(
            "account.degraded SUCCESS", "account.recovered SUCCESS", "reservation.created SUCCESS");
    hub.events(account).forEach(EventSchema::check);
    assertThat(hub.statuses(account)).containsExactly("done");
  }

  @Test
  void while_an_account_is_turned_away_its_messages_wait_without_costing_tries() {
    ownerRez();
    AtomicBoolean blocked = new AtomicBoolean(true);
    FixtureAnswer no =
        FixtureAnswer.of(403, "{\"code\":\"account_locked\"}".getBytes(StandardCharsets.UTF_8));
    api.next(Integer.MAX_VALUE, "/v2/bookings/", usual -> blocked.get() ? no : usual);
    int[] bookings = {273501, 273502, 273503, 273521, 273522, 273531, 273532};
    for (int id : bookings) {
      post(thin("l" + id, id));
    }
    Awaitility.await().until(() -> api.calls("/v2/bookings/").size() >= 4 && types().size() == 1);

    blocked.set(false);

    settle();
    assertThat(hub.events(account))
        .filteredOn(e -> e.at("/hook/eventType").asText().endsWith(".created"))
        .hasSize(bookings.length)
        .allMatch(e -> e.at("/data/result").asText().equals("SUCCESS"));
    assertThat(types()).filteredOn(t -> t.startsWith("account.")).hasSize(2);
    assertThat(rows()).allMatch(row -> row.path("attempts").asInt() <= 2);
  }

  @Test
  void an_outage_pauses_the_account_and_ends_with_the_first_call_that_works() {
    ownerRez();
    AtomicBoolean down = new AtomicBoolean(true);
    api.next(
        Integer.MAX_VALUE, "/v2/bookings/", usual -> down.get() ? FixtureAnswer.of(503) : usual);
    post(thin("o1", 273501));
    post(thin("o2", 273502));
    Awaitility.await().until(() -> types().contains("account.degraded SUCCESS"));

    down.set(false);

    settle();
    assertThat(hub.events(account)).hasSize(4);
    assertThat(types())
        .containsOnlyOnce("account.degraded SUCCESS", "account.recovered SUCCESS")
        .filteredOn("reservation.created SUCCESS"::equals)
        .hasSize(2);
  }

  @Test
  void a_record_that_does_not_exist_yet_is_read_again() {
    ownerRez();
    api.next(1, BOOKING, FixtureAnswer.of(404));
    post(thin("b51", 273501));

    settle();
    assertThat(types()).containsExactly("reservation.created SUCCESS");
    assertThat(api.calls(BOOKING)).hasSize(2);
  }

  @Test
  void another_record_than_the_one_that_was_asked_for_carries_a_warning() {
    ownerRez();
    ObjectNode another = OWNERREZ.json("api" + BOOKING + ".json");
    api.next(1, BOOKING, FixtureAnswer.of(200, FixtureJson.bytes(another.put("id", 424242))));
    post(thin("b53", 273501));

    settle();
    assertThat(hub.events(account))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.at("/data/warnings"))
                    .extracting(JsonNode::asText)
                    .contains("the provider's API answers with another record than 273501"));
  }

  @Test
  void an_empty_list_is_no_answer_yet() {
    api = new FixtureApi(GUESTY);
    account = hub.guesty(api.uri());
    api.next(
        1, "/v1/reservations-v3", FixtureAnswer.of(200, "[]".getBytes(StandardCharsets.UTF_8)));
    post(GUESTY.read("reservation.created.v2.json"));

    settle();
    assertThat(types()).containsExactly("reservation.created SUCCESS");
  }

  @Test
  void a_record_that_never_comes_is_a_failure_of_its_creation_after_several_tries() {
    ownerRez();
    api.remove(BOOKING);
    post(thin("b52", 273501));

    settle();
    assertThat(types()).containsExactly("reservation.created FAILURE");
    assertThat(api.calls(BOOKING)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void bellhop_waits_for_what_the_webhook_says() {
    acme();
    api.put("/v1/stays/7", stay("CONFIRMED", "2027-01-02T08:00:00.000Z"));
    webhook("a1", "CONFIRMED", null);
    settle();
    byte[] cancelled = stay("CANCELLED", "2027-02-01T09:59:59.000Z");
    AtomicInteger reads = new AtomicInteger();
    api.next(
        Integer.MAX_VALUE,
        "/v1/stays/7",
        usual -> reads.incrementAndGet() > 2 ? FixtureAnswer.of(200, cancelled) : usual);
    webhook("a2", "CANCELLED", "2027-02-01T10:00:00Z");

    settle();
    assertThat(hub.events(account).get(1).at("/data/changes/status/1").asText())
        .isEqualTo("CANCELLED");
    assertThat(hub.statuses(account)).containsExactly("done", "done");
  }

  @Test
  void a_contradiction_that_stays_is_emitted_and_never_unchanged() {
    acme();
    api.put("/v1/stays/7", stay("CONFIRMED", "2027-01-02T08:00:00.000Z"));
    webhook("c1", "CONFIRMED", null);
    settle();
    webhook("c2", "CANCELLED", "2027-02-01T10:00:00Z");

    settle();
    assertThat(hub.statuses(account)).containsExactly("done", "done");
    JsonNode last = hub.events(account).get(1);
    EventSchema.check(last);
    assertThat(last.at("/data/warnings").toString())
        .contains("the API still says status CONFIRMED where the webhook says CANCELLED");
    assertThat(last.at("/data/record/status").asText()).isEqualTo("CONFIRMED");
    assertThat(api.calls("/v1/stays/7")).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void a_record_that_is_newer_than_the_webhook_may_differ_from_it() {
    acme();
    api.put("/v1/stays/7", stay("CONFIRMED", "2027-02-01T10:00:01.000Z"));
    webhook("n1", "CANCELLED", "2027-02-01T10:00:00Z");

    settle();
    assertThat(api.calls("/v1/stays/7")).hasSize(1);
    assertThat(hub.events(account).get(0).toString()).doesNotContain("the API still says");
  }

  /**
   * The rest of the account works, so its bookings go on without what only some calls are refused.
   */
  @Test
  void a_guest_that_a_cdn_refuses_leaves_an_error_in_the_event() {
    acme();
    api.put("/v1/stays/7", stay("CONFIRMED", "2027-01-02T08:00:00.000Z"));
    byte[] page = "<html>Just a moment...</html>".getBytes(StandardCharsets.UTF_8);
    api.next(Integer.MAX_VALUE, "/v1/guests/", FixtureAnswer.of(403, page));
    ObjectNode body = FixtureJson.object().put("id", "g1").put("type", "stay").put("stay", 7);
    send(FixtureJson.bytes(body.put("status", "CONFIRMED").put("guest", 9)));

    settle();
    JsonNode stay =
        hub.events(account).stream()
            .filter(e -> e.at("/hook/eventType").asText().startsWith("reservation."))
            .findFirst()
            .orElseThrow();
    assertThat(stay.at("/data/result").asText()).isEqualTo("SUCCESS");
    assertThat(stay.at("/data/error").asText()).startsWith("the guest could not be read: ");
    assertThat(types()).containsOnlyOnce("account.degraded SUCCESS");
    assertThat(types()).doesNotContain("account.recovered SUCCESS");
  }

  @Test
  void a_guest_who_was_withheld_arrives_when_the_pause_ends_without_a_webhook() throws Exception {
    api = new FixtureApi(OWNERREZ);
    AtomicBoolean down = new AtomicBoolean(true);
    api.next(Integer.MAX_VALUE, "/v2/guests/", usual -> down.get() ? FixtureAnswer.of(503) : usual);
    String url = Store.H2.freshUrl();
    try (TestHub first = TestHub.startAt(url, Map.of("bellhop.data", data.toString()))) {
      hub = first;
      account = hub.ownerRez(api.uri());
      post(thin("w1", 273501));
      post(thin("w2", 273501));
      Awaitility.await().until(() -> types().contains("reservation.created SUCCESS"));
      settle();
      JsonNode created = reservations().get(0);
      assertThat(created.at("/data/error").asText()).startsWith("the guest could not be read: ");
      assertThat(created.at("/data/record/primaryGuest/emails").isMissingNode()).isTrue();
      Awaitility.await().until(() -> waiting() == 1);
      assertThat(reservations()).as("nothing new while nothing changes").hasSize(1);
    }
    try (TestHub second = TestHub.startAt(url, Map.of("bellhop.data", data.toString()))) {
      hub = second;
      down.set(false);

      Awaitility.await().until(() -> reservations().size() > 1);
      settle();
      JsonNode updated = reservations().get(1);
      EventSchema.check(updated);
      assertThat(updated.at("/hook/eventType").asText()).isEqualTo("reservation.updated");
      assertThat(updated.at("/data/origin").asText()).isEqualTo("webhook");
      assertThat(updated.at("/data/error").isMissingNode()).isTrue();
      assertThat(updated.at("/data/record/primaryGuest/emails")).isNotEmpty();
      assertThat(reservations()).hasSize(2);
      assertThat(waiting()).isZero();
    }
  }

  private List<JsonNode> reservations() {
    return hub.events(account).stream()
        .filter(e -> e.at("/hook/eventType").asText().startsWith("reservation."))
        .toList();
  }

  /** Messages that wait to read their record again. */
  private int waiting() {
    return hub.client()
        .call("GET", "/inbox?origin=read-later&status=pending", null)
        .at("/meta/total")
        .asInt();
  }

  @Test
  void a_replay_of_a_pending_message_runs_now() {
    ownerRez();
    api.next(
        1,
        BOOKING,
        new FixtureAnswer(503, Map.of("Retry-After", "3600"), new byte[0], Duration.ZERO));
    post(thin("r1", 273501));
    Awaitility.await().until(() -> rows().get(0).path("attempts").asInt() == 1);
    String id =
        hub.client()
            .call("GET", "/inbox?integration_account_id=" + account.id(), null)
            .at("/data/0/id")
            .asText();

    hub.client().call("POST", "/inbox/" + id + "/replay", new byte[0]);

    settle();
    assertThat(types()).containsExactly("reservation.created SUCCESS");
  }

  @Test
  void retry_after_0_is_a_pause_and_costs_a_try() {
    ownerRez();
    api.next(1, BOOKING, FixtureAnswer.tooManyRequests(0))
        .next(1, BOOKING, FixtureAnswer.tooManyRequests(0));
    post(thin("z1", 273501));

    settle();
    assertThat(types()).containsExactly("reservation.created SUCCESS");
    assertThat(rows().get(0).path("attempts").asInt()).isEqualTo(3);
    List<FixtureApi.Call> calls = api.calls(BOOKING);
    assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(Duration.between(calls.get(1).at(), calls.get(2).at()))
        .as("it grows")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  private void ownerRez() {
    api = new FixtureApi(OWNERREZ);
    account = hub.ownerRez(api.uri());
  }

  private void acme() {
    api = new FixtureApi(name -> Optional.empty());
    ObjectNode fields = OwnProvider.in(routes).accountWithProof();
    fields.putObject("api").put("base_url", api.uri().toString()).put("token", "t");
    account = hub.client().makeAccount(fields);
  }

  private static byte[] stay(String status, String updatedAt) {
    ObjectNode stay = FixtureJson.object().put("id", "7").put("status", status);
    return FixtureJson.bytes(stay.put("updatedAt", updatedAt));
  }

  private void webhook(String id, String status, String at) {
    ObjectNode body = FixtureJson.object().put("id", id).put("type", "stay").put("stay", 7);
    send(FixtureJson.bytes(body.put("status", status).put("at", at)));
  }

  private void send(byte[] body) {
    assertThat(OwnProvider.post(hub, account, body)).isEqualTo(200);
  }

  /** As in reality/06: a webhook that names a booking and nothing else of it. */
  private static byte[] thin(String id, int booking) {
    ObjectNode body = FixtureJson.object().put("id", id).put("user_id", 56789);
    body.put("action", "entity_create").put("entity_type", "booking").put("entity_id", booking);
    return FixtureJson.bytes(body);
  }

  private void post(byte[] body) {
    assertThat(hub.post(account, body).statusCode()).isEqualTo(200);
  }

  /** Of this test's account: what another test left must not spoil this one. */
  private void settle() {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> rows().stream().noneMatch(r -> r.path("status").asText().equals("pending")));
  }

  private List<JsonNode> rows() {
    return hub.client().inbox().stream()
        .filter(r -> r.path("integration_account_id").asText().equals(account.id()))
        .toList();
  }

  private List<String> types() {
    return hub.events(account).stream()
        .map(e -> e.at("/hook/eventType").asText() + " " + e.at("/data/result").asText())
        .toList();
  }
}

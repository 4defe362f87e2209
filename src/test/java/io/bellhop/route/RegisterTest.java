package io.bellhop.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.Answer;
import io.bellhop.fixture.FixtureApi;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Json;
import io.bellhop.fixture.SvixSigner;
import io.bellhop.support.Api;
import io.bellhop.support.Dialect;
import io.bellhop.support.FakeWebhooks;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Our webhook at each provider: made, mended, moved and removed, and nobody else's touched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterTest {
  private static final String OTHERS = "https://other.example.com/webhooks";
  private static final byte[] BODY = "{\"event\":\"unheard.of\"}".getBytes(StandardCharsets.UTF_8);

  private final Map<Store, TestHub> hubs = new EnumMap<>(Store.class);
  private FakeWebhooks pms;
  private Dialect dialect;
  private HubClient.Account account;
  private TestHub hub;
  private Api api;

  /** Each provider, and one of them on the other database: what is stored is the same for all. */
  static Stream<Arguments> everywhere() {
    return Stream.concat(
        Stream.of(Dialect.values()).map(pms -> Arguments.of(Store.H2, pms)),
        Stream.of(Arguments.of(Store.POSTGRESQL, Dialect.CHANNEX)));
  }

  @BeforeAll
  void start() {
    for (Store store : Store.values()) {
      hubs.put(
          store,
          TestHub.start(
              store,
              Map.of(
                  // All accounts share its limit, so its nine subscriptions are three here.
                  "bellhop.ownerrez.register-types", "Booking",
                  "bellhop.guesty.secret-pause", "20")));
    }
  }

  @AfterAll
  void stop() throws Exception {
    for (TestHub running : hubs.values()) {
      running.close();
    }
  }

  @AfterEach
  void close() {
    pms.close();
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void what_is_not_there_is_made_once(Store store, Dialect of) {
    begin(store, of);
    List<ObjectNode> others = others();

    JsonNode first = register(200).path("data");
    List<ObjectNode> made = pms.at(account.listener().toString());
    List<String> writes = pms.writes();

    assertThat(first.path("type").asText()).isEqualTo("registration");
    assertThat(first.path("id").asText()).isEqualTo(account.id());
    assertThat(first.at("/attributes/made").asInt()).isEqualTo(ours());
    assertThat(made).hasSize(ours());
    assertThat(writes).hasSize(ours()).containsOnly("POST");
    assertThat(first.at("/attributes/registered_at").asText()).startsWith("20");
    assertThat(attributes().path("registered_at")).isEqualTo(first.at("/attributes/registered_at"));

    JsonNode again = register(200).path("data").path("attributes");
    assertThat(again.path("made").asInt() + again.path("changed").asInt()).isZero();
    assertThat(again.path("removed").asInt()).isZero();
    assertThat(again.path("kept").asInt()).isEqualTo(ours());
    assertThat(pms.writes()).isEqualTo(writes);
    assertThat(pms.at(account.listener().toString())).isEqualTo(made);
    assertThat(others()).isEqualTo(others);
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void what_is_ours_and_wrong_is_mended(Store store, Dialect of) {
    begin(store, of);
    ObjectNode wrong = pms.add(account.listener().toString(), wrong());
    List<ObjectNode> others = others();

    JsonNode done = register(200).at("/data/attributes");

    assertThat(pms.at(account.listener().toString())).hasSize(ours()).doesNotContain(wrong);
    if (of == Dialect.OWNERREZ) {
      assertThat(done.path("made").asInt()).isEqualTo(ours());
      assertThat(done.path("removed").asInt()).isEqualTo(1);
    } else {
      assertThat(done.path("changed").asInt()).isEqualTo(1);
      assertThat(done.path("made").asInt() + done.path("removed").asInt()).isZero();
    }
    assertThat(register(200).at("/data/attributes/kept").asInt()).isEqualTo(ours());
    assertThat(others()).isEqualTo(others);
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void what_stands_at_an_earlier_public_url_is_replaced(Store store, Dialect of) {
    begin(store, of);
    String old = "https://old.example.com" + account.listener().getPath();
    pms.add(old, right());
    pms.add(old, right());
    List<ObjectNode> others = others();

    register(200);

    assertThat(pms.at(old)).isEmpty();
    assertThat(pms.at(account.listener().toString())).hasSize(ours());
    List<String> writes = pms.writes();
    assertThat(writes.subList(0, writes.size() - 1))
        .as("nothing is removed before what takes its place stands")
        .startsWith(writes.get(0))
        .doesNotContainSequence("DELETE", "POST");
    assertThat(others()).isEqualTo(others);
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void all_that_is_ours_is_removed_and_only_that(Store store, Dialect of) {
    begin(store, of);
    register(200);
    pms.add("https://old.example.com" + account.listener().getPath(), right());
    List<ObjectNode> others = others();

    assertThat(call("DELETE", 200).toString()).isEqualTo("{\"meta\":{\"message\":\"Success\"}}");

    assertThat(pms.entries()).isEqualTo(others);
    assertThat(attributes().has("registered_at")).isFalse();
    int writes = pms.writes().size();
    call("DELETE", 200);
    assertThat(pms.writes()).hasSize(writes);
    register(200);
    assertThat(pms.at(account.listener().toString())).hasSize(ours());
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void after_an_answer_that_was_lost_nothing_is_made_twice(Store store, Dialect of) {
    begin(store, of);
    pms.answerOnce("POST", of == Dialect.GUESTY ? Answer.never() : Answer.of(502));

    JsonNode error = register(503);
    assertThat(error.at("/errors/code").asText()).isEqualTo("provider_unavailable");
    assertThat(attributes().has("registered_at")).isFalse();
    assertThat(pms.writes()).containsExactly("POST");

    register(200);
    assertThat(pms.at(account.listener().toString())).hasSize(ours());
    assertThat(pms.writes()).hasSize(ours());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_refusal_says_what_to_set_right_and_changes_nothing(Dialect of) {
    begin(Store.H2, of);
    List<ObjectNode> before = pms.entries();
    for (int status : new int[] {401, 403, 422}) {
      pms.api().next(1, root(), Answer.of(status));
      JsonNode error = register(422);
      assertThat(error.at("/errors/code").asText()).isEqualTo("provider_refused");
      assertThat(error.at("/errors/title").asText())
          .contains(String.valueOf(status), "GET " + root());
    }
    assertThat(pms.entries()).isEqualTo(before);
    assertThat(attributes().has("registered_at")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_limit_is_told_with_the_time_to_wait(Dialect of) {
    begin(Store.H2, of);
    pms.api().next(1, root(), Answer.tooManyRequests(1));

    HttpResponse<String> answer = send("POST");

    assertThat(answer.statusCode()).isEqualTo(503);
    long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
    assertThat(seconds).isBetween(1L, 3L);
    assertThat(pms.writes()).isEmpty();
    if (of == Dialect.OWNERREZ) {
      // Its accounts share one limiter: the next test must not wait for it.
      Awaitility.await().until(() -> send("POST").statusCode() == 200);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_calls_at_once_do_not_make_it_twice(Store store) {
    begin(store, Dialect.CHANNEX);
    pms.api().next(1, root(), usual -> usual.after(Duration.ofMillis(500)));
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() -> send("POST").statusCode());
    Awaitility.await().until(() -> !pms.api().calls(root()).isEmpty());

    HttpResponse<String> second = send("POST");

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.body()).contains("\"busy\"");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    assertThat(first.join()).isEqualTo(200);
    assertThat(register(200).at("/data/attributes/kept").asInt()).isEqualTo(1);
    assertThat(pms.writes()).containsExactly("POST");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void guestys_secret_is_fetched_and_stored(Store store) {
    begin(store, Dialect.GUESTY, "{'api':{'client_id':'c','client_secret':'s'}}");
    pms.secretComesAfter(2);
    assertThat(post(signed(SvixSigner.secretOf("some-secret-that-is-not-this-one"))))
        .isEqualTo(401);

    register(200);

    assertThat(attributes().at("/webhook/secret").asText()).isEqualTo("***");
    assertThat(post(signed(pms.secret()))).isEqualTo(200);
    String before = pms.secret();
    call("DELETE", 200);
    register(200);
    assertThat(pms.secret()).isNotEqualTo(before);
    assertThat(post(signed(pms.secret()))).isEqualTo(200);
    assertThat(post(signed(before))).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_secret_that_does_not_come_is_fetched_by_the_next_call(Store store) {
    begin(store, Dialect.GUESTY, "{'api':{'client_id':'c','client_secret':'s'}}");
    String old = "https://old.example.com" + account.listener().getPath();
    pms.add(old, right());
    pms.secretComesAfter(6);

    JsonNode error = register(503);
    assertThat(error.at("/errors/title").asText()).contains("Call this once more");
    assertThat(pms.at(old)).as("what works still does").hasSize(1);

    register(200);
    assertThat(pms.writes()).containsExactly("POST", "DELETE");
    assertThat(post(signed(pms.secret()))).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void channex_gets_a_secret_header_that_was_stored_before(Store store) {
    begin(store, Dialect.CHANNEX, "{'api':{'token':'t'}}");
    // The provider has it and the answer is lost: its webhooks may come from now on.
    pms.answerOnce("POST", Answer.of(500));
    register(503);
    String value = secretHeader();

    assertThat(value).hasSizeGreaterThanOrEqualTo(43);
    assertThat(post(Map.of("X-Bellhop-Secret", value))).isEqualTo(200);
    assertThat(post(Map.of("X-Bellhop-Secret", value + "x"))).isEqualTo(401);
    assertThat(attributes().path("webhook").toString())
        .isEqualTo("{\"header\":\"X-Bellhop-Secret\",\"value\":\"***\"}");
    register(200);
    assertThat(secretHeader()).isEqualTo(value);

    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'webhook':{'value':'another-value-of-the-user'}}}",
        200);
    assertThat(register(200).at("/data/attributes/changed").asInt()).isEqualTo(1);
    assertThat(secretHeader()).isEqualTo("another-value-of-the-user");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_somebody_added_to_our_channex_webhook_stays(Store store) {
    begin(store, Dialect.CHANNEX);
    pms.add(
        account.listener().toString(),
        "{'event_mask':'booking','is_active':false,'headers':{'X-Proxy':'p','x-bellhop-channex':'old'},"
            + "'request_params':{'from':'channex'}}");

    register(200);

    JsonNode mended = pms.at(account.listener().toString()).get(0).path("attributes");
    assertThat(mended.at("/headers/X-Proxy").asText()).isEqualTo("p");
    assertThat(mended.at("/headers").size()).isEqualTo(2);
    assertThat(mended.at("/headers/X-Bellhop-Channex").asText())
        .isEqualTo("a-long-random-secret-of-this-account");
    assertThat(mended.at("/request_params/from").asText()).isEqualTo("channex");
    assertThat(mended.path("property_id").isNull()).isTrue();
    assertThat(mended.path("is_active").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_secret_is_on_the_way_or_in_the_log(Dialect of) {
    begin(Store.H2, of);
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    try {
      pms.answerOnce("POST", Answer.of(500));
      register(503);
      register(200);
      pms.api().next(1, root(), Answer.of(422));
      register(422);
      call("DELETE", 200);
    } finally {
      root.detachAppender(lines);
    }
    List<String> secrets = new ArrayList<>(List.of(token(), "a-secret", "a-long-random", "whsec_"));
    String log = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList().toString();
    assertThat(log).contains("the webhook of Account[" + of.provider()).doesNotContain(secrets);
    // Guesty has no other name for whose secret it is.
    pms.api().calls().stream()
        .filter(made -> !made.path().endsWith("/secret"))
        .forEach(made -> assertThat(made.path() + made.query()).doesNotContain(token()));
  }

  @Test
  void booking_experts_is_written_to_in_its_own_media_type() {
    begin(Store.H2, Dialect.BOOKING_EXPERTS);
    register(200);

    for (FixtureApi.Call call : pms.api().calls(root())) {
      String type = call.method().equals("GET") ? null : "application/vnd.api+json";
      assertThat(call.headers().get("content-type")).isEqualTo(type);
      assertThat(call.headers()).containsEntry("accept", "application/vnd.api+json");
    }
    JsonNode made = pms.at(account.listener().toString()).get(0).path("attributes");
    assertThat(made.path("confirm_strategy").asText()).isEqualTo("wait_for_success");
    assertThat(made.path("events").toString()).contains("\"reservation:created\"");
  }

  @Test
  void ownerrez_says_what_a_person_must_still_set() {
    begin(Store.H2, Dialect.OWNERREZ, "{'api':{'token':'t'}}");
    String notes = register(200).at("/data/attributes/notes").toString();

    assertThat(notes).contains("username and a password under webhook", "User and Password");
    assertThat(pms.at(account.listener().toString()))
        .extracting(e -> e.path("type").asText() + " " + e.path("action").asText())
        .containsExactly("Booking EntityCreate", "Booking EntityUpdate", "Booking EntityDelete");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_account_that_gets_no_webhooks_makes_none(Dialect of) {
    begin(Store.H2, of);
    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'is_active':false}}",
        200);

    assertThat(register(422).at("/errors/code").asText()).isEqualTo("account_inactive");
    assertThat(pms.api().calls()).isEmpty();
    call("DELETE", 200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_provider_elsewhere_is_not_told_a_url_that_it_cannot_reach(Dialect of) {
    begin(Store.H2, of);
    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'api':{'base_url':'https://pms.example.com'}}}",
        200);

    JsonNode error = register(422);

    assertThat(error.at("/errors/code").asText()).isEqualTo("public_url");
    assertThat(error.at("/errors/title").asText()).contains("bellhop.public-url");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void calry_must_be_told_which_linked_account_it_is(Store store) {
    begin(store, Dialect.CALRY, "{'api':{'token':'t'}}");

    JsonNode error = register(422);

    assertThat(error.at("/errors/code").asText()).isEqualTo("account_incomplete");
    assertThat(error.at("/errors/title").asText()).contains("external_id");
    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'external_id':'linked 1&2'}}",
        200);
    register(200);
    JsonNode made = pms.at(account.listener().toString()).get(0);
    assertThat(made.path("integrationAccountId").asText()).isEqualTo("linked 1&2");
    assertThat(made.has("headers")).isFalse();
    assertThat(pms.api().calls(root()).get(0).query().get("integrationAccountId"))
        .containsExactly("linked 1&2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void other_methods_and_accounts_that_there_are_not_are_answered_as_everywhere(Dialect of) {
    begin(Store.H2, of);

    call("GET", 405);
    api.call("POST", "/integration_accounts/" + UUID.randomUUID() + "/register", "", 404);
  }

  private void begin(Store store, Dialect of) {
    ObjectNode fields = TestHub.accountFields(of.provider());
    if (of == Dialect.CALRY) {
      fields.put("external_id", "linked-1");
    }
    begin(store, of, fields);
  }

  private void begin(Store store, Dialect of, String fields) {
    begin(store, of, Json.object(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private void begin(Store store, Dialect of, ObjectNode fields) {
    hub = hubs.get(store);
    api = Api.of(hub);
    dialect = of;
    pms = new FakeWebhooks(of);
    fields.put("provider", of.provider()).put("name", "test");
    fields.withObject("api").put("base_url", pms.uri().toString());
    account = hub.client().makeAccount(fields);
    // More than a page, and one that only looks like ours.
    for (int i = 0; i < 4; i++) {
      pms.add(OTHERS + i, right());
    }
    pms.add(account.listener().resolve(token() + "0").toString(), right());
  }

  /** A webhook as it should be but for its URL, as far as the dialect's test needs one. */
  private String right() {
    return switch (dialect) {
      case OWNERREZ -> "{'type':'Booking','action':'EntityUpdate'}";
      case GUESTY -> "{'events':['listing.updated']}";
      case CHANNEX -> "{'event_mask':'*','is_active':true,'send_data':true,'is_global':true}";
      case BOOKING_EXPERTS ->
          "{'events':['reservation|created'],'confirm_strategy':'wait_for_success'}";
      case CALRY -> "{'enabled':true,'eventSubscription':{'reservation.created':true}}";
    };
  }

  private String wrong() {
    return switch (dialect) {
      case OWNERREZ -> "{'type':'Booking','action':'EntityUpdate','category':'dates'}";
      case GUESTY -> "{'events':['listing.updated']}";
      case CHANNEX -> "{'event_mask':'*','is_active':false,'send_data':true,'is_global':true}";
      case BOOKING_EXPERTS -> "{'events':['reservation|created']}";
      case CALRY -> "{'enabled':false,'eventSubscription':{'reservation.created':true}}";
    };
  }

  private int ours() {
    return dialect == Dialect.OWNERREZ ? 3 : 1;
  }

  private List<ObjectNode> others() {
    return pms.entries().stream().filter(e -> !e.toString().contains(token() + "\"")).toList();
  }

  private String token() {
    String path = account.listener().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private String root() {
    return switch (dialect) {
      case OWNERREZ -> "/v2/webhooksubscriptions";
      case GUESTY -> "/v1/webhooks";
      case CHANNEX -> "/api/v1/webhooks";
      case BOOKING_EXPERTS -> "/v3/webhook_endpoints";
      case CALRY -> "/api/v1/integration_account_webhook";
    };
  }

  private JsonNode register(int status) {
    return call("POST", status);
  }

  private JsonNode call(String method, int status) {
    return api.call(method, "/integration_accounts/" + account.id() + "/register", null, status);
  }

  private HttpResponse<String> send(String method) {
    return api.send(
        method,
        "/integration_accounts/" + account.id() + "/register",
        null,
        Map.of("user-api-key", TestHub.API_KEY));
  }

  private JsonNode attributes() {
    return api.get("/integration_accounts/" + account.id(), 200).at("/data/attributes");
  }

  private String secretHeader() {
    return pms.at(account.listener().toString())
        .get(0)
        .at("/attributes/headers/X-Bellhop-Secret")
        .asText();
  }

  private int post(Map<String, String> headers) {
    return hub.senders().post(account.listener(), BODY, headers).statusCode();
  }

  private static Map<String, String> signed(String secret) {
    long now = Instant.now().getEpochSecond();
    String id = "msg_" + UUID.randomUUID();
    return Map.of(
        "svix-id", id,
        "svix-timestamp", String.valueOf(now),
        "svix-signature", new SvixSigner(secret).sign(id, now, BODY));
  }
}

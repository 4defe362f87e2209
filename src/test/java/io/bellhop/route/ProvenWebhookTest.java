package io.bellhop.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.fixture.HubClient;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real senders send, posted to a running hub with valid proof: none of it is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvenWebhookTest {
  private static final String FOLDERS = "src/test/resources/routes-extra/ingest";
  private static final Map<String, String> OPTIONS =
      Map.of(
          "bellhop.routes.extra",
          FOLDERS,
          "bellhop.secret-key",
          Base64.getEncoder().encodeToString(new byte[32]));
  private static final Path REALITY = Path.of("src/test/resources/reality");
  private static final URI NO_API = URI.create("http://127.0.0.1:1");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Store, TestHub> hubs = new EnumMap<>(Store.class);
  private final Map<Store, String> urls = new EnumMap<>(Store.class);
  private TestHub hub;

  @AfterAll
  void stop() throws Exception {
    for (TestHub one : hubs.values()) {
      one.close();
    }
  }

  /** One hub for all tests of a database; each test has accounts of its own. */
  private void on(Store store) {
    hub =
        hubs.computeIfAbsent(
            store,
            s -> {
              urls.put(s, s.freshUrl());
              return TestHub.startAt(urls.get(s), OPTIONS);
            });
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void half_an_emoji_is_one_event_and_its_repeat_is_none(Store store) {
    on(store);
    HubClient.Account account = account("things");
    String body = thing("\"E\\ud83d\"", "\"note\":\"Nice \\ud83d\",\"property\":\"P\\u0000\"");

    assertThat(post(account, body)).isEqualTo(200);
    assertThat(post(account, body)).isEqualTo(200);

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events).hasSize(1);
    JsonNode record = events.get(0).at("/data/record");
    assertThat(record.path("id").asText()).isEqualTo("E\ufffd");
    assertThat(record.path("notes").asText()).isEqualTo("Nice \ufffd");
    assertThat(record.path("propertyId").asText()).isEqualTo("P\ufffd");
    assertThat(hub.statuses(account)).containsExactly("done", "unchanged");
    assertThat(attributes(account).get(0).path("order_key").asText()).isEqualTo("E\ufffd");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_handed_over_bodies_with_half_an_emoji_and_nul_become_events(Store store)
      throws Exception {
    on(store);
    for (String provider : List.of("ownerrez", "calry")) {
      String name = provider.equals("calry") ? "27-nul-in-a-key" : "26-half-an-emoji";
      HubClient.Account account = hub.account(provider, NO_API);
      byte[] body = Files.readAllBytes(REALITY.resolve(name + ".json"));

      assertThat(hub.post(account, body).statusCode()).isEqualTo(200);
      assertThat(hub.post(account, body).statusCode()).isEqualTo(200);

      hub.awaitSettled();
      assertThat(reservations(account)).as(provider).hasSize(1);
      assertThat(reservations(account).toString()).contains("\ufffd");
      assertThat(hub.statuses(account)).as(provider).doesNotContain("dead").contains("done");
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void numbers_that_nobody_can_work_with_do_not_stop_a_booking(Store store) {
    on(store);
    HubClient.Account account = account("things");
    List<String> numbers =
        List.of("1E+2147483648", "1e999999999", "-1e-999999999", "7".repeat(5000), "NaN");
    for (String number : numbers) {
      assertThat(post(account, thing("\"a\"", "\"x\":" + number))).as(number).isEqualTo(200);
    }
    assertThat(post(account, thing("1E+2147483648", "\"x\":1"))).as("as a key").isEqualTo(200);

    hub.awaitSettled();

    assertThat(hub.statuses(account))
        .containsExactly("done", "unchanged", "unchanged", "unchanged", "unchanged", "done");
    assertThat(attributes(account).get(1).at("/body/x").asText()).isEqualTo("NaN");
    assertThat(hub.client().call("GET", "/reservations", null).path("data")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_body_in_gzip_is_read_and_no_other_encoding(Store store) {
    on(store);
    HubClient.Account account = account("things");
    byte[] body = thing("\"z\"", "\"note\":\"zipped\"").getBytes(UTF_8);
    byte[] zipped = gzip(body);
    byte[] noise = new byte[2_000];
    new Random(7).nextBytes(noise);
    byte[] cut = Arrays.copyOf(gzip(noise), 1_000);

    assertThat(post(account, zipped, "content-encoding", "gzip")).isEqualTo(200);
    assertThat(post(account, zipped, "content-encoding", "identity, x-gzip")).isEqualTo(200);
    assertThat(post(account, body, "content-encoding", "identity")).isEqualTo(200);
    assertThat(post(account, gzip(new byte[5_000_000]), "content-encoding", "gzip"))
        .as("a bomb")
        .isEqualTo(413);
    for (String other : List.of("br", "gzip, br", "deflate", "zstd", "gzip, gzip")) {
      assertThat(post(account, zipped, "content-encoding", other)).as(other).isEqualTo(415);
    }
    assertThat(post(account, cut, "content-encoding", "gzip")).isEqualTo(200);

    assertThat(hub.settledEvents(account)).hasSize(1);
    assertThat(hub.statuses(account)).containsExactly("done", "unchanged", "unchanged", "dead");
    JsonNode letter = attributes(account).get(0);
    assertThat(letter.path("error").asText()).contains("gzip", "ends too early");
    assertThat(Base64.getDecoder().decode(letter.path("body_base64").asText())).isEqualTo(cut);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_signature_may_be_of_what_was_sent_or_of_what_was_compressed(Store store) {
    on(store);
    HubClient.Account account = hub.account("guesty", NO_API);
    byte[] body = "{\"event\":\"nobody.knows\"}".getBytes(UTF_8);
    byte[] zipped = gzip(body);

    for (byte[] signed : List.of(body, zipped)) {
      HttpRequest.Builder request = request(account, zipped, "content-encoding", "gzip");
      hub.proof(account, signed, "msg_" + signed.length).forEach(request::header);
      assertThat(send(request).statusCode()).isEqualTo(200);
    }
    HttpRequest.Builder other = request(account, zipped, "content-encoding", "gzip");
    hub.proof(account, "{}".getBytes(UTF_8), "msg_other").forEach(other::header);
    assertThat(send(other).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_could_not_be_read_is_read_again_when_it_is_replayed(Store store) throws Exception {
    on(store);
    HubClient.Account account = account("things");
    assertThat(post(account, "{\"id\":\"r\",\"note\":\"x\"}")).isEqualTo(200);
    hub.awaitSettled();
    JsonNode letter = rows(account).get(0);
    assertThat(letter.at("/attributes/status").asText()).isEqualTo("dead");
    assertThat(letter.at("/attributes/error").asText()).contains("no event name");
    String replay = "/inbox/" + letter.path("id").asText() + "/replay";

    hub.client().call("POST", replay, new byte[0]);
    hub.awaitSettled();
    assertThat(hub.statuses(account)).as("nothing was mended").containsExactly("dead");

    mend(letter.path("id").asText());
    hub.client().call("POST", replay, new byte[0]);

    assertThat(hub.settledEvents(account)).hasSize(1);
    assertThat(hub.statuses(account)).containsExactly("merged", "done");
  }

  /** Stands for a folder that was mended: where it looks for the event's name there is one now. */
  private void mend(String letter) throws Exception {
    try (Connection connection = database().getConnection();
        PreparedStatement s =
            connection.prepareStatement(
                "update inbox_content set headers = '{\"x-type\":\"t\"}' where id = ?")) {
      s.setObject(1, UUID.fromString(letter));
      assertThat(s.executeUpdate()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void each_element_of_an_array_is_a_message_of_its_own(Store store) throws Exception {
    on(store);
    HubClient.Account account = account("rows");
    JsonNode file = json(Files.readAllBytes(REALITY.resolve("45-array-of-two-bookings.json")));

    assertThat(post(account, file.path("body").toString())).isEqualTo(200);
    assertThat(post(account, file.path("then").toString())).isEqualTo(200);
    assertThat(post(account, file.path("body").toString())).isEqualTo(200);

    List<JsonNode> events = hub.settledEvents(account);
    assertThat(events).filteredOn(e -> id(e).equals("5501")).hasSize(1);
    assertThat(events)
        .filteredOn(e -> id(e).equals("5502"))
        .extracting(e -> e.at("/data/record/nativeStatus").asText())
        .containsExactly("Declined", "Booked");
    assertThat(hub.statuses(account))
        .containsExactly("done", "done", "done", "duplicate", "duplicate");
    assertThat(attributes(account))
        .extracting(row -> row.path("order_key").asText())
        .containsExactly("5502", "5501", "5502", "5502", "5501");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_bad_element_holds_no_other_back_and_publishes_none_twice(Store store) {
    on(store);
    HubClient.Account account = account("rows");

    assertThat(
            post(
                account,
                "[{\"action\":\"a\",\"booking\":{\"id\":1,\"status\":\"Booked\"}},7,"
                    + "{\"action\":\"a\",\"booking\":{\"id\":2}},{\"booking\":{\"id\":3}},"
                    + "{\"action\":\"a\",\"booking\":{\"id\":4,\"status\":\"Booked\"}}]"))
        .isEqualTo(200);

    assertThat(hub.settledEvents(account))
        .extracting(ProvenWebhookTest::id)
        .containsExactlyInAnyOrder("1", "4");
    assertThat(hub.statuses(account)).containsExactly("done", "dead", "dead", "dead", "done");
    assertThat(post(account, "[]")).isEqualTo(200);
    assertThat(attributes(account).get(0).path("error").asText()).contains("empty array");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_array_within_a_body_keeps_what_stands_around_it(Store store) {
    on(store);
    HubClient.Account account = account("lots");
    String body =
        "{\"action\":\"change\",\"account\":\"P9\",\"data\":["
            + "{\"booking\":{\"id\":1,\"status\":\"a\"}},{\"booking\":{\"id\":2,\"status\":\"b\"}}]}";
    String single = body.replaceAll("\\[.*]", "{\"booking\":{\"id\":3,\"status\":\"c\"}}");

    assertThat(post(account, body.getBytes(UTF_8), "x-delivery", "d1")).isEqualTo(200);
    assertThat(post(account, body.getBytes(UTF_8), "x-delivery", "d1")).isEqualTo(200);
    assertThat(post(account, single.getBytes(UTF_8), "x-delivery", "d2")).isEqualTo(200);

    assertThat(hub.settledEvents(account))
        .extracting(e -> id(e) + " " + e.at("/data/record/propertyId").asText())
        .containsExactlyInAnyOrder("1 P9", "2 P9", "3 P9");
    assertThat(hub.statuses(account))
        .as("one header for both, and each has its own key")
        .containsExactly("done", "done", "duplicate", "duplicate", "done");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void without_an_idempotency_key_nothing_is_dropped(Store store) {
    on(store);
    HubClient.Account account = account("things");
    for (String price : List.of("100", "200", "100")) {
      post(account, thing("\"p\"", "\"note\":\"" + price + "\""));
    }

    assertThat(hub.settledEvents(account))
        .extracting(e -> e.at("/data/record/notes").asText())
        .containsExactly("100", "200", "100");
    assertThat(hub.statuses(account)).containsExactly("done", "done", "done");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_tenant_that_is_not_told_is_the_accounts_own_if_the_folder_says_so(Store store) {
    on(store);
    HubClient.Account account = account("things");

    post(account, thing("\"1\"", "\"x\":1"));
    post(account, thing("\"2\"", "\"hotel\":\"h1\""));
    post(account, thing("\"3\"", "\"hotel\":\"another\""));

    hub.awaitSettled();
    assertThat(hub.statuses(account)).containsExactly("done", "done", "ignored");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_check_of_the_url_is_answered_and_stored_nowhere(Store store) {
    on(store);
    HubClient.Account account = account("things");
    URI asked = URI.create(account.listener() + "?challenge=abc-123_x");
    URI page = URI.create(account.listener() + "?challenge=%3Cscript%3E");
    URI unknown = URI.create(account.listener().toString().replaceAll(".{4}$", "0000"));
    HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();

    HttpResponse<String> echo = send(HttpRequest.newBuilder(asked).GET());
    assertThat(echo.statusCode()).isEqualTo(200);
    assertThat(echo.body()).isEqualTo("abc-123_x");
    assertThat(echo.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(echo.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(send(HttpRequest.newBuilder(page).GET()).body()).contains("accepted");
    assertThat(send(HttpRequest.newBuilder(asked).POST(nothing)).body()).isEqualTo("abc-123_x");
    assertThat(
            send(HttpRequest.newBuilder(account.listener()).method("HEAD", nothing)).statusCode())
        .isEqualTo(200);
    assertThat(post(account, " {} ")).isEqualTo(200);
    assertThat(send(HttpRequest.newBuilder(unknown).GET()).statusCode()).isEqualTo(404);
    assertThat(hub.statuses(account)).isEmpty();

    HttpResponse<String> refused = send(HttpRequest.newBuilder(account("rows").listener()).GET());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("allow")).contains("POST");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_refusal_says_at_the_account_why(Store store) throws Exception {
    on(store);
    HubClient.Account account = account("sums");

    assertThat(lastRefusal(account)).isNull();
    assertThat(post(account, "{}")).isEqualTo(401);
    assertThat(lastRefusal(account).path("reason").asText())
        .contains("no proof set up yet", "{secret}");
    Awaitility.await().until(() -> stored(account).contains("no proof set up yet"));

    hub.client()
        .call(
            "PUT",
            "/integration_accounts/" + account.id(),
            "{\"integration_account\":{\"webhook\":{\"secret\":\"00ff\"}}}".getBytes(UTF_8));
    assertThat(post(account, "{}")).isEqualTo(401);
    assertThat(lastRefusal(account).path("reason").asText()).contains("X-Sums-Proof");
    HttpRequest.Builder stale =
        request(account, "{}".getBytes(UTF_8), "X-Sums-Proof", "v1,AAAA")
            .header("X-Sums-Time", "" + (System.currentTimeMillis() / 1000 - 361));
    assertThat(send(stale).statusCode()).isEqualTo(401);
    assertThat(lastRefusal(account).path("reason").asText())
        .containsPattern("it is 3[67]\\d s old")
        .doesNotContain("AAAA", "00ff");
    assertThat(lastRefusal(account).path("at").asText()).isNotEmpty();
    assertThat(stored(account)).as("one write a minute").contains("no proof set up yet");
    assertThat(management("/observe/health?exposureLevel=full&data=true"))
        .contains(account.id(), "is not of now");
    assertThat(management("/observe/metrics"))
        .contains("bellhop_webhooks_rejected_total{provider=\"sums\",reason=\"stale\"}");
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "POSTGRESQL")
  void an_account_that_another_node_has_just_made_is_known_at_once(Store store) throws Exception {
    on(store);
    try (TestHub other = TestHub.startAt(urls.get(store), OPTIONS)) {
      for (int i = 0; i < 8; i++) {
        URI there = other.server().url().resolve(account("things").listener().getPath());
        assertThat(send(post(there, thing("\"1\"", "\"x\":1"))).statusCode()).isEqualTo(200);
      }
      URI unknown = other.server().url().resolve("/hooks/things/" + "0".repeat(40));
      assertThat(send(post(unknown, thing("\"1\"", "\"x\":1"))).statusCode()).isEqualTo(404);
    }
  }

  private static String thing(String id, String more) {
    return "{\"type\":\"t\",\"id\":" + id + "," + more + "}";
  }

  private static String id(JsonNode event) {
    return event.at("/data/record/id").asText();
  }

  private List<JsonNode> reservations(HubClient.Account account) {
    return hub.events(account).stream()
        .filter(e -> e.at("/hook/eventType").asText().startsWith("reservation."))
        .toList();
  }

  private DataSource database() {
    return hub.server()
        .context()
        .getRegistry()
        .lookupByNameAndType("bellhopDatabase", DataSource.class);
  }

  private String stored(HubClient.Account account) throws Exception {
    try (Connection connection = database().getConnection();
        PreparedStatement s =
            connection.prepareStatement(
                "select reason from account_refusal where account_id = ?")) {
      s.setObject(1, UUID.fromString(account.id()));
      try (ResultSet rows = s.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  private String management(String path) {
    return send(HttpRequest.newBuilder(hub.server().management().resolve(path))).body();
  }

  private JsonNode lastRefusal(HubClient.Account account) {
    return hub.client()
        .call("GET", "/integration_accounts/" + account.id(), null)
        .at("/data/attributes")
        .get("last_refusal");
  }

  private HubClient.Account account(String provider) {
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", provider).put("name", "Hotel Example").put("external_id", "h1");
    return hub.client().makeAccount(fields);
  }

  private int post(HubClient.Account account, String body) {
    return send(post(account.listener(), body)).statusCode();
  }

  private static HttpRequest.Builder post(URI listener, String body) {
    return HttpRequest.newBuilder(listener).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private int post(HubClient.Account account, byte[] body, String header, String value) {
    return send(request(account, body, header, value)).statusCode();
  }

  private static HttpRequest.Builder request(
      HubClient.Account account, byte[] body, String header, String value) {
    return HttpRequest.newBuilder(account.listener())
        .header(header, value)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The account's rows with their bodies, the newest first. */
  private List<JsonNode> rows(HubClient.Account account) {
    List<JsonNode> rows = new ArrayList<>();
    hub.client()
        .call("GET", "/inbox?integration_account_id=" + account.id(), null)
        .path("data")
        .forEach(row -> rows.add(row(row.path("id").asText())));
    return rows;
  }

  private JsonNode row(String id) {
    return hub.client().call("GET", "/inbox/" + id, null).path("data");
  }

  private List<JsonNode> attributes(HubClient.Account account) {
    return rows(account).stream().map(row -> row.path("attributes")).toList();
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return new ObjectMapper().readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

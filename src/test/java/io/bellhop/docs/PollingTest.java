package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Block;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.check.Check;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The folder of docs/polling.md: a provider that sends nothing. */
class PollingTest {
  private static final Map<Store, TestHub> HUBS = new EnumMap<>(Store.class);
  private static final String NEXT = "if (.more) {\"page\": string(number($page) + 1)}";

  private static final String TOKEN = "if (.next != \"\") {\"after\": .next}";

  @TempDir private static Path folder;

  private final FixtureApi api = new FixtureApi(Fixtures.inFolder(fixtures()));
  private TestHub hub;
  private HubClient.Account account;

  @BeforeAll
  static void write() throws Exception {
    for (Block block : Block.of(Path.of("docs", "polling.md"))) {
      if (block.file() != null) {
        Path file = folder.resolve(block.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.text());
        writeAsked(block);
        writeWithTokens(block);
      }
    }
  }

  /** The same provider, if its list were asked for by POST, page by page. */
  private static void writeAsked(Block block) throws Exception {
    Path file = folder.resolve(block.file().replace("tidewater", "ebb"));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        block
            .text()
            .replace("tidewater", "ebb")
            .replace("/v1/bookings", "/v1/bookings/search")
            .replace(
                "{name: conditional, value: \"true\"}",
                """
                {name: method, value: POST}
                      - {name: first, value: page=1}
                      - {name: body, value: '{"after": $since, "page": number($page)}'}""")
            .replace("booking\": .} }]}", "booking\": .} }], \"next\": " + NEXT + "}"));
  }

  /** The same, asked for by what a GET sends, and with a token for the next page. */
  private static void writeWithTokens(Block block) throws Exception {
    Path file = folder.resolve(block.file().replace("tidewater", "neap"));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        block
            .text()
            .replace("tidewater", "neap")
            .replace("value: /v1/bookings", "value: \"/v1/bookings/feed?size=1&cursor={after?}\"")
            .replace("\"/v1/bookings\"", "\"/v1/bookings/feed\"")
            .replace(
                "{name: auth, value: bearer}",
                "{name: auth, value: bearer}\n      - {name: getBody, value: \"true\"}")
            .replace(
                "{name: conditional, value: \"true\"}",
                """
                {name: body, value: '{"after": $since}'}""")
            .replace("booking\": .} }]}", "booking\": .} }], \"next\": " + TOKEN + "}"));
  }

  @AfterEach
  void close() {
    api.close();
  }

  @AfterAll
  static void stop() throws Exception {
    for (TestHub hub : HUBS.values()) {
      hub.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_new_changed_cancelled_or_gone_is_found_by_comparison(Store store) {
    list(booking("T7", "booked", 2), booking("T8", "booked", 2));
    start(store);
    hub.sync(account, false);
    list(booking("T7", "booked", 3), booking("T8", "cancelled", 2));
    hub.sync(account, false);
    hub.sync(account, false);
    list(booking("T7", "booked", 3));

    hub.sync(account, false);

    assertThat(types())
        .containsExactly(
            "reservation.created",
            "reservation.created",
            "reservation.updated",
            "reservation.updated",
            "reservation.deleted");
    assertThat(hub.events(account))
        .filteredOn(event -> event.at("/data/changes/status").isArray())
        .singleElement()
        .extracting(event -> event.at("/data/record/status").asText())
        .isEqualTo("CANCELLED");
  }

  @Test
  void an_empty_list_fails_and_deletes_nothing() {
    list(booking("T7", "booked", 2));
    start(Store.H2);
    hub.sync(account, false);
    list();

    assertThat(hub.sync(account, false).path("state").asText()).isEqualTo("failed");

    assertThat(types()).containsExactly("reservation.created", "sync.failed");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_list_that_has_not_changed_is_not_read_again(Store store) {
    String first = tagged(booking("T7", "booked", 2));
    start(store);
    hub.sync(account, false);
    JsonNode unchanged = hub.sync(account, false);
    String second = tagged(booking("T7", "booked", 3));
    hub.sync(account, false);
    hub.sync(account, true);

    assertThat(unchanged.path("state").asText()).isEqualTo("done");
    assertThat(asked())
        .as("not at first, and not where a user asks for everything")
        .containsExactly("200 null", "304 " + first, "200 " + first, "200 null");
    assertThat(first).isNotEqualTo(second);
    assertThat(types()).containsExactly("reservation.created", "reservation.updated");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_list_with_an_entry_that_is_not_settled_is_read_whole_again(Store store) {
    tagged(booking("T7", "booked", 2), booking("x".repeat(201), "booked", 2));
    start(store);
    hub.sync(account, false);
    hub.sync(account, false);

    assertThat(asked()).containsExactly("200 null", "200 null");
  }

  @Test
  void a_list_is_read_whole_for_an_account_that_has_changed() {
    tagged(booking("T7", "booked", 2));
    start(Store.H2);
    hub.sync(account, false);
    hub.client()
        .call(
            "PUT",
            "/integration_accounts/" + account.id(),
            "{\"integration_account\": {\"api\": {\"token\": \"of-another-customer\"}}}"
                .getBytes(StandardCharsets.UTF_8));
    hub.sync(account, false);

    assertThat(asked()).containsExactly("200 null", "200 null");
  }

  @Test
  void a_list_may_be_asked_for_by_what_is_sent_page_by_page() {
    api.serve(
        "/v1/bookings/search",
        call -> {
          boolean isFirst = FixtureJson.parse(call.body()).path("page").asInt() == 1;
          String of = isFirst ? "T7" : "T8";
          String page =
              "{\"bookings\": [%s], \"more\": %s}".formatted(booking(of, "booked", 2), isFirst);
          return FixtureAnswer.of(200, page.getBytes(StandardCharsets.UTF_8));
        });
    start(Store.H2, "ebb");

    hub.sync(account, true);

    assertThat(api.calls("/v1/bookings/search"))
        .extracting(call -> call.method() + " " + new String(call.body(), StandardCharsets.UTF_8))
        .containsExactly(
            "POST {\"after\":\"2000-01-01T00:00:00Z\",\"page\":1}",
            "POST {\"after\":\"2000-01-01T00:00:00Z\",\"page\":2}");
    assertThat(types()).containsExactly("reservation.created", "reservation.created");
  }

  /** A provider's token for the next page is no id, and may be longer than one. */
  @Test
  void a_list_may_be_asked_for_by_a_get_with_a_body_and_by_a_token_for_the_next_page() {
    String token = "a+b/c=&size=9 {after}?#".repeat(4);
    api.serve(
        "/v1/bookings/feed",
        call -> {
          boolean isFirst = !call.query().containsKey("cursor");
          String page =
              "{\"bookings\": [%s], \"next\": \"%s\"}"
                  .formatted(booking(isFirst ? "T7" : "T8", "booked", 2), isFirst ? token : "");
          return FixtureAnswer.of(200, page.getBytes(StandardCharsets.UTF_8));
        });
    start(Store.H2, "neap");

    JsonNode end = hub.sync(account, true);

    assertThat(end.path("state").asText()).as(end::toString).isEqualTo("done");
    assertThat(api.calls("/v1/bookings/feed"))
        .extracting(call -> call.method() + " " + new String(call.body(), StandardCharsets.UTF_8))
        .hasSize(2)
        .containsOnly("GET {\"after\":\"2000-01-01T00:00:00Z\"}");
    assertThat(api.calls("/v1/bookings/feed").get(1).query())
        .containsEntry("cursor", List.of(token))
        .containsEntry("size", List.of("1"));
    assertThat(types()).containsExactly("reservation.created", "reservation.created");
  }

  @Test
  void check_plays_the_lists_of_a_folder_that_has_nothing_else() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    boolean isGood = Check.folder(folder.resolve("my-routes"), false, new PrintStream(out)).run();

    assertThat(isGood).as(out::toString).isTrue();
    assertThat(out.toString()).contains("3 fixtures: no findings");
  }

  @Test
  void an_account_is_made_without_a_listener_and_its_notes_say_so() {
    list(booking("T7", "booked", 2));
    start(Store.H2);

    assertThat(hub.client().all("/integration_accounts"))
        .filteredOn(item -> item.toString().contains(account.id()))
        .singleElement()
        .extracting(JsonNode::toString)
        .asString()
        .contains("sends no webhooks");
    assertThat(hub.senders().post(account.listener(), new byte[] {'{', '}'}, Map.of()).statusCode())
        .isEqualTo(404);
  }

  /** The hub's own interval is six hours. */
  @Test
  void the_list_is_read_in_its_own_interval_without_being_asked() throws Exception {
    list(booking("T7", "booked", 2));
    try (TestHub polling = hub(Store.H2, "1s")) {
      start(polling, "tidewater");
      Awaitility.await().until(() -> types().contains("reservation.created"));
      list(booking("T7", "cancelled", 2));

      Awaitility.await().until(() -> types().contains("reservation.updated"));
    }
  }

  private void start(Store store) {
    start(store, "tidewater");
  }

  private void start(Store store, String provider) {
    start(HUBS.computeIfAbsent(store, s -> hub(s, "5h")), provider);
  }

  private void start(TestHub on, String provider) {
    hub = on;
    ObjectNode fields = FixtureJson.object().put("provider", provider).put("name", "Quay");
    fields.putObject("api").put("token", "token").put("base_url", api.uri().toString());
    account = hub.client().makeAccount(fields);
  }

  private static TestHub hub(Store store, String interval) {
    return TestHub.start(
        store,
        Map.of(
            "bellhop.providers",
            "tidewater,ebb,neap",
            "bellhop.routes.extra",
            folder.resolve("my-routes").toString(),
            "bellhop.tidewater.interval",
            interval));
  }

  private static Path fixtures() {
    return folder.resolve("my-routes/tidewater/fixtures");
  }

  private void list(String... bookings) {
    String text = "{\"bookings\": [" + String.join(",", bookings) + "]}";
    api.put("/v1/bookings", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The list with an ETag, which is returned. */
  private String tagged(String... bookings) {
    String text = "{\"bookings\": [" + String.join(",", bookings) + "]}";
    String tag = "\"" + text.hashCode() + "\"";
    api.serve(
        "/v1/bookings",
        call ->
            tag.equals(call.headers().get("if-none-match"))
                ? FixtureAnswer.of(304, new byte[0])
                : FixtureAnswer.of(200, text.getBytes(StandardCharsets.UTF_8))
                    .with(Map.of("ETag", tag)));
    return tag;
  }

  /** Status and condition of each call of the list. */
  private List<String> asked() {
    return api.calls("/v1/bookings").stream()
        .map(call -> call.status() + " " + call.headers().get("if-none-match"))
        .toList();
  }

  private static String booking(String ref, String state, int nights) {
    return """
    {"ref": "%s", "guest": "Nora Lindqvist", "from": "2027-06-01", "to": "2027-06-0%d",
     "state": "%s", "price": "310.50", "currency": "EUR"}"""
        .formatted(ref, nights + 1, state);
  }

  private List<String> types() {
    return hub.settledEvents(account).stream()
        .map(event -> event.at("/hook/eventType").asText())
        .toList();
  }
}

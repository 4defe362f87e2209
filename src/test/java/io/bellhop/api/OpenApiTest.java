package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.subscription.EventNames;
import io.bellhop.support.Api;
import io.bellhop.support.Bookings;
import io.bellhop.support.EventReader;
import io.bellhop.support.FakeWebhooks;
import io.bellhop.support.OpenApiCheck;
import io.bellhop.support.Receiver;
import io.bellhop.support.SenderDialect;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestNode;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The OpenAPI document is the API: it has the hub's calls and no others, each of them is made here
 * and answers as described, and so is every call of every other test (see {@link OpenApiCheck}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private final Receiver receiver = new Receiver();
  private final FakeWebhooks pms = new FakeWebhooks(SenderDialect.CHANNEX);
  private TestHub hub;
  private Api api;
  private Bookings bookings;

  @BeforeAll
  void start() {
    hub = TestHub.start(Map.of("bellhop.delivery.allow-private", "true"));
    api = Api.of(hub);
    bookings = Bookings.of(hub);
  }

  @AfterAll
  void stop() throws Exception {
    hub.close();
    receiver.close();
    pms.close();
  }

  @Test
  void each_documented_call_is_made_and_answers_as_described() {
    String webhook = api.subscribe(receiver.url("/hook"));
    bookings.send(7001);
    receiver.await(1);
    hub.awaitSettled();

    accounts();
    subscriptions(webhook);
    String event = Api.ids(api.get("/events?limit=1&order=newest", 200)).get(0);
    api.get("/events/" + event, 200);
    String stream = "/api/v1/events/stream";
    OpenApiCheck.check("GET", stream, EventReader.head(hub.server().url() + stream));
    api.post("/webhooks/" + webhook + "/replay", "{'replay':{'event_id':'" + event + "'}}", 200);
    for (String path : List.of("/reservations", "/records/reservation", "/inbox", "/deliveries")) {
      String id = Api.ids(api.get(path + "?pagination%5Blimit%5D=1", 200)).get(0);
      api.get(path + "/" + id, 200);
    }
    api.post("/webhooks/" + webhook + "/test", null, 200);
    api.get("/webhooks/health", 200);
    api.get("/unmapped_values", 200);
    api.get("/overview", 200);
    calendars();
    replays();
    erasures();
    api.post("/inbox/" + Api.ids(api.get("/inbox", 200)).get(0) + "/replay", null, 200);
    String delivery = Api.ids(api.get("/deliveries", 200)).get(0);
    api.post("/deliveries/" + delivery + "/retry", null, 200);
    api.post("/deliveries/retry", "{'webhook_id':'" + webhook + "','dry_run':true}", 200);
    keys();
    for (String path : List.of("/openapi.json", "/reference", "/schemas/", "/schemas/event.json")) {
      OpenApiCheck.check("GET", path, null, plain(path));
    }

    Set<String> all = new TreeSet<>();
    OpenApiCheck.all().forEach(call -> all.add(call.id()));
    assertThat(OpenApiCheck.done()).containsExactlyInAnyOrderElementsOf(all);
  }

  private void calendars() {
    JsonNode record = api.get("/reservations", 200).at("/data/0");
    String account = record.at("/attributes/integration_account_id").asText();
    String property = record.at("/attributes/propertyId").asText();
    api.get("/records/reservation/" + record.path("id").asText() + "/events", 200);
    api.get("/properties/" + property + "/calendar?integration_account_id=" + account, 200);
    String body =
        "{'calendar_feed':{'integration_account_id':'%s','property_id':'%s'}}"
            .formatted(account, property);
    JsonNode feed = api.post("/calendar_feeds", body, 201).path("data");
    String path = "/calendar_feeds/" + feed.path("id").asText();
    api.get("/calendar_feeds", 200);
    JsonNode shown = api.get(path, 200).at("/data/attributes");
    api.call("PUT", path, "{'calendar_feed':" + shown + "}", 200);
    String mapping =
        "{'property_mapping':{'integration_account_id':'%s','property_id':'%s','own_id':'home'}}"
            .formatted(account, property);
    String mapped =
        "/property_mappings/"
            + api.post("/property_mappings", mapping, 201).at("/data/id").asText();
    api.get("/property_mappings", 200);
    api.call(
        "PUT",
        mapped,
        "{'property_mapping':" + api.get(mapped, 200).at("/data/attributes") + "}",
        200);
    api.call("DELETE", mapped, null, 200);
    String url = api.post(path + "/rotate", null, 200).at("/data/attributes/url").asText();
    String text = URI.create(url).getPath();
    OpenApiCheck.check("GET", text, null, plain(text));
    api.call("DELETE", path, null, 200);
  }

  private void replays() {
    String none = "{'filter':{'status':'ignored'}}";
    String id = api.post("/inbox_replays", none, 202).at("/data/id").asText();
    api.get("/inbox_replays", 200);
    api.get("/inbox_replays/" + id, 200);
    api.post("/inbox_replays/" + id + "/cancel", null, 200);
  }

  private void erasures() {
    String none = "{'erasure':{'guest_id':'is-not-there'}}";
    String id = api.post("/erasures", none, 201).at("/data/id").asText();
    api.get("/erasures", 200);
    api.get("/erasures/" + id, 200);
  }

  private void keys() {
    JsonNode made = api.post("/api_keys", "{'api_key':{'name':'walk','role':'operate'}}", 201);
    String path = "/api_keys/" + made.at("/data/id").asText();
    api.get("/api_keys", 200);
    api.get(path, 200);
    api.post(path + "/rotate", "{'api_key':{'overlap_hours':1}}", 200);
    api.call("DELETE", path, null, 200);
    api.get("/audit", 200);
  }

  private void accounts() {
    HubClient.Account account = hub.account("channex", pms.uri());
    String path = "/integration_accounts/" + account.id();
    api.get("/integration_accounts", 200);
    api.get("/providers", 200);
    JsonNode shown = api.get(path, 200).at("/data/attributes");
    api.call("PUT", path, "{'integration_account':" + shown + "}", 200);
    api.post(path + "/register", null, 200);
    api.call("DELETE", path + "/register", null, 200);
    api.post(path + "/check", null, 200);
    api.post(path + "/passthrough", "{'passthrough':{'path':'/api/v1/properties'}}", 200);
    message(account);
    JsonNode link = api.post("/connect_links", "{'connect_link':{'provider':'channex'}}", 201);
    api.get("/connect_links/" + link.at("/data/id").asText(), 200);
    api.get(path + "/sync", 200);
    api.post(path + "/sync", "{'sync':{'full':true}}", 202);
    api.call("DELETE", path, null, 200);
  }

  private void message(HubClient.Account account) {
    Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures", "channex"));
    hub.post(account, fixtures.read("message.json"));
    hub.awaitSettled();
    pms.api().serve("/api/v1/bookings/", call -> FixtureAnswer.of(200));
    String conversation = fixtures.json("message.json").at("/payload/message_thread_id").asText();
    HttpResponse<String> sent =
        api.send(
            "POST",
            "/conversations/" + conversation + "/messages",
            "{'message':{'body':'Hello'}}",
            Map.of("user-api-key", TestHub.API_KEY, "Idempotency-Key", "k"));
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
  }

  private void subscriptions(String webhook) {
    String path = "/webhooks/" + webhook;
    api.get("/webhooks", 200);
    JsonNode shown = api.get(path, 200).at("/data/attributes");
    api.call("PUT", path, "{'webhook':" + shown + "}", 200);
    api.post(path + "/rotate_secret", null, 200);
    api.post(
        "/webhooks/test",
        "{'webhook':{'callback_url':'"
            + receiver.url("/test")
            + "','event_mask':'*','is_global':true}}",
        200);
    api.post("/webhooks/try", "{'filter':'true','event':{'data':{}}}", 200);
    String other = api.subscribe(receiver.url("/other"));
    api.call("DELETE", "/webhooks/" + other, null, 200);
  }

  @Test
  void the_document_and_its_page_need_no_key_and_work_offline() {
    JsonNode document = json(plain("/openapi.json"));
    assertThat(document.path("openapi").asText()).startsWith("3.1");
    assertThat(document.findValuesAsText("$ref"))
        .allMatch(ref -> !document.at(ref.substring(1)).isMissingNode());

    HttpResponse<String> page = plain("/reference");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'self'");
    assertThat(page.body()).doesNotContain("<script", "http:", "https:", "style=");
    OpenApiCheck.all()
        .forEach(call -> assertThat(page.body()).contains("<section id=\"" + call.id() + "\">"));
    document
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(page.body()).contains("<section id=\"schema-" + name + "\">"));
    assertThat(plain("/reference/style.css").headers().firstValue("content-type"))
        .contains("text/css; charset=utf-8");
    assertThat(plain("/openapi.json/x").statusCode()).isEqualTo(404);
    assertThat(plain("/reference/x").statusCode()).isEqualTo(404);
    assertThat(plain("/reference/../bellhop.properties").statusCode()).isEqualTo(400);
  }

  @Test
  void the_catalogue_of_events_has_those_of_the_loaded_providers() {
    List<String> types = Api.ids(json(plain("/schemas/")));

    assertThat(types).containsAll(EventNames.KNOWN).contains("invoice.created");
  }

  /** What the hub takes, by call; compared in a class that has the routes at hand. */
  static Map<String, Set<String>> parameters(List<ApiOperation> calls) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (ApiOperation call : calls) {
      all.put(
          call.method() + " /api/v1/" + String.join("/", call.path()),
          new TreeSet<>(call.parameters()));
    }
    return all;
  }

  /** What the document says of the calls with a key. */
  static Map<String, Set<String>> documented() {
    Map<String, Set<String>> all = new TreeMap<>();
    OpenApiCheck.all().stream()
        .filter(call -> call.path().startsWith("/api/"))
        .forEach(call -> all.put(call.method() + " " + call.path(), call.query()));
    return all;
  }

  private HttpResponse<String> plain(String path) {
    return hub.senders().send("GET", URI.create(hub.server().url() + path), null, Map.of());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    try {
      return TestNode.MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}

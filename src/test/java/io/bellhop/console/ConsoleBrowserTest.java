package io.bellhop.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The console in a real browser: every page, every action. Needs chromedriver, as Debian has it; a
 * machine without it leaves these tests out, unless {@code CONSOLE_BROWSER} is {@code required}, as
 * in CI. With {@code -Ddocs=write} the pictures in docs/console.md are taken anew.
 */
@Tag("slow")
class ConsoleBrowserTest {
  private static final boolean WRITES = "write".equals(System.getProperty("docs"));
  private static final Path PICTURES = Path.of("docs", "console");
  private static final Map<String, String> ONE =
      Map.of("events/EVENT", "event", "inbox/MESSAGE", "message", "inbox/replays/REPLAY", "replay");
  private static final int PHONE = 390;
  private static final int DESK = 1200;

  @TempDir private static Path folder;
  static TestHub hub;
  static Api api;
  static Receiver good;
  static Receiver bad;
  private static FixtureApi provider;
  static HubClient.Account account;
  private static int bookings;
  static String event;
  static String subscription;
  static String failing;
  private static String replay;
  static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        Browser.isInstalled() || "required".equals(System.getenv("CONSOLE_BROWSER")),
        "no chromedriver here: apt-get install chromium-driver");
    provider = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", "ownerrez")));
    hub =
        TestHub.start(
            Store.H2,
            connectable()
                .options(
                    Map.of(
                        "bellhop.delivery.allow-private",
                        "true",
                        "bellhop.delivery.retry-scale",
                        "0.00001",
                        "bellhop.register.timeout",
                        "1s")));
    api = Api.of(hub);
    good = new Receiver();
    bad = new Receiver();
    bad.usually(Answer.text(500, "the database of the subscriber is away"));
    subscription = subscribe("Owner reports", good.url());
    failing = subscribe("Cleaning plan", bad.url());
    account = hub.ownerRez(provider.uri());
    api.call(
        "PUT",
        "/integration_accounts/" + account.id(),
        "{'integration_account':{'name':'Lake House Holidays'}}",
        200);
    book(7001, "2026-12-01");
    book(7001, "2026-12-03");
    book(7002, "2026-12-20");
    hub.post(account, "this is not JSON".getBytes(StandardCharsets.UTF_8));
    hub.awaitSettled();
    Awaitility.await()
        .until(() -> api.get("/deliveries?status=dead", 200).at("/meta/total").asInt() == 3);
    event = hub.client().call("GET", "/events?limit=2", null).at("/data/1/id").asText();
    hub.senders().post(account.listener(), "{}".getBytes(StandardCharsets.UTF_8), Map.of());
    replay =
        api.call("POST", "/inbox_replays", "{'filter':{'status':'dead'}}", 202)
            .at("/data/id")
            .asText();
    Awaitility.await()
        .until(
            () ->
                api.get("/inbox_replays/" + replay, 200)
                    .at("/data/attributes/status")
                    .asText()
                    .equals("done"));
    hub.awaitSettled();
    browser = Browser.start();
    signIn();
  }

  /** A provider with a page where a customer authorizes us. */
  private static OwnProvider connectable() {
    String routes =
        """
        - templatedRoute:
            routeTemplateRef: bellhop-ingest
            routeId: acme-ingest
            parameters:
              - {name: provider, value: acme}
              - {name: verify, value: token}
              - {name: event, value: "$.event"}
              - {name: idempotencyKey, value: "$.id"}
              - {name: orderKey, value: "$.id"}
        - templatedRoute:
            routeTemplateRef: bellhop-api
            routeId: acme-api
            parameters:
              - {name: provider, value: acme}
              - {name: baseUrl, value: "BASE"}
              - {name: auth, value: bearer}
              - {name: probePath, value: /acme/probe}
              - {name: connectUrl, value: "BASE/acme/authorize"}
              - {name: connectTokenUrl, value: "BASE/acme/token"}
              - {name: connectAccount, value: '{"api": {"token": .token.access_token} }'}
        """;
    provider.serve("/acme/probe", call -> text("application/json", "{}"));
    provider.serve("/acme/token", call -> text("application/json", "{\"access_token\":\"at\"}"));
    provider.serve(
        "/acme/authorize",
        call ->
            text(
                "text/html",
                "<!doctype html><title>Acme</title><link rel=icon href=data:,><a id=allow href='%s?code=c&state=%s'>Allow</a>"
                    .formatted(
                        call.query().get("redirect_uri").get(0),
                        call.query().get("state").get(0))));
    return OwnProvider.in(folder)
        .routes(routes.replace("BASE", provider.uri().toString()))
        .write(
            "options.properties",
            "# The app.\nbellhop.acme.client-id=app\n# Its secret.\nbellhop.acme.client-secret=s\n");
  }

  private static FixtureAnswer text(String type, String text) {
    return FixtureAnswer.of(200, text.getBytes(StandardCharsets.UTF_8))
        .with(Map.of("Content-Type", type));
  }

  private static void signIn() {
    open("/console/sign-in");
    browser.type("#key", TestHub.API_KEY);
    browser.click("main button");
    assertThat(browser.url()).endsWith("/console");
  }

  private static String subscribe(String name, String url) {
    return api.webhook(
            "'name':'%s','callback_url':'%s','event_mask':'*','is_global':true,'is_active':true,'send_data':true"
                .formatted(name, url))
        .path("id")
        .asText();
  }

  private static void book(int id, String arrival) {
    ObjectNode body = fixture("booking-entity_create-inline.json");
    body.put("id", UUID.randomUUID().toString()).put("entity_id", id);
    body.withObject("entity")
        .put("id", id)
        .put("arrival", arrival)
        .put("departure", LocalDate.parse(arrival).plusDays(4).toString())
        .put("updated_utc", "2026-03-09T10:%02d:00Z".formatted(bookings++ + 10));
    post(body);
  }

  /** The id of the message that it has become. */
  private static String post(ObjectNode body) {
    hub.post(account, FixtureJson.bytes(body));
    hub.awaitSettled();
    return Api.ids(api.get("/inbox?origin=webhook", 200)).get(0);
  }

  private static ObjectNode fixture(String name) {
    return Fixtures.inFolder(Path.of("fixtures", "ownerrez")).json(name);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (hub != null) {
      hub.close();
      provider.close();
      good.close();
      bad.close();
    }
  }

  @BeforeEach
  void atADeskInTheLight() {
    browser.width(DESK);
    browser.dark(false);
    browser.complaints();
  }

  @AfterEach
  void the_browser_has_complained_of_nothing() {
    if (browser != null) {
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sign-in, Sign in",
    "'', Overview",
    "inbox, Inbox",
    "inbox/MESSAGE, from ownerrez",
    "inbox/replays, Replays",
    "inbox/replays/REPLAY, Replay of many messages",
    "inbox/replays/new?status=dead, Replay all that match",
    "events, Events",
    "events/EVENT, reservation.updated",
    "records, Records",
    "records/reservation/7001, reservation 7001",
    "records/erasures, Erasures",
    "records/feeds, Calendars",
    "subscriptions, Subscriptions",
    "subscriptions/FAILING, Cleaning plan",
    "subscriptions/new, New subscription",
    "accounts, Accounts",
    "accounts/ACCOUNT, Lake House Holidays",
    "accounts/new, New account",
    "accounts/new?provider=guesty, New account",
    "failures, Failures",
    "inbox?status=stale, Inbox",
    "nothing, There is nothing here",
  })
  void a_page_is_accessible_in_the_light_and_in_the_dark_on_a_phone(String page, String title)
      throws IOException {
    String path = "/console/" + page;
    open(
        path.replace("MESSAGE", message())
            .replace("REPLAY", replay)
            .replace("EVENT", event)
            .replace("FAILING", failing)
            .replace("ACCOUNT", account.id())
            .replaceAll("/$", ""));

    assertThat(browser.eval("document.querySelector('h1').innerText").asText()).contains(title);
    assertThat(browser.brokenRules()).as(path + ", light").isEmpty();
    picture(page);
    browser.dark(true);
    browser.width(PHONE);
    assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
        .as("the width of " + path + " on a phone")
        .isLessThanOrEqualTo(PHONE);
    // Colours do not depend on the width, so that one look is enough for both.
    assertThat(browser.brokenRulesOfLooks()).as(path + ", dark, on a phone").isEmpty();
    if (page.equals("nothing")) {
      // The browser reports every page that is not found.
      browser.complaints();
    }
  }

  @Test
  void a_customer_connects_an_account_without_a_key() throws IOException {
    browser.open(link("acme"));
    browser.click("#allow");

    assertThat(browser.url()).endsWith("/connect/acme/state");
    assertThat(browser.text()).contains("acme is connected", "GET /acme/probe answers");
    assertThat(browser.brokenRules()).isEmpty();

    browser.open(link("guesty"));
    assertThat(browser.text()).contains("Connect guesty", "Client secret");
    assertThat(browser.brokenRules()).isEmpty();
    browser.width(PHONE);
    browser.dark(true);
    assertThat(browser.brokenRulesOfLooks()).isEmpty();
  }

  private static URI link(String name) {
    JsonNode made = api.post("/connect_links", "{'connect_link':{'provider':'" + name + "'}}", 201);
    return URI.create(made.at("/data/attributes/url").asText());
  }

  @Test
  void times_are_in_the_zone_of_the_viewer_and_in_utc_on_hover() {
    open("/console/inbox/" + message());

    String utc = browser.eval("document.querySelector('time').dateTime").asText();
    assertThat(browser.eval("document.querySelector('time').title").asText()).endsWith(" UTC");
    assertThat(browser.eval("document.querySelector('time').innerText").asText())
        .isEqualTo(
            browser
                .eval(
                    "new Date('%s').toLocaleString([], {timeZone: 'Asia/Tokyo', year: 'numeric',"
                            .formatted(utc)
                        + " month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit',"
                        + " second: '2-digit'})")
                .asText());
  }

  @Test
  void a_list_shows_what_arrives_without_being_loaded_again() {
    open("/console/events");
    browser.run("window.stillTheSamePage = true");

    book(7003, "2026-12-27");

    Awaitility.await().until(() -> browser.text().contains("7003"));
    assertThat(browser.eval("window.stillTheSamePage").asBoolean()).isTrue();
  }

  @Test
  void an_event_tells_its_story() {
    bad.usually(Answer.text(500, "the database of the subscriber is away"));
    book(7005, "2026-12-01");
    book(7005, "2026-12-03");
    String latest = "/events?order=newest&limit=1&event_type=reservation.updated";
    String updated = Api.ids(api.get(latest, 200)).get(0);
    Awaitility.await().until(() -> statuses(updated).contains("dead"));
    open("/console/events/" + updated);

    assertThat(browser.text())
        .contains("Webhook from ownerrez", "verified and stored")
        .contains("arrivalDate", "2026-12-01", "2026-12-03")
        .contains("Delivery to Owner reports", "Delivery to Cleaning plan")
        .contains("Attempt 10", "HTTP 500", "the database of the subscriber is away");

    bad.usually(Answer.status(204));
    browser.click("form[action$='/retry'] button");
    assertThat(browser.text()).contains("Bellhop delivers again");
    Awaitility.await().until(() -> statuses(updated).stream().allMatch("delivered"::equals));
  }

  @Test
  void the_overview_shows_rates_lag_and_the_accounts_that_need_a_look() {
    open("/console");

    assertThat(browser.text())
        .contains("webhooks in the last minute", "deliveries in the last minute", "refused")
        .contains("the oldest due for", "Counted by the node that shows this page");
    assertThat(browser.eval("document.querySelectorAll('.chart rect.in').length").asInt())
        .isPositive();
    assertThat(browser.eval("document.querySelector('#troubled + .wide').innerText").asText())
        .contains("Lake House Holidays", "refused");
    browser.run("document.querySelector('#chart-numbers summary').click()");
    assertThat(browser.eval("document.querySelector('#chart-numbers tbody').innerText").asText())
        .isNotBlank();
  }

  @Test
  void a_message_is_found_by_its_key_and_shows_what_it_asked_the_provider() {
    String id = post(fixture("booking-entity_update-thin.json"));
    JsonNode attributes = api.get("/inbox/" + id, 200).at("/data/attributes");
    open("/console/inbox");
    browser.type("#search", attributes.path("idempotency_key").asText());
    browser.type("#from", "2020-01-01T00:00:00Z");
    browser.click(".filters button");
    assertThat(browser.eval("document.querySelectorAll('#list tbody tr').length").asInt())
        .isEqualTo(1);

    browser.click("#list tbody a");

    assertThat(browser.url()).endsWith(id);
    assertThat(browser.eval("document.querySelector('#calls + .wide').innerText").asText())
        .contains("GET /v2/bookings/{", "HTTP 200");
    browser.run("document.querySelector('#raw summary').click()");
    assertThat(browser.eval("document.querySelector('#raw pre').innerText").asText())
        .contains("\"delivered_by\":");
  }

  @Test
  void a_time_that_is_none_is_refused_with_the_reason() {
    open("/console/inbox?from=yesterday");

    assertThat(browser.text()).contains("from must be a time such as");
    browser.complaints();
  }

  @Test
  void a_replay_of_many_is_counted_shown_as_it_goes_and_cancelled() {
    book(7006, "2026-12-01");
    book(7007, "2026-12-01");
    open("/console/inbox?status=done");
    browser.click("#list a[href*='replays/new']");
    assertThat(browser.text()).contains("messages match", "An older state");
    browser.run("document.querySelector('#rate').value = 1");
    browser.click("main form button");
    assertThat(browser.text()).contains("The replay has begun", "Cancel the rest");

    browser.click("form[action$='/cancel'] button");

    assertThat(browser.text()).contains("The rest is not replayed.", "cancelled");
    hub.awaitSettled();
  }

  @Test
  void a_message_is_replayed() {
    open("/console/inbox/" + message());

    browser.click("form[action$='/replay'] button");

    assertThat(browser.text()).contains("The message is pending again");
  }

  @Test
  void failures_are_grouped_by_cause_say_what_to_do_and_are_replayed_together() {
    bad.usually(Answer.status(500));
    book(7004, "2026-12-29");
    awaitDead();
    open("/console/failures");
    assertThat(browser.text()).contains("1 × ownerrez", "Subscriptions that fail", "Cleaning plan");

    assertThat(browser.text()).contains("The body is not what the provider documents");
    browser.click("main a[href*='replays/new']");
    assertThat(browser.text()).contains("1 message matches");

    browser.click("main form button");

    assertThat(browser.text()).contains("The replay has begun");
    Awaitility.await().until(() -> browser.text().contains("1 of 1"));
    hub.awaitSettled();
  }

  @Test
  void a_subscription_is_made_paused_resumed_and_gets_a_new_secret() {
    open("/console/subscriptions/new");
    browser.type("#name", "Revenue");
    browser.type("#callback_url", good.url());
    browser.click("main form button");
    assertThat(browser.text()).contains("Copy it now", "whsec_");

    browser.click("main a.button");
    browser.click("form[action$='/pause'] button");
    assertThat(browser.text()).contains("It is switched off.", "paused");
    browser.click("form[action$='/resume'] button");
    assertThat(browser.text()).contains("It is active again.");
    browser.click("form[action$='/rotate'] button");
    assertThat(browser.text()).contains("The secret is new", "whsec_");
    browser.click("main a.button");
    browser.type("#from", "2026-11-21T18:00:00Z");
    browser.click("form[action$='/replay'] button");
    assertThat(browser.text()).contains("The first of them", "reservation.created");
    browser.click("form[action$='/replay'] button");
    assertThat(browser.text()).contains("Bellhop delivers the events of that time again");
  }

  @Test
  void a_subscription_that_cannot_be_is_refused_with_the_reason_and_keeps_what_was_typed() {
    open("/console/subscriptions/new");
    browser.type("#name", "Typed");
    browser.type("#callback_url", "ftp://subscriber.example.com/");
    browser.click("main form button");

    assertThat(browser.eval("document.querySelector('[role=alert]').innerText").asText())
        .contains("callback_url");
    assertThat(browser.eval("document.querySelector('#name').value").asText()).isEqualTo("Typed");
    browser.complaints();
  }

  @Test
  void dead_lettered_deliveries_are_counted_before_they_are_retried() {
    bad.usually(Answer.status(204));
    open("/console/subscriptions/" + failing + "/retry");
    assertThat(browser.text()).contains("dead-lettered deliveries");

    browser.click("main form button");

    assertThat(browser.text()).contains("Bellhop delivers again");
  }

  @Test
  void a_calendar_is_made_shown_once_and_ended() {
    open("/console/records/feeds");
    browser.type("#property_id", "nowhere");
    browser.run("document.querySelector('#account').value = '" + account.id() + "'");
    browser.click("main form button");
    assertThat(browser.text()).contains("is a property of which the account has no record");
    browser.complaints();
    String property = api.get("/reservations/7001", 200).at("/data/attributes/propertyId").asText();
    browser.run("document.querySelector('#property_id').value = '" + property + "'");
    browser.click("main form button");
    assertThat(browser.text()).contains("Copy it now", "/calendars/", ".ics");

    browser.click("main a.button");
    browser.click("form[action$='/rotate'] button");
    assertThat(browser.text()).contains("/calendars/");
    browser.click("main a.button");
    browser.click("form[action$='/delete'] button");
    assertThat(browser.text()).contains("It is deleted.", "There is no calendar yet");
  }

  @Test
  void the_view_of_a_standard_is_chosen_tried_and_saved() {
    open("/console/subscriptions/" + subscription + "/shape");
    browser.run("document.querySelector('#ready').value = 'schema.org/LodgingReservation'");
    browser.type("#event_id", event);
    browser.click("button[formaction$='/try']");
    assertThat(browser.text()).contains("\"@type\" : \"LodgingReservation\"");

    browser.click("form[action$='/shape'] .actions button:not(.quiet)");
    assertThat(browser.text()).contains("The filter and the transform count");
    open("/console/subscriptions/" + subscription + "/shape");
    assertThat(browser.eval("document.querySelector('#ready').value").asText())
        .isEqualTo("schema.org/LodgingReservation");
    browser.run("document.querySelector('#ready').value = ''");
    browser.click("form[action$='/shape'] .actions button:not(.quiet)");
    assertThat(api.get("/webhooks/" + subscription, 200).at("/data/attributes/transform").isNull())
        .isTrue();
  }

  @Test
  void an_account_is_made_by_a_form_of_its_provider_and_switched_off() {
    open("/console/accounts/new?provider=channex");
    browser.type("#name", "Harbour Flats");
    browser.type("#webhook-header", "x-hub");
    browser.type("#webhook-value", "a-long-password");
    browser.click("main form button");
    assertThat(browser.text())
        .contains("Harbour Flats", "/hooks/channex/", "The account is there.");

    browser.click("form[action$='/pause'] button");
    assertThat(browser.text()).contains("It is switched off.");
    browser.click("form[action$='/resume'] button");
    assertThat(browser.text()).contains("It is active again.");
  }

  @Test
  void a_sync_begins_and_its_page_follows_it() {
    open("/console/accounts/" + account.id());

    browser.click("form[action$='/sync'] button");

    assertThat(browser.text()).contains("The sync has begun");
  }

  @Test
  void a_webhook_that_cannot_be_registered_is_reported_with_the_reason() {
    open("/console/accounts/" + hub.ownerRez(URI.create("http://127.0.0.1:9")).id());

    browser.click("form[action$='/register'] button");

    assertThat(browser.text()).contains("Nothing was changed");
    assertThat(browser.eval("document.querySelector('[role=alert]').innerText").asText())
        .isNotBlank();
    browser.complaints();
  }

  @Test
  void the_keyboard_alone_reaches_the_content_first() {
    open("/console");

    browser.type("body", "\uE004");

    assertThat(browser.eval("document.activeElement.innerText").asText())
        .isEqualTo("Skip to the content");
  }

  @Test
  void the_sign_out_ends_the_session() {
    open("/console");
    browser.click(".out button");
    assertThat(browser.url()).endsWith("/console/sign-in");

    open("/console/inbox");

    assertThat(browser.url()).endsWith("/console/sign-in");
    signIn();
  }

  private static List<String> statuses(String of) {
    return api.get("/events/" + of, 200)
        .at("/data/attributes/webhook_deliveries")
        .findValuesAsText("status");
  }

  private static void awaitDead() {
    Awaitility.await()
        .until(
            () ->
                api.get("/deliveries?status=dead&webhook_id=" + failing, 200)
                        .at("/meta/total")
                        .asInt()
                    > 0);
  }

  static void open(String path) {
    browser.open(hub.server().url().resolve(path));
  }

  private static String message() {
    return hub.client().call("GET", "/inbox?status=done", null).at("/data/0/id").asText();
  }

  private static void picture(String page) throws IOException {
    String name = page.isEmpty() ? "overview" : page.replaceFirst("[?/].*", "");
    boolean isList = !page.contains("/") && !page.contains("?") && !page.equals("nothing");
    String one = ONE.get(page);
    if (isList || one != null) {
      save(isList ? name : one);
    }
  }

  /** Takes a picture of the page for the documentation. */
  static void save(String name) throws IOException {
    if (WRITES) {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), browser.screenshot());
    }
  }

  @Nested
  class Stories extends StoryWalks {}
}

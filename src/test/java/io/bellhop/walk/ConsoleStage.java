package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A hub with something in each of its pages, and a browser that is signed in. */
abstract class ConsoleStage {
  private static final boolean WRITES = "write".equals(System.getProperty("docs"));
  private static final Path PICTURES = Path.of("docs", "console");
  static final int PHONE = 390;
  private static final int DESK = 1200;

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
  static String replay;
  static Browser browser;

  static void start(Path folder) throws IOException {
    provider = new FixtureApi(Fixtures.inFolder(Path.of("fixtures", "ownerrez")));
    hub =
        TestHub.start(
            connectable(folder)
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
  private static OwnProvider connectable(Path folder) {
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

  static void signIn() {
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

  static void book(int id, String arrival) {
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
  static String post(ObjectNode body) {
    hub.post(account, FixtureJson.bytes(body));
    hub.awaitSettled();
    return Api.ids(api.get("/inbox?origin=webhook", 200)).get(0);
  }

  static ObjectNode fixture(String name) {
    return Fixtures.inFolder(Path.of("fixtures", "ownerrez")).json(name);
  }

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

  /** How a page is looked at unless a test says otherwise. */
  static void atADeskInTheLight() {
    browser.width(DESK);
    browser.dark(false);
    browser.complaints();
  }

  static List<String> statuses(String of) {
    return api.get("/events/" + of, 200)
        .at("/data/attributes/webhook_deliveries")
        .findValuesAsText("status");
  }

  static void awaitDead() {
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

  static String message() {
    return hub.client().call("GET", "/inbox?status=done", null).at("/data/0/id").asText();
  }

  /** Takes a picture of the page for the documentation. */
  static void save(String name) throws IOException {
    if (WRITES) {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), browser.screenshot());
    }
  }
}

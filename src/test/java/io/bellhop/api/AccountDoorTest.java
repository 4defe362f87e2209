package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.OwnProvider;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestNode;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts and masks of providers in a running hub: those in the jar, and one of a user's own. */
class AccountDoorTest {
  private static final String ACME =
      """
      - templatedRoute:
          routeTemplateRef: bellhop-ingest
          routeId: acme-ingest
          parameters:
            - {name: provider, value: acme}
            - {name: proof, value: hmac}
            - {name: signatureHeader, value: x-signature}
            - {name: secretEncoding, value: base64}
            - {name: event, value: "$.event"}
            - {name: idempotencyKey, value: "$.id"}
            - {name: orderKey, value: "$.id"}
      - templatedRoute:
          routeTemplateRef: bellhop-api
          routeId: acme-api
          parameters:
            - {name: provider, value: acme}
            - {name: baseUrl, value: "https://api.example.com"}
            - {name: auth, value: headers|oauth2-client-credentials}
            - {name: headers, value: "X-Key: {api_key|x-key}; X-Hotel: {hotel_id|$hotel}"}
            - {name: tokenPath, value: /token}
      - route:
          id: acme-events
          description: Publishes a loyalty card.
          from:
            uri: direct
            parameters: {name: bellhop-acme}
            steps:
              - setVariable: {name: recordType, expression: {constant: {expression: loyalty_card}}}
              - setVariable: {name: verb, expression: {constant: {expression: updated}}}
              - setVariable: {name: tier, expression: {language: {language: jslt, expression: "contains(\\"tier_key\\", split($apiFields, \\",\\"))"}}}
              - to: {uri: direct, parameters: {name: bellhop-publish}}
      """;

  @TempDir private static Path folder;
  private static TestHub hub;
  private static Api api;

  @BeforeAll
  static void start() {
    OwnProvider acme = OwnProvider.in(folder).routes(ACME);
    hub =
        TestHub.start(
            acme.options(
                Map.of(
                    "bellhop.provider.allow-private", "false",
                    "bellhop.delivery.allowed-addresses", "10.1.0.0/16")));
    api = Api.of(hub);
  }

  @AfterAll
  static void stop() throws Exception {
    hub.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ownerrez|'api':{'baseurl':'https://api.example.com'}|api.baseurl|is unknown; did you mean base_url? known are base_url, token",
        "guesty|'api':{'client-id':'c'}|api.client-id|is unknown; did you mean client_id? known are base_url, client_id, client_secret",
        "channex|'webhook':{'headr':'x'}|webhook.headr|is unknown; did you mean header? known are header, value",
        "acme|'api':{'apikey':'k'}|api.apikey|is unknown; did you mean api_key? known are api_key, base_url, client_id, client_secret, hotel_id, tier_key, x-key",
        "acme|'webhook':{'username':'k'}|webhook.username|is unknown; known are secret",
        "acme|'webhook':{'secret':'a*'}|webhook.secret|must be written in base64, as this provider gives it",
        "guesty|'webhook':{'secret':'hush'}|webhook.secret|must have 16 to 128 bytes in"
            + " base64 behind whsec_: copy it again from the provider",
        "gesty||provider|must be one of acme, booking-experts, calry, channex, guesty, hospitable, hostaway, ownerrez, smoobu; did you mean guesty?"
      })
  void a_name_or_value_that_a_provider_does_not_read_is_refused(
      String provider, String map, String field, String text) {
    JsonNode error =
        api.post(
            "/integration_accounts",
            "{'integration_account':{'provider':'"
                + provider
                + "','name':'n'"
                + (map == null ? "" : "," + map)
                + "}}",
            422);

    assertThat(error.at("/errors/details").toString())
        .isEqualTo("{\"" + field + "\":[\"" + text + "\"]}");
  }

  @Test
  void every_name_that_a_folder_reads_is_taken() {
    JsonNode made =
        make(
            "acme",
            "'api':{'api_key':'k','x-key':'k','hotel_id':'7','tier_key':'t','client_id':'c',"
                + "'client_secret':'s'},'webhook':{'secret':'_-8='}");

    assertThat(made.at("/data/attributes/notes").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9", "http://localhost", "http://169.254.169.254", "http://10.0.0.5",
        "http://[::1]", "http://[fd00::1]:8080", "http://0.0.0.0", "http://192.168.1.1"
      })
  void an_api_on_an_address_that_is_not_public_is_refused(String url) {
    JsonNode error =
        api.post(
            "/integration_accounts",
            "{'integration_account':{'provider':'ownerrez','name':'n','api':{'base_url':'"
                + url
                + "'}}}",
            422);

    assertThat(error.at("/errors/details/api.base_url/0").asText())
        .startsWith("names a host with an address that is not public; set bellhop.provider");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.1", "http://2130706433", "http://0x7f.1", "http://0177.0.0.1"})
  void an_odd_spelling_of_an_address_is_refused(String url) {
    api.post(
        "/integration_accounts",
        "{'integration_account':{'provider':'ownerrez','name':'n','api':{'base_url':'"
            + url
            + "'}}}",
        422);
  }

  @Test
  void an_api_in_an_allowed_range_or_with_a_name_that_is_not_known_yet_is_taken() {
    make("ownerrez", "'api':{'token':'t','base_url':'http://10.1.2.3'}");
    make("ownerrez", "'api':{'token':'t','base_url':'https://later.invalid'}");
  }

  @Test
  void an_account_says_what_it_lacks_until_it_has_it() {
    JsonNode made = make("guesty", "'api':{}");
    String path = "/integration_accounts/" + made.at("/data/id").asText();

    assertThat(made.at("/data/attributes/notes").toString())
        .isEqualTo(
            "[\"webhook has no secret: Bellhop refuses every webhook of this account until it is"
                + " set\",\"api has no client_id and client_secret: Bellhop cannot call the"
                + " provider's API for this account until they are set\"]");
    assertThat(api.get(path, 200).at("/data/attributes/notes")).hasSize(2);
    assertThat(
            put(path, "'api':{'client_id':'c','client_secret':'s'}").at("/data/attributes/notes"))
        .hasSize(1);
    assertThat(
            put(path, "'webhook':{'secret':'YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q'}")
                .at("/data/attributes/notes")
                .isMissingNode())
        .isTrue();
  }

  @Test
  void a_secret_that_was_pasted_in_another_form_proves_webhooks() throws Exception {
    JsonNode made =
        make(
            "guesty",
            "'webhook':{'secret':' WHSEC_YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q\\n'}");
    byte[] body = Files.readAllBytes(Path.of("fixtures/guesty/reservation.new.json"));
    URI listener = URI.create(made.at("/data/attributes/listener_url").asText());

    assertThat(
            hub.senders()
                .post(
                    listener,
                    body,
                    Senders.svix(
                        "whsec_YmVsbGhvcC10ZXN0LXNlY3JldC1iZWxsaG9wLXRlc3Q=",
                        "msg_1",
                        Instant.now(),
                        body))
                .statusCode())
        .isEqualTo(200);
    hub.awaitSettled();
  }

  @Test
  void what_is_read_can_be_written_back() throws Exception {
    JsonNode made =
        make("acme", "'external_id':'7','api':{'api_key':'k'},'webhook':{'secret':'_-8='}");
    String path = "/integration_accounts/" + made.at("/data/id").asText();
    ObjectNode attributes = (ObjectNode) api.get(path, 200).at("/data/attributes").deepCopy();

    JsonNode put = api.call("PUT", path, "{'integration_account':" + attributes + "}", 200);

    assertThat(put.at("/data/attributes/api")).isEqualTo(attributes.get("api"));
  }

  @ParameterizedTest
  @CsvSource({
    "loyalty_card.*, true",
    "loyalty_card.updated, true",
    "invoice.created, true",
    "account.degraded;account.recovered;account.silent, true",
    "calendar.conflict;mapping.failed;sync.failed, true",
    "reservation.*;*, true",
    "booking.*, false",
    "loyalty_cards.created, false",
    "loyalty_card.renamed, false",
    "reservation.craeted, false"
  })
  void a_mask_names_what_the_loaded_providers_can_emit(String mask, boolean good) {
    JsonNode answer =
        api.post(
            "/webhooks",
            "{'webhook':{'callback_url':'http://10.1.0.9/','is_global':true,'event_mask':'"
                + mask
                + "'}}",
            good ? 201 : 422);

    assertThat(answer.at("/errors/details/event_mask").isMissingNode()).isEqualTo(good);
  }

  @Test
  void records_of_every_type_are_read_like_reservations() throws Exception {
    HubClient.Account account =
        hub.client()
            .makeAccount(
                TestNode.MAPPER
                    .createObjectNode()
                    .put("provider", "acme")
                    .put("name", "cards")
                    .set("webhook", TestNode.MAPPER.createObjectNode().put("secret", "c2VjcmV0")));
    byte[] body = "{\"id\":\"c1\",\"event\":\"card\"}".getBytes(StandardCharsets.UTF_8);
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "x"));
    String signature = java.util.HexFormat.of().formatHex(mac.doFinal(body));
    hub.senders().post(account.listener(), body, Map.of("x-signature", signature));
    hub.awaitSettled();

    assertThat(hub.statuses(account)).containsExactly("done");
    JsonNode list = api.get("/records/loyalty_card?integration_account_id=" + account.id(), 200);
    assertThat(Api.ids(list)).containsExactly("c1");
    assertThat(list.at("/meta/total").asInt()).isEqualTo(1);
    assertThat(list.at("/data/0/type").asText()).isEqualTo("loyalty_card");
    assertThat(api.get("/records/loyalty_card/c1", 200).at("/data/attributes/event").asText())
        .isEqualTo("card");
    assertThat(api.get("/records/loyalty_cards", 404).at("/errors/details/type/0").asText())
        .contains("did you mean loyalty_card?");
    api.get("/records/loyalty_card/none", 404);
  }

  private static JsonNode make(String provider, String fields) {
    return api.post(
        "/integration_accounts",
        "{'integration_account':{'provider':'" + provider + "','name':'n'," + fields + "}}",
        201);
  }

  private static JsonNode put(String path, String fields) {
    return api.call("PUT", path, "{'integration_account':{" + fields + "}}", 200);
  }
}

package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.SenderDialect;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.SvixSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is particular to a provider when our webhook is made there: secrets, notes, forms. */
class RegisterByProviderTest extends Registering {
  private static final byte[] BODY = "{\"event\":\"unheard.of\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void guestys_secret_is_fetched_and_stored() {
    begin(SenderDialect.GUESTY, "{'api':{'client_id':'c','client_secret':'s'}}");
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

  @Test
  void a_secret_that_does_not_come_is_fetched_by_the_next_call() {
    begin(SenderDialect.GUESTY, "{'api':{'client_id':'c','client_secret':'s'}}");
    String old = "https://old.example.com" + account.listener().getPath();
    pms.add(old, right());
    pms.secretComesAfter(6);

    JsonNode error = register(503);
    assertThat(error.at("/errors/title").asText()).contains("Call this again");
    assertThat(pms.at(old)).as("what works still does").hasSize(1);

    register(200);
    assertThat(pms.writes()).containsExactly("POST", "DELETE");
    assertThat(post(signed(pms.secret()))).isEqualTo(200);
  }

  @Test
  void channex_gets_a_secret_header_that_was_stored_before() {
    begin(SenderDialect.CHANNEX, "{'api':{'token':'t'}}");
    // The provider has it and the answer is lost: its webhooks may come from now on.
    pms.answerOnce("POST", FixtureAnswer.of(500));
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

  @Test
  void what_was_added_by_hand_to_our_channex_webhook_stays() {
    begin(SenderDialect.CHANNEX);
    pms.add(
        account.listener().toString(),
        "{'event_mask':'booking','is_active':false,'headers':{'X-Proxy':'p','x-bellhop-channex':'old'},"
            + "'request_params':{'from':'channex'}}");

    register(200);

    JsonNode corrected = pms.at(account.listener().toString()).get(0).path("attributes");
    assertThat(corrected.at("/headers/X-Proxy").asText()).isEqualTo("p");
    assertThat(corrected.at("/headers").size()).isEqualTo(2);
    assertThat(corrected.at("/headers/X-Bellhop-Channex").asText())
        .isEqualTo("a-long-random-secret-of-this-account");
    assertThat(corrected.at("/request_params/from").asText()).isEqualTo("channex");
    assertThat(corrected.path("property_id").isNull()).isTrue();
    assertThat(corrected.path("is_active").asBoolean()).isTrue();
  }

  @Test
  void booking_experts_is_written_to_in_its_own_media_type() {
    begin(SenderDialect.BOOKING_EXPERTS);
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
    begin(SenderDialect.OWNERREZ, "{'api':{'token':'t'}}");
    String notes = register(200).at("/data/attributes/notes").toString();

    assertThat(notes).contains("username and a password under webhook", "User and Password");
    assertThat(pms.at(account.listener().toString()))
        .extracting(e -> e.path("type").asText() + " " + e.path("action").asText())
        .containsExactly("Booking EntityCreate", "Booking EntityUpdate", "Booking EntityDelete");
  }

  @Test
  void calry_needs_the_linked_account_that_it_is() {
    begin(SenderDialect.CALRY, "{'api':{'token':'t'}}");

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

package io.bellhop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A webhook that is proven is kept, whatever its body is like. */
class ProvenWebhookTest extends ProvenWebhooks {
  @ParameterizedTest
  @EnumSource(Store.class)
  void half_an_emoji_is_one_event_and_its_repeat_makes_none(Store store) {
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
  void numbers_that_cannot_be_used_do_not_stop_a_booking(Store store) {
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

  @Test
  void a_body_in_gzip_is_read_and_no_other_encoding() {
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

  @Test
  void a_signature_may_be_of_what_was_sent_or_of_what_was_compressed() {
    HubClient.Account account = hub.account("guesty", NO_API);
    byte[] body = "{\"event\":\"no.such\"}".getBytes(UTF_8);
    byte[] zipped = gzip(body);

    for (byte[] signed : List.of(body, zipped)) {
      HttpRequest.Builder request = request(account, zipped, "content-encoding", "gzip");
      hub.verifier(account, signed, "msg_" + signed.length).forEach(request::header);
      assertThat(send(request).statusCode()).isEqualTo(200);
    }
    HttpRequest.Builder other = request(account, zipped, "content-encoding", "gzip");
    hub.verifier(account, "{}".getBytes(UTF_8), "msg_other").forEach(other::header);
    assertThat(send(other).statusCode()).isEqualTo(401);
  }

  @Test
  void what_could_not_be_read_is_read_again_when_it_is_replayed() throws Exception {
    HubClient.Account account = account("things");
    assertThat(post(account, "{\"id\":\"r\",\"note\":\"x\"}")).isEqualTo(200);
    hub.awaitSettled();
    JsonNode letter = rows(account).get(0);
    assertThat(letter.at("/attributes/status").asText()).isEqualTo("dead");
    assertThat(letter.at("/attributes/error").asText()).contains("no event name");
    String replay = "/inbox/" + letter.path("id").asText() + "/replay";

    hub.client().call("POST", replay, new byte[0]);
    hub.awaitSettled();
    assertThat(hub.statuses(account)).as("nothing was corrected").containsExactly("dead");

    mend(letter.path("id").asText());
    hub.client().call("POST", replay, new byte[0]);

    assertThat(hub.settledEvents(account)).hasSize(1);
    assertThat(hub.statuses(account)).containsExactly("merged", "done");
  }

  @Test
  void a_refusal_says_at_the_account_why() throws Exception {
    HubClient.Account account = account("sums");

    assertThat(lastRefusal(account)).isNull();
    assertThat(post(account, "{}")).isEqualTo(401);
    assertThat(lastRefusal(account).path("reason").asText())
        .contains("no credentials under webhook yet", "{secret}");
    Awaitility.await().until(() -> stored(account).contains("no credentials under webhook yet"));

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
    assertThat(stored(account))
        .as("one write a minute")
        .contains("no credentials under webhook yet");
    assertThat(management("/observe/health?exposureLevel=full&data=true"))
        .contains(account.id(), "is too far from now");
    assertThat(management("/observe/metrics"))
        .contains("bellhop_webhooks_rejected_total{provider=\"sums\",reason=\"stale\"}");
  }

  @ParameterizedTest
  @EnumSource(value = Store.class, names = "POSTGRESQL")
  void an_account_that_another_node_has_just_made_is_known_at_once(Store store) throws Exception {
    on(store);
    try (TestHub other = hub.another(OPTIONS)) {
      for (int i = 0; i < 8; i++) {
        URI there = other.server().url().resolve(account("things").listener().getPath());
        assertThat(send(post(there, thing("\"1\"", "\"x\":1"))).statusCode()).isEqualTo(200);
      }
      URI unknown = other.server().url().resolve("/hooks/things/" + "0".repeat(40));
      assertThat(send(post(unknown, thing("\"1\"", "\"x\":1"))).statusCode()).isEqualTo(404);
    }
  }

  private static final URI NO_API = URI.create("http://127.0.0.1:1");

  /**
   * Stands for a folder that was corrected: where it looks for the event's name there is one now.
   */
  private void mend(String letter) throws Exception {
    try (Connection connection = database().getConnection();
        PreparedStatement s =
            connection.prepareStatement(
                "update inbox_content set headers = '{\"x-type\":\"t\"}' where id = ?")) {
      s.setObject(1, UUID.fromString(letter));
      assertThat(s.executeUpdate()).isEqualTo(1);
    }
  }

  private List<JsonNode> reservations(HubClient.Account account) {
    return hub.events(account).stream()
        .filter(e -> e.at("/hook/eventType").asText().startsWith("reservation."))
        .toList();
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

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

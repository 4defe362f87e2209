package io.bellhop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body that brings many messages, and who they are for. */
class WebhookElementsTest extends ProvenWebhooks {
  @Test
  void each_element_of_an_array_is_a_message_of_its_own() throws Exception {
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

  @Test
  void a_bad_element_holds_no_other_back_and_publishes_none_twice() {
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

  @Test
  void an_array_within_a_body_keeps_what_stands_around_it() {
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

  @Test
  void without_an_idempotency_key_nothing_is_dropped() {
    HubClient.Account account = account("things");
    for (String price : List.of("100", "200", "100")) {
      post(account, thing("\"p\"", "\"note\":\"" + price + "\""));
    }

    assertThat(hub.settledEvents(account))
        .extracting(e -> e.at("/data/record/notes").asText())
        .containsExactly("100", "200", "100");
    assertThat(hub.statuses(account)).containsExactly("done", "done", "done");
  }

  @Test
  void a_tenant_that_is_not_sent_is_the_accounts_own_if_the_folder_says_so() {
    HubClient.Account account = account("things");

    post(account, thing("\"1\"", "\"x\":1"));
    post(account, thing("\"2\"", "\"hotel\":\"h1\""));
    post(account, thing("\"3\"", "\"hotel\":\"another\""));

    hub.awaitSettled();
    assertThat(hub.statuses(account)).containsExactly("done", "done", "ignored");
  }

  @Test
  void a_check_of_the_url_is_answered_and_stored_nowhere() {
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
}

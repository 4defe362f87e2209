package io.bellhop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.tool.fixture.HubClient;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that has the webhook already hands over its bytes and headers. */
class DirectIngestTest {
  private Host host;
  private HubClient.Account account;
  private String token;

  @BeforeEach
  void start() throws Exception {
    host = new Host().start();
    host.awaitReady();
    account = host.ownerRez();
    String path = account.listener().getPath();
    token = path.substring(path.lastIndexOf('/') + 1);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void what_is_taken_is_answered_as_over_http_and_becomes_an_event() {
    Message answer = hand("ownerrez", token, Host.proof(), Host.booking(1));

    assertThat(status(answer)).isEqualTo(200);
    assertThat(answer.getBody(String.class)).isEqualTo("{\"status\":\"accepted\"}");
    assertThat(answer.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    assertThat(answer.getHeaders()).containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE, "Content-Type");
    assertThat(host.eventTypes()).containsExactly("reservation.created");
  }

  @Test
  void a_front_of_the_hosts_own_names_the_account_by_the_end_of_its_path() {
    Map<String, Object> headers = new HashMap<>(Host.proof());
    headers.put(Exchange.HTTP_PATH, "/my/own/front/" + token);
    headers.put(Exchange.HTTP_METHOD, "POST");

    assertThat(status(send("ownerrez", headers, Host.booking(1)))).isEqualTo(200);

    headers.put(Exchange.HTTP_METHOD, "PUT");
    Message answer = send("ownerrez", headers, Host.booking(1));
    assertThat(status(answer)).isEqualTo(405);
    assertThat(answer.getHeader("Allow")).isEqualTo("POST");
  }

  @Test
  void what_is_refused_over_http_is_refused_here() {
    byte[] booking = Host.booking(1);
    byte[] text = "no JSON".getBytes(StandardCharsets.UTF_8);

    assertThat(status(hand("ownerrez", "a".repeat(40), Host.proof(), booking))).isEqualTo(404);
    assertThat(status(hand("guesty", token, Host.proof(), booking))).isEqualTo(404);
    assertThat(status(hand("ownerrez", token, Map.of(), booking))).isEqualTo(401);
    assertThat(status(hand("ownerrez", token, Host.proof(), new byte[1_048_577]))).isEqualTo(413);
    assertThat(host.client().inbox()).isEmpty();
    assertThat(status(hand("ownerrez", token, Host.proof(), text))).isEqualTo(200);
    assertThat(host.client().inbox())
        .extracting(r -> r.path("status").asText())
        .containsExactly("dead");
  }

  @Test
  void while_the_database_is_away_it_answers_when_to_retry() {
    host.database.goAway();

    Message answer = hand("ownerrez", token, Host.proof(), Host.booking(1));

    assertThat(status(answer)).isEqualTo(503);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
  }

  @Test
  void headers_that_the_host_sets_for_camel_are_not_kept_with_the_webhook() {
    Map<String, Object> headers = new HashMap<>(Host.proof());
    headers.put(Exchange.HTTP_PATH, "/front/" + token);
    headers.put("X-Front", "kept");

    send("ownerrez", headers, Host.booking(1));

    assertThat(host.eventTypes()).hasSize(1);
    assertThat(inboxText()).doesNotContain(token).contains("kept");
  }

  private String inboxText() {
    String first = host.client().call("GET", "/inbox", null).at("/data/0/id").asText();
    return host.client().call("GET", "/inbox/" + first, null).toString();
  }

  private Message hand(
      String provider, String listenerToken, Map<String, String> proof, byte[] body) {
    Map<String, Object> headers = new HashMap<>(proof);
    headers.put("bellhop-listener-token", listenerToken);
    return send(provider, headers, body);
  }

  private Message send(String provider, Map<String, Object> headers, byte[] body) {
    return host.context
        .createProducerTemplate()
        .request(
            "direct:bellhop-ingest-" + provider,
            exchange -> {
              exchange.getMessage().setHeaders(new HashMap<>(headers));
              exchange.getMessage().setBody(body);
            })
        .getMessage();
  }

  private static int status(Message answer) {
    return answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
  }
}

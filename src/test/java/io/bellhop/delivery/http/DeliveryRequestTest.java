package io.bellhop.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.delivery.http.OutboundEvent.Failures;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.net.ForbiddenTargetException;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryRequestTest {
  private static final String URL = "https://example.com/hook";
  private static final String ENVELOPE =
      "{\"hook\":{\"id\":\"e1\",\"eventType\":\"reservation.updated\"},\"data\":{\"workspaceId\":\"w\","
          + "\"result\":\"SUCCESS\",\"record\":{\"id\":\"r1\",\"price\":12.50,\"name\":\"Zo\u00eb\"},"
          + "\"changes\":{\"price\":[12.00,12.50]},\"previous\":{\"id\":\"r1\"},\"sourceEvents\":[\"s\"]}}";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final DeliveryRequest message = new DeliveryRequest(TestNode.MAPPER);

  @Test
  void the_whole_event_goes_as_it_is_in_the_log() {
    assertThat(text(post(SubscriptionBuilder.to(URL)))).isEqualTo(ENVELOPE);
  }

  @Test
  void without_data_the_record_is_only_named() throws JsonProcessingException {
    JsonNode event = TestNode.MAPPER.readTree(text(post(SubscriptionBuilder.to(URL).data(false))));

    assertThat(event.at("/hook/id").asText()).isEqualTo("e1");
    assertThat(event.get("data"))
        .isEqualTo(
            TestNode.MAPPER.readTree(
                "{\"workspaceId\":\"w\",\"result\":\"SUCCESS\",\"sourceEvents\":[\"s\"],\"recordId\":\"r1\"}"));
  }

  @Test
  void of_a_record_without_an_id_nothing_is_named() {
    String envelope = "{\"hook\":{},\"data\":{\"record\":{\"propertyId\":\"p\"}}}";

    assertThat(
            new String(
                message.body(SubscriptionBuilder.to(URL).data(false).build(), outbound(envelope)),
                StandardCharsets.UTF_8))
        .isEqualTo("{\"hook\":{},\"data\":{}}");
  }

  @Test
  void a_webhooks_own_headers_go_along_and_cannot_stand_for_ours() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("webhook-id", "forged");
    own.put("Webhook-Id", "forged");
    own.put("WEBHOOK-TIMESTAMP", "0");
    own.put("webhook-timestamp", "0");
    own.put("Webhook-Signature", "v1,forged");
    own.put("content-type", "text/plain");
    own.put("user-agent", "forged");
    own.put("host", "internal");
    own.put("Content-Length", "1");
    own.put("transfer-encoding", "chunked");
    own.put("Connection", "close");
    own.put("Authorization", "Bearer theirs");

    Map<String, String> headers = post(SubscriptionBuilder.to(URL).headers(own)).headers();

    assertThat(headers)
        .containsEntry("Authorization", "Bearer theirs")
        .containsEntry("Content-Type", "application/json");
    assertThat(headers.values()).doesNotContain("forged", "v1,forged", "0", "internal", "chunked");
    assertThat(headers.keySet().stream().map(String::toLowerCase))
        .containsExactlyInAnyOrder(
            "authorization",
            "content-type",
            "user-agent",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");
  }

  @Test
  void each_attempt_has_a_new_signature_and_the_same_id() {
    SubscriptionBuilder subscription = SubscriptionBuilder.to(URL);
    OutboundEvent delivery = outbound(ENVELOPE);

    HttpPost first = message.of(subscription.build(), delivery, now);
    HttpPost second = message.of(subscription.build(), delivery, now.plusSeconds(5));

    assertThat(second.headers())
        .containsEntry("webhook-id", first.headers().get("webhook-id"))
        .containsEntry("webhook-timestamp", String.valueOf(now.getEpochSecond() + 5));
    assertThat(second.headers().get("webhook-signature"))
        .isNotEqualTo(first.headers().get("webhook-signature"));
    SignatureTest.assertVerified(text(first), first.headers(), SubscriptionBuilder.secret(1));
    SignatureTest.assertVerified(text(second), second.headers(), SubscriptionBuilder.secret(1));
  }

  @Test
  void the_secret_before_the_last_rotation_signs_until_it_expires() {
    SubscriptionBuilder rotated =
        SubscriptionBuilder.to(URL)
            .secret(SubscriptionBuilder.secret(2))
            .previous(SubscriptionBuilder.secret(1), now.plusSeconds(1));

    HttpPost during = message.of(rotated.build(), outbound(ENVELOPE), now);
    SignatureTest.assertVerified(text(during), during.headers(), SubscriptionBuilder.secret(1));
    SignatureTest.assertVerified(text(during), during.headers(), SubscriptionBuilder.secret(2));

    HttpPost after = message.of(rotated.build(), outbound(ENVELOPE), now.plusSeconds(1));
    SignatureTest.assertRefused(text(after), after.headers(), SubscriptionBuilder.secret(1));
    SignatureTest.assertVerified(text(after), after.headers(), SubscriptionBuilder.secret(2));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/hook, https://example.com/hook?a=1%262&b+c=%C3%A9",
    "https://example.com/hook?x=y, https://example.com/hook?x=y&a=1%262&b+c=%C3%A9",
    "https://example.com, https://example.com?a=1%262&b+c=%C3%A9",
    "https://example.com/hook#part, https://example.com/hook?a=1%262&b+c=%C3%A9"
  })
  void request_parameters_are_added_to_the_url(String url, String expected) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("a", "1&2");
    parameters.put("b c", "\u00e9");

    assertThat(post(SubscriptionBuilder.to(url).parameters(parameters)).url())
        .hasToString(expected);
  }

  @Test
  void an_invalid_url_is_refused_like_a_forbidden_one() {
    assertThatThrownBy(() -> post(SubscriptionBuilder.to("http://exa mple.com/")))
        .isInstanceOf(ForbiddenTargetException.class);
  }

  private HttpPost post(SubscriptionBuilder subscription) {
    return message.of(subscription.build(), outbound(ENVELOPE), now);
  }

  private OutboundEvent outbound(String envelope) {
    UUID subscription = UUID.randomUUID();
    return new OutboundEvent(
        UUID.randomUUID(),
        subscription,
        subscription + " r1",
        new LoggedEvent(1, new UUID(7, 7), "reservation.updated", envelope),
        Failures.NONE,
        now);
  }

  private static String text(HttpPost post) {
    return new String(post.body(), StandardCharsets.UTF_8);
  }
}

package io.bellhop.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.svix.Webhook;
import io.bellhop.support.SubscriptionBuilder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held to what receivers use, not to our own code. */
class SignatureTest {
  private static final String NEW = SubscriptionBuilder.secret(1);
  private static final String OLD = SubscriptionBuilder.secret(2);
  private static final String OTHER = SubscriptionBuilder.secret(3);
  private static final String ID = "0197f3a0-0000-7000-8000-000000000001";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "{\"name\":\"Ren\u00e9e M\u00fcller-\u0141ukasz \u6771\u4eac \ud83c\udfe8\"}",
        "{\"price\":12.50,\n \"a\" : [ ]}"
      })
  void both_libraries_verify_it_byte_by_byte(String body) {
    Map<String, String> headers = sign(body, NEW);

    assertVerified(body, headers, NEW);
    assertRefused(body + " ", headers, NEW);
    assertRefused(body, headers, OTHER);
  }

  @Test
  void during_a_rotation_either_secret_verifies_and_no_other() {
    Map<String, String> headers = sign("{}", NEW, OLD);

    assertVerified("{}", headers, NEW);
    assertVerified("{}", headers, OLD);
    assertRefused("{}", headers, OTHER);
  }

  @Test
  void after_a_rotation_the_old_secret_is_worth_nothing() {
    assertRefused("{}", sign("{}", NEW), OLD);
  }

  @Test
  void id_and_time_are_signed() {
    for (Map.Entry<String, String> other :
        Map.of("webhook-id", "x", "webhook-timestamp", String.valueOf(now.getEpochSecond() - 1))
            .entrySet()) {
      Map<String, String> headers = new HashMap<>(sign("{}", NEW));
      headers.put(other.getKey(), other.getValue());
      assertRefused("{}", headers, NEW);
    }
  }

  @Test
  void the_headers_are_those_of_the_standard() {
    assertThat(sign("{}", NEW, OLD))
        .containsEntry("webhook-id", ID)
        .containsEntry("webhook-timestamp", String.valueOf(now.getEpochSecond()))
        .hasEntrySatisfying(
            "webhook-signature", value -> assertThat(value).matches("v1,\\S{44} v1,\\S{44}"))
        .hasSize(3);
  }

  private Map<String, String> sign(String body, String... secrets) {
    return Signature.headers(ID, now, body.getBytes(StandardCharsets.UTF_8), List.of(secrets));
  }

  static void assertVerified(String body, Map<String, String> headers, String secret) {
    assertThatCode(() -> new Webhook(secret).verify(body, http(headers)))
        .doesNotThrowAnyException();
    assertThatCode(() -> new com.standardwebhooks.Webhook(secret).verify(body, http(headers)))
        .doesNotThrowAnyException();
  }

  static void assertRefused(String body, Map<String, String> headers, String secret) {
    assertThatThrownBy(() -> new Webhook(secret).verify(body, http(headers)))
        .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
    assertThatThrownBy(() -> new com.standardwebhooks.Webhook(secret).verify(body, http(headers)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  private static HttpHeaders http(Map<String, String> headers) {
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return HttpHeaders.of(all, (name, value) -> true);
  }
}

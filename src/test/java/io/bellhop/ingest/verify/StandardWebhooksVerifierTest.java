package io.bellhop.ingest.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import io.bellhop.ingest.VerifierInput;
import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The signers are not ours: what Svix's and Standard Webhooks' own libraries sign is what counts.
 */
class StandardWebhooksVerifierTest {
  private static final String SECRET = secret("one-secret-of-thirty-two-letters");
  private static final String OTHER_SECRET = secret("another-secret-with-32-letters..");
  private static final String ID = "msg_1";
  private static final long SIGNED_AT = 1_790_000_000L;
  private static final String BODY = "{\"event\":\"reservation.updated\",\"name\":\"Zoë 东京\"}";

  @Test
  void what_svix_signs_is_accepted_with_its_own_header_names() throws Exception {
    assertThat(verify(svix(bySvix(SECRET, BODY)), BODY)).isTrue();
  }

  @Test
  void what_standard_webhooks_signs_is_accepted_with_its_own_header_names() throws Exception {
    assertThat(verify(standard(byStandardWebhooks(SECRET, BODY)), BODY)).isTrue();
  }

  @Test
  void each_library_is_accepted_with_the_header_names_of_the_other() throws Exception {
    assertThat(verify(standard(bySvix(SECRET, BODY)), BODY)).isTrue();
    assertThat(verify(svix(byStandardWebhooks(SECRET, BODY)), BODY)).isTrue();
  }

  @Test
  void the_vector_that_came_with_the_order_is_accepted() {
    RequestHeaders headers =
        VerifierInput.headers(
            "svix-id", "msg_2ExampleExampleExampleExample",
            "svix-timestamp", "1790000000",
            "svix-signature", "v1,Ke0F6a++iHAGBFhd1Ji3tp5FvycQ4AXBl/wpFXcQNR0=");
    String body =
        "{\"event\":\"reservation.updated.v2\",\"data\":{\"reservationId\":\"66f1c4a1246e7d9f0f8da88a\"}}";

    assertThat(
            verify("whsec_dGVzdC1vbmx5LW5vdC1hLXNlY3JldC0wMTIzNDU2Nzg5", SIGNED_AT, headers, body))
        .isTrue();
  }

  @Test
  void the_secret_may_be_given_without_its_prefix() throws Exception {
    String bare = SECRET.substring("whsec_".length());

    assertThat(verify(bare, SIGNED_AT, svix(bySvix(SECRET, BODY)), BODY)).isTrue();
  }

  @Test
  void the_names_of_headers_have_no_case() throws Exception {
    RequestHeaders headers =
        VerifierInput.headers(
            "Svix-Id", ID,
            "SVIX-TIMESTAMP", String.valueOf(SIGNED_AT),
            "svix-Signature", bySvix(SECRET, BODY));

    assertThat(verify(headers, BODY)).isTrue();
  }

  @Test
  void while_a_secret_is_rotated_either_of_two_signatures_fits() throws Exception {
    String both = bySvix(OTHER_SECRET, BODY) + " " + bySvix(SECRET, BODY);

    assertThat(verify(SECRET, SIGNED_AT, svix(both), BODY)).isTrue();
    assertThat(verify(OTHER_SECRET, SIGNED_AT, svix(both), BODY)).isTrue();
    assertThat(verify(secret("a-third-secret-of-32-letters...."), SIGNED_AT, svix(both), BODY))
        .isFalse();
  }

  @Test
  void signatures_of_other_versions_are_passed_over() throws Exception {
    String fitting = bySvix(SECRET, BODY);

    assertThat(verify(svix("v1a,c29tZXRoaW5n v2,xyz " + fitting), BODY)).isTrue();
    assertThat(verify(svix(fitting.replace("v1,", "v2,")), BODY)).isFalse();
    assertThat(verify(svix(fitting.replace("v1,", "")), BODY)).isFalse();
  }

  @Test
  void a_body_that_was_changed_is_refused() throws Exception {
    RequestHeaders headers = svix(bySvix(SECRET, BODY));

    assertThat(verify(headers, BODY.replace("updated", "deleted"))).isFalse();
    assertThat(verify(headers, BODY + "\n")).isFalse();
    assertThat(verify(headers, "")).isFalse();
  }

  @Test
  void an_id_or_a_time_that_was_changed_is_refused() throws Exception {
    String signature = bySvix(SECRET, BODY);

    assertThat(verify(headers("svix", "msg_2", SIGNED_AT, signature), BODY)).isFalse();
    assertThat(verify(headers("svix", ID, SIGNED_AT + 1, signature), BODY)).isFalse();
  }

  @ParameterizedTest(name = "{0} s")
  @ValueSource(longs = {-300, -299, 0, 299, 300})
  void a_clock_up_to_five_minutes_off_is_tolerated(long off) throws Exception {
    assertThat(verify(SECRET, SIGNED_AT + off, svix(bySvix(SECRET, BODY)), BODY)).isTrue();
  }

  @ParameterizedTest(name = "{0} s")
  @ValueSource(longs = {-86_400, -301, 301, 86_400})
  void a_clock_further_off_is_not_neither_in_the_past_nor_in_the_future(long off) throws Exception {
    assertThat(verify(SECRET, SIGNED_AT + off, svix(bySvix(SECRET, BODY)), BODY)).isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "now",
        "1790000000.0",
        "1790000000000",
        "0x6AB13B80",
        "-9223372036854775808",
        "9223372036854775807",
        "99999999999999999999"
      })
  void a_time_that_is_not_one_of_now_is_refused(String timestamp) throws Exception {
    RequestHeaders headers =
        VerifierInput.headers(
            "svix-id", ID, "svix-timestamp", timestamp, "svix-signature", bySvix(SECRET, BODY));

    assertThat(verify(headers, BODY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"svix-id", "svix-timestamp", "svix-signature"})
  void each_of_the_three_headers_must_be_there(String missing) throws Exception {
    Map<String, String> all =
        Map.of(
            "svix-id", ID,
            "svix-timestamp", String.valueOf(SIGNED_AT),
            "svix-signature", bySvix(SECRET, BODY));
    RequestHeaders rest =
        new RequestHeaders(
            all.entrySet().stream().filter(e -> !e.getKey().equals(missing)).toList());

    assertThat(verify(rest, BODY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"svix-id", "svix-timestamp", "svix-signature"})
  void each_of_the_three_headers_must_stand_once(String twice) throws Exception {
    String signature = bySvix(SECRET, BODY);
    RequestHeaders headers =
        VerifierInput.headers(
            "svix-id",
            ID,
            "svix-timestamp",
            String.valueOf(SIGNED_AT),
            "svix-signature",
            signature,
            twice,
            "another value");

    assertThat(verify(headers, BODY)).isFalse();
  }

  @Test
  void the_two_families_of_headers_do_not_make_up_for_each_other() throws Exception {
    RequestHeaders headers =
        VerifierInput.headers(
            "webhook-id", ID,
            "webhook-timestamp", String.valueOf(SIGNED_AT),
            "svix-signature", bySvix(SECRET, BODY));

    assertThat(verify(headers, BODY)).isFalse();
  }

  @Test
  void both_families_may_stand_together_if_they_say_the_same() throws Exception {
    String signature = bySvix(SECRET, BODY);
    String at = String.valueOf(SIGNED_AT);

    assertThat(verify(both(ID, at, signature), BODY)).isTrue();
  }

  @Test
  void an_unsigned_id_of_the_other_family_is_refused() throws Exception {
    // It would become the idempotency key, and a recorded request pass for a new one.
    assertThat(verify(both("msg_2", String.valueOf(SIGNED_AT), bySvix(SECRET, BODY)), BODY))
        .isFalse();
  }

  private static RequestHeaders both(String svixId, String at, String signature) {
    return VerifierInput.headers(
        "svix-id", svixId,
        "svix-timestamp", at,
        "svix-signature", signature,
        "webhook-id", ID,
        "webhook-timestamp", at,
        "webhook-signature", signature);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", " ", "v1", "v1,", "v1, ", "v1,not base64", ",", "v1,v1,v1"})
  void a_malformed_signature_is_refused(String signature) {
    assertThat(verify(svix(signature), BODY)).isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "whsec_", "whsec_not base64!", "*"})
  void with_a_broken_secret_nothing_fits(String secret) throws Exception {
    assertThat(verify(secret, SIGNED_AT, svix(bySvix(SECRET, BODY)), BODY)).isFalse();
    assertThat(verify(secret, SIGNED_AT, svix("v1,"), BODY)).isFalse();
  }

  @Test
  void an_account_without_a_secret_accepts_nothing() throws Exception {
    Account account = VerifierInput.account(Map.of());

    assertThat(
            verifier(SIGNED_AT).verify(account, svix(bySvix(SECRET, BODY)), BODY.getBytes(UTF_8)))
        .isFalse();
  }

  @Test
  void bytes_that_are_no_text_are_signed_as_they_are() throws Exception {
    // Decoding and encoding again would make the same text of both, and the signature fit both.
    byte[] broken = {'{', (byte) 0xff, '}'};
    String decoded = new String(broken, UTF_8);
    RequestHeaders headers = svix(bySvix(SECRET, decoded));
    Account account = VerifierInput.account(Map.of("secret", SECRET));

    assertThat(verifier(SIGNED_AT).verify(account, headers, decoded.getBytes(UTF_8))).isTrue();
    assertThat(verifier(SIGNED_AT).verify(account, headers, broken)).isFalse();
  }

  private static String secret(String text) {
    return "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String bySvix(String secret, String body) throws Exception {
    return new com.svix.Webhook(secret).sign(ID, SIGNED_AT, body);
  }

  private static String byStandardWebhooks(String secret, String body) throws Exception {
    return new com.standardwebhooks.Webhook(secret).sign(ID, SIGNED_AT, body);
  }

  private static RequestHeaders svix(String signature) {
    return headers("svix", ID, SIGNED_AT, signature);
  }

  private static RequestHeaders standard(String signature) {
    return headers("webhook", ID, SIGNED_AT, signature);
  }

  private static RequestHeaders headers(String family, String id, long at, String signature) {
    return VerifierInput.headers(
        family + "-id", id, family + "-timestamp", "" + at, family + "-signature", signature);
  }

  private static StandardWebhooksVerifier verifier(long epochSecond) {
    return new StandardWebhooksVerifier(
        Clock.fixed(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC));
  }

  private static boolean verify(RequestHeaders headers, String body) {
    return verify(SECRET, SIGNED_AT, headers, body);
  }

  private static boolean verify(String secret, long now, RequestHeaders headers, String body) {
    return verifier(now)
        .verify(VerifierInput.account(Map.of("secret", secret)), headers, body.getBytes(UTF_8));
  }
}

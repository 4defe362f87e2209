package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.TemplateParameters;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.support.SharedTemplate;
import io.bellhop.tool.fixture.FixtureApi;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are signed. */
class ApiSignatureTest {
  private static final String SIGNED =
      "{method}\\n{path}\\n{query}\\n{timestamp}\\n{nonce}\\n{bodyHash}\\n{key}";

  private final ApiBench bench = new ApiBench(null);

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void a_signature_covers_method_path_sorted_query_time_nonce_body_and_key() {
    RequestSignature signature =
        RequestSignature.parse(new TemplateParameters(signing(Map.of("signedRequest", SIGNED))));

    Map<String, String> sent =
        signature.of(
            new ApiCall(
                "GET",
                "/api/reservations/292?includePriceElements=true",
                "",
                Map.of(),
                null,
                true,
                null,
                made -> {}),
            "label-1",
            "secret-1",
            Instant.parse("2026-09-01T10:00:00.5Z"),
            "3f2b8c1e-0d8e-4d1a-9a51-2f6f3c1b7a10");

    // Computed with another tool, by the provider's own description.
    assertThat(sent)
        .containsEntry("X-Timestamp", "2026-09-01T10:00:00Z")
        .containsEntry("X-Signature", "ZUD9DqjN+QjSu7WEAp4EdyRKoSBOBvI2PxujEstv2D0=");
  }

  @Test
  void a_signed_call_is_one_that_the_provider_would_take() throws Exception {
    ApiProcessor api =
        bench.open(
            signing(Map.of("auth", "hmac", "signedRequest", SIGNED)).entrySet().stream()
                .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                .toArray(String[]::new));
    Map<String, String> account = Map.of("api_key", "label-1", "api_secret", "secret-1");

    bench.call(api, account, Map.of("apiPath", ApiBench.PATH + "?z=1&a%5B%5D=9&a%5B%5D=10"));
    FixtureApi.Call read = bench.last();
    bench.call(
        api,
        account,
        Map.of("apiMethod", "POST", "apiBody", RouteExchange.json("{'text': 'Grüße'}")));
    FixtureApi.Call written = bench.last();

    assertThat(read.headers().get("x-signature"))
        .isEqualTo(expected(read, "a%5B%5D=10&a%5B%5D=9&z=1"));
    assertThat(written.headers().get("x-signature")).isEqualTo(expected(written, ""));
    assertThat(read.headers().get("x-nonce")).isNotEqualTo(written.headers().get("x-nonce"));
    assertThat(read.headers()).doesNotContainKey("authorization");
  }

  private static Map<String, String> signing(Map<String, String> more) {
    Map<String, String> all = SharedTemplate.defaults("api");
    all.putAll(
        Map.of(
            "signatureEncoding",
            "base64",
            "signatureHeaders",
            "X-API-Key: {key}; X-Timestamp: {timestamp}; X-Nonce: {nonce}; X-Signature: {signature}"));
    all.putAll(more);
    all.keySet().removeAll(List.of("provider", "baseUrl"));
    return all;
  }

  /** As the provider computes it of what has arrived. */
  private static String expected(FixtureApi.Call call, String query) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(call.body());
    String text =
        String.join(
            "\n",
            call.method(),
            call.path(),
            query,
            call.headers().get("x-timestamp"),
            call.headers().get("x-nonce"),
            HexFormat.of().formatHex(hash),
            call.headers().get("x-api-key"));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("secret-1".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}

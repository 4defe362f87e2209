package io.bellhop.ingest;

import static io.bellhop.ingest.VerifierInput.headers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHeadersTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "svix-signature",
        "Webhook-Signature",
        "X-Api-Key",
        "X-Auth-Token",
        "x-hub-secret",
        "X-Shop-Hmac-Sha256",
        "X-Session-Id",
        "X-Passwd",
        "X-Credentials",
        "x-jwt"
      })
  void what_proves_something_is_masked(String name) throws Exception {
    assertThat(kept(Map.of(), name, "hush").properties())
        .extracting(e -> e.getValue().asText())
        .containsExactly("***");
  }

  @Test
  void so_is_the_header_that_the_account_itself_names() throws Exception {
    JsonNode kept = kept(Map.of("header", "X-Hotel", "value", "hush"), "x-hotel", "hush");

    assertThat(kept.path("x-hotel").asText()).isEqualTo("***");
  }

  @Test
  void and_the_header_that_the_provider_signs_in() throws Exception {
    assertThat(kept(Map.of(), "x-acme-sum", "hush").path("x-acme-sum").asText()).isEqualTo("***");
  }

  @Test
  void the_rest_is_kept_since_it_helps_to_find_faults() throws Exception {
    JsonNode kept =
        kept(Map.of(), "User-Agent", "acme/1", "svix-id", "msg_1", "Via", "a", "via", "b \"c\"");

    assertThat(kept.path("user-agent").asText()).isEqualTo("acme/1");
    assertThat(kept.path("svix-id").asText()).isEqualTo("msg_1");
    assertThat(kept.path("via").asText()).isEqualTo("a, b \"c\"");
  }

  private JsonNode kept(Map<String, String> webhook, String... namesAndValues) throws Exception {
    Account account = VerifierInput.account(webhook);
    return mapper.readTree(SafeHeaders.json(headers(namesAndValues), account, "X-Acme-Sum", null));
  }
}

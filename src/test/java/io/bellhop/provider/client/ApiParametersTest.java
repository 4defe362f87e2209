package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A parameter that cannot be right stops the start, and the text says which and what to write. */
class ApiParametersTest {
  private final ApiBench bench = new ApiBench(null);

  @AfterEach
  void stop() {
    bench.close();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "auth ~ digest ~ bearer, basic, headers",
        "auth ~ Bearer ~ bearer, basic, headers",
        "auth ~ bearer| ~ separated by |",
        "auth ~ headers ~ x-api-key: {api_key}",
        "tokenPath ~ oauth/token ~ /oauth/token",
        "tokenPath ~ https://example.com/token ~ /oauth/token",
        "tokenPath ~ /token?a=b ~ /oauth/token",
        "baseUrl ~ api.example.com ~ https://api.example.com",
        "baseUrl ~ https://api.example.com/v3 ~ paths belong to apiPath",
        "baseUrl ~ https://user:pass@example.com ~ scheme and host",
        "limits ~ many ~ 300/5m",
        "maxConcurrent ~ -1 ~ 0 for any",
        "addressLimits ~ many ~ 300/5m",
        "tokenBaseUrl ~ auth.example.com ~ https://auth.example.com",
        "tokenBaseUrl ~ https://auth.example.com/oauth ~ the path belongs to tokenPath",
        "tokenDelay ~ 1 ~ must be a time",
        "tokenRefused ~ 401,403 ~ separated by spaces",
        "recordRefused ~ 9 ~ separated by spaces",
        "partRefused ~ :x ~ 403:forbidden",
        "accountRefused ~ 402; ~ ip_blocked",
        "retryAfter ~ soon ~ such as",
        "retryAfterHeader ~ a b ~ header",
        "auth ~ hmac ~ signedRequest",
        "signedRequest ~ {methd} ~ {method}",
        "signatureHeaders ~ X-Key: {key} ~ {signature}",
        "signatureTime ~ unix ~ seconds",
        "answerStatus ~ if (.status ~ not a JSLT expression",
        "probePath ~ users ~ as in /v2/users/me",
        "probePath ~ /users/{id} ~ without places for ids",
        "retryAfter ~ 60 ~ such as",
        "headers ~ x-api-key {key} ~ Name: value",
        "headers ~ x-api-key: {a}{b} ~ at most one",
        "headers ~ x-api-key: {a ~ at most one",
        "headers ~ x-api-key: {} ~ at most one",
        "headers ~ x-api-key: {a|} ~ separated by |",
        "headers ~ x-api-key: {a | b} ~ without spaces",
        "headers ~ x-api-key: {$a-b} ~ ($name)",
        "headers ~ x-api-key: ~ behind the colon",
        "headers ~ x-api-key: schlüssel ~ Name: value",
        "headers ~ Accept: a; accept: b ~ write it once",
        "headers ~ Host: example.com ~ leave Host out",
        "headers ~ Content-Encoding: gzip ~ leave Content-Encoding out",
        "headers ~ user-agent: me ~ leave user-agent out",
        "headers ~ CamelHttpUri: {token} ~ leave CamelHttpUri out",
      })
  void what_is_wrong_is_named_with_what_to_write(String name, String value, String cure) {
    String auth = name.equals("tokenPath") ? "oauth2-client-credentials" : "bearer";
    String signed = name.startsWith("signature") ? "{method}" : "";

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                bench.open(
                    "auth",
                    auth,
                    "signedRequest",
                    signed,
                    "signatureHeaders",
                    "X-Signature: {signature}",
                    name,
                    value))
        .withMessageContaining("parameter " + name)
        .withMessageContaining(cure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-api-key: {api_key|x-api-key}",
        "workspaceId: {workspace_id|$space}; integrationAccountId: {external_id|$account}",
        "Accept: application/vnd.api+json;version=1",
        "Authorization: Token {token}",
      })
  void good_headers_are_taken(String headers) {
    assertThatCode(() -> bench.open("auth", "bearer", "headers", headers))
        .doesNotThrowAnyException();
  }
}

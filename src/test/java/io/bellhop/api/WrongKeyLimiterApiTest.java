package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Store;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** An address that sends one wrong key after another. No table is asked that the others do not. */
class WrongKeyLimiterApiTest extends ApiOnStore {
  WrongKeyLimiterApiTest() {
    super(Store.H2);
  }

  @Test
  void wrong_keys_are_slowed_down_and_a_right_one_always_opens() throws Exception {
    String good = make();
    HttpResponse<String> answer = null;
    for (int i = 0; i < 25; i++) {
      answer = with("wrong-" + i);
    }

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValueAsLong("retry-after").orElseThrow()).isBetween(1L, 60L);
    assertThat(with(good).statusCode()).isEqualTo(200);
    assertThat(with(KEY).statusCode()).isEqualTo(200);
    assertThat(with(make()).statusCode()).as("made while the address is blocked").isEqualTo(200);
    assertThat(send("GET", "/events", null).statusCode()).as("none is no guess").isEqualTo(401);
  }

  private String make() throws Exception {
    return call("POST", "/api_keys", "{\"api_key\":{\"name\":\"n\"}}", 201)
        .at("/data/attributes/key")
        .asText();
  }

  private HttpResponse<String> with(String key) throws Exception {
    return send("GET", "/events", null, "user-api-key", key);
  }
}

package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Odd bodies, of which the same holds as of odd requests: each is answered by whose fault it is.
 */
class OddBodiesTest extends OddRequests {
  OddBodiesTest() {
    super(Store.H2);
  }

  @Test
  void a_body_where_none_is_read_is_refused() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String path : lists()) {
      all.assertThat(raw("GET", path, "{\"limit\":1}", "application/json").status())
          .as(path)
          .isEqualTo(422);
      all.assertThat(raw("GET", path, "{}", "application/json").status()).as(path).isEqualTo(200);
      all.assertThat(raw("GET", path, "", "application/json").status()).as(path).isEqualTo(200);
    }
    all.assertAll();
  }

  @Test
  void bodies_that_are_no_json_are_bad_requests() throws IOException {
    List<String> bodies =
        List.of(
            "{nope",
            "nope",
            "{} {}",
            "{'a':1}",
            "{\"a\":1E+2147483648}",
            "{\"a\":" + "9".repeat(5000) + "}",
            "{\"a\":NaN}",
            "{\"a\":01}",
            "{\"a\":\"line\nbreak\"}",
            "{\"a\":\"\\ud8\"}",
            "{\"a\":".repeat(2000) + "1" + "}".repeat(2000),
            "\u0000",
            "<a/>");
    SoftAssertions all = new SoftAssertions();
    for (String path : posts().keySet()) {
      for (String body : bodies) {
        Answer answer = raw("POST", path, body, "application/json");
        // What is not there is not there, whatever is sent to it.
        all.assertThat(answer.status())
            .as(path + " " + body.substring(0, Math.min(40, body.length())) + answer.body())
            .isIn(400, 404);
        all.assertThat(json(answer).at("/errors/code").isTextual()).isTrue();
      }
    }
    all.assertAll();
  }

  @Test
  void other_json_is_refused_by_field() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, String> post : posts().entrySet()) {
      String path = post.getKey();
      String name = post.getValue();
      List<String> bodies =
          List.of(
              "[]",
              "1",
              "\"text\"",
              "[{\"" + name + "\":{}}]",
              "{\"" + name + "\":[]}",
              "{\"" + name + "\":\"text\"}",
              "{\"" + name + "\":{},\"more\":1}",
              "{\"" + name + "\":{\"unknown_field\":1}}",
              "{\"" + name + "x\":{}}",
              "{\"" + name + "\":{\"\":1}}",
              "{\"" + name + "\":{\"a\\u0000\":1}}",
              "{\"" + name + "\":{\"a\":1,\"a\":2}}");
      for (String body : bodies) {
        Answer answer = raw("POST", path, body, "application/json");
        all.assertThat(answer.status())
            .as(path + " " + body + " " + answer.body())
            .isIn(path.contains(NOBODY) ? List.of(404, 422) : List.of(422));
      }
      // JSON's own reader refuses half a character in a name.
      String half = "{\"" + name + "\":{\"half \\ud83d\":1}}";
      all.assertThat(raw("POST", path, half, "application/json").status())
          .as(path + " " + half)
          .isIn(400, 404);
    }
    all.assertAll();
  }

  @Test
  void a_form_is_told_what_to_send() throws IOException {
    String form = "application/x-www-form-urlencoded";
    Answer answer = raw("POST", "/webhooks", "callback_url=x", form);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(json(answer).at("/errors/title").asText())
        .contains(form)
        .endsWith("send application/json");
    assertThat(raw("POST", "/webhooks", "{\"webhook\":{}}", form).status()).isIn(400, 422);
    assertThat(raw("POST", "/webhooks", "{\"webhook\":{}}", "text/plain").status()).isEqualTo(422);
  }
}

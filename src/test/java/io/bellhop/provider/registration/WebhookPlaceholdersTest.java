package io.bellhop.provider.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.account.Account;
import io.bellhop.failure.MissingAccountFieldException;
import io.bellhop.pipeline.RouteExchange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route says what is sent, and never has what is secret of it. */
class WebhookPlaceholdersTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
  private static final String URL = "https://hub.example.com/hooks/pms/" + TOKEN;

  private final WebhookPlaceholders webhook =
      new WebhookPlaceholders(
          Account.builder()
              .id(new UUID(1, 1))
              .provider("pms")
              .name("Seaside")
              .externalId("t 1&x=../")
              .api(Map.of("token", "api-token"))
              .webhook(Map.of("header", "X-Proof", "value", "proof-of-ours"))
              .listenerToken(TOKEN)
              .createdAt(Instant.EPOCH)
              .updatedAt(Instant.EPOCH)
              .build(),
          URL);

  @Test
  void places_in_a_body_are_filled() {
    String body =
        "{'a':[{'url':'{listener_url}'}],'{webhook.header}':'{webhook.value}','n':'{null}',"
            + "'t':'{api.id|external_id}','x':1}";

    assertThat(webhook.fill(RouteExchange.json(body)))
        .isEqualTo(
            RouteExchange.json(
                "{'a':[{'url':'"
                    + URL
                    + "'}],'X-Proof':'proof-of-ours','n':null,'t':'t 1&x=../','x':1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"see {listener_url}", "{Listener_url}", "{}", "{ external_id }", "x"})
  void a_text_with_more_than_a_place_is_not_a_place(String text) {
    assertThat(webhook.fill(JsonNodeFactory.instance.objectNode().put("t", text)).get("t").asText())
        .isEqualTo(text);
  }

  @Test
  void what_the_account_does_not_have_is_named() {
    assertThatExceptionOfType(MissingAccountFieldException.class)
        .isThrownBy(() -> webhook.fill(RouteExchange.json("{'a':'{webhook.secret|api.secret}'}")))
        .withMessage("the account has no webhook.secret and no api.secret: set it by PUT");
  }

  @Test
  void what_is_filled_into_a_path_stays_in_its_place() {
    assertThat(webhook.path("/v1/secret?url={listener_url}&t={api.id|external_id}&n={entryId}"))
        .isEqualTo(
            "/v1/secret?url=https%3A%2F%2Fhub.example.com%2Fhooks%2Fpms%2F"
                + TOKEN
                + "&t=t%201%26x%3D..%2F&n={entryId}");
    assertThat(webhook.path("/v1/{webhook.value}")).isEqualTo("/v1/{webhook.value}");
  }

  @ParameterizedTest
  @ValueSource(strings = {URL, URL + "/", "https://HUB.example.com:443/hooks/pms/" + TOKEN})
  void the_listener_url_is_hidden_however_it_is_written(String url) {
    assertThat(hidden(url)).isEqualTo("{listener_url}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://old.example.com/hooks/pms/" + TOKEN,
        "http://hub.example.com/hooks/pms/" + TOKEN,
        "https://hub.example.com:8443/hooks/pms/" + TOKEN,
        "https://hub.example.com/base/hooks/pms/" + TOKEN,
        URL + "?x=y",
        "not a url /hooks/pms/" + TOKEN,
        "x:hooks/hooks/pms/" + TOKEN
      })
  void a_url_with_our_token_is_ours_and_no_longer_right(String url) {
    assertThat(hidden(url)).isEqualTo("{old_listener_url}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hub.example.com/hooks/pms/other",
        URL + "0",
        "https://hub.example.com/hooks/another/" + TOKEN,
        "https://hub.example.com",
        ""
      })
  void what_has_another_token_belongs_to_another_account(String url) {
    assertThat(hidden(url)).isEqualTo(url);
  }

  @Test
  void secrets_are_hidden_and_the_header_is_known_in_any_case() {
    String answer = "{'headers':{'x-proof':'proof-of-ours','x-other':'o'},'n':[1,null,true]}";

    assertThat(webhook.hide(RouteExchange.json(answer)))
        .isEqualTo(
            RouteExchange.json(
                "{'headers':{'{webhook.header}':'{webhook.value}','x-other':'o'},'n':[1,null,true]}"));
    assertThat(webhook.toString()).doesNotContain(TOKEN, "proof-of-ours");
  }

  /** Some are asked for as one of several, some are names, some come back as numbers. */
  @Test
  void what_the_route_writes_comes_back_as_it_is_written() {
    WebhookPlaceholders written =
        account(
            "4711",
            Map.of("token", "api-token", "hotel", "seaside-1"),
            Map.of("username", "anna", "password", "pass-word"),
            List.of("listener_url", "webhook.username", "api.x|external_id", "api.hotel"));

    assertThat(
            written.hide(
                RouteExchange.json(
                    "{'u':'anna','p':'pass-word','a':'4711','seaside-1':{'x':'anna and'},'n':4711}")))
        .isEqualTo(
            RouteExchange.json(
                "{'u':'{webhook.username}','p':'{webhook.password}','a':'{api.x|external_id}',"
                    + "'{api.hotel}':{'x':'anna and'},'n':4711}"));
  }

  @Test
  void what_is_compared_is_equal_however_it_is_written() {
    WebhookPlaceholders written =
        account(
            "4711",
            Map.of("hotel", "4711"),
            Map.of("username", "anna"),
            List.of("webhook.username", "api.hotel", "api.x|external_id"));

    assertThat(
            written.canonical(
                RouteExchange.json(
                    "{'user':'{webhook.username}','a':'{api.x|external_id}','b':[true]}")))
        .isEqualTo(written.canonical(RouteExchange.json("{'user':'anna','a':4711,'b':[true]}")));
  }

  @Test
  void an_id_that_is_equal_to_what_a_place_stands_for_is_an_id_again() {
    WebhookPlaceholders written =
        account("4711", Map.of(), Map.of("value", "v"), List.of("external_id", "webhook.value"));

    assertThat(written.reveal("{external_id}")).isEqualTo("4711");
    assertThat(written.reveal("{webhook.value}")).isEqualTo("{webhook.value}");
    assertThat(written.reveal("{listener_url}")).isEqualTo("{listener_url}");
    assertThat(written.reveal("w1")).isEqualTo("w1");
  }

  @Test
  void the_places_of_a_text_are_found() {
    assertThat(
            WebhookPlaceholders.places(
                "{\"url\": \"{listener_url}\", \"u\": \"{webhook.username}\", \"a\":"
                    + " \"{api.x|external_id}\", for (.x) {\"b\": 1}, \"{listener_url}\"}"))
        .containsExactly("listener_url", "webhook.username", "api.x|external_id");
  }

  private static WebhookPlaceholders account(
      String externalId,
      Map<String, String> api,
      Map<String, String> webhook,
      List<String> written) {
    return new WebhookPlaceholders(
        Account.builder()
            .id(new UUID(1, 1))
            .provider("pms")
            .name("Seaside")
            .externalId(externalId)
            .api(api)
            .webhook(webhook)
            .listenerToken(TOKEN)
            .createdAt(Instant.EPOCH)
            .updatedAt(Instant.EPOCH)
            .build(),
        URL,
        written);
  }

  private String hidden(String url) {
    return webhook.hide(JsonNodeFactory.instance.objectNode().put("u", url)).get("u").asText();
  }
}

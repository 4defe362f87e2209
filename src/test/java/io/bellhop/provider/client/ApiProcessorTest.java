package io.bellhop.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.RouteExchange;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a payload says gets into a URL only as an id. */
class ApiProcessorTest {
  private final CamelContext context = new DefaultCamelContext();

  @Test
  void a_place_in_the_path_stands_for_a_variable() {
    Exchange exchange = exchange("/v2/bookings/{bookingId}/guests/{guestId}?include=all");
    exchange.setVariable("bookingId", "66f1c4a1246e7d9f0f8da88a");
    exchange.setVariable("guestId", 7);

    assertThat(ApiProcessor.path(exchange))
        .isEqualTo("/v2/bookings/66f1c4a1246e7d9f0f8da88a/guests/7?include=all");
  }

  @Test
  void an_id_of_a_parsed_body_is_as_good_as_a_text() {
    Exchange exchange = exchange("/v2/bookings/{id}");
    exchange.setVariable("id", RouteExchange.json("{'id': 'b_1-A'}").get("id"));

    assertThat(ApiProcessor.path(exchange)).isEqualTo("/v2/bookings/b_1-A");
  }

  @Test
  void a_path_without_places_is_called_as_it_is() {
    assertThat(ApiProcessor.path(exchange("/v2/users/me"))).isEqualTo("/v2/users/me");
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        " ",
        "1 2",
        "..",
        ".",
        "../users",
        "1/2",
        "1\\2",
        "1?admin=true",
        "1&x=y",
        "1#x",
        "%2e%2e",
        "1%00",
        "{{env:HOME}}",
        "{{bellhop.api-key}}",
        "{id}",
        "$1",
        "\\1",
        "${header.x}",
        "@example.com",
        "1:2",
        "1;2",
        "1\n",
        "1\r\nHost: example.com",
        "ünïcode",
        "١٢",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void what_is_no_id_never_gets_into_a_path(String id) {
    Exchange exchange = exchange("/v2/bookings/{id}");
    exchange.setVariable("id", id);

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> ApiProcessor.path(exchange))
        .withMessageContaining("has as id is not an id");
  }

  @Test
  void nor_does_a_variable_that_is_not_set() {
    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> ApiProcessor.path(exchange("/v2/bookings/{id}")))
        .withMessageContaining("no step has set this variable");
  }

  @Test
  void the_failure_names_the_place_and_does_not_quote_the_payload() {
    Exchange exchange = exchange("/v2/guests/{guestId}");
    exchange.setVariable("guestId", "ada@example.com");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> ApiProcessor.path(exchange))
        .withMessageContaining("guestId")
        .withMessageNotContaining("ada");
  }

  @Test
  void one_bad_id_among_good_ones_is_enough() {
    Exchange exchange = exchange("/v2/{a}/{b}");
    exchange.setVariable("a", "1");
    exchange.setVariable("b", "../1");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> ApiProcessor.path(exchange));
  }

  private Exchange exchange(String path) {
    Exchange exchange = RouteExchange.exchange(context, null);
    exchange.setVariable("apiPath", path);
    return exchange;
  }
}

package io.bellhop.routes.jslt;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.pipeline.Warnings;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteLoader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsltLanguageTest {
  private static final String BODY =
      "{'id': 7, 'name': 'Ada', 'zero': 0, 'list': [1], 'object': {'a': 1},"
          + " 'emptyList': [], 'emptyObject': {}, 'emptyText': ''}";

  private final CamelContext context = new DefaultCamelContext();
  @TempDir private Path folder;
  private JsltLanguage language;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectory(folder.resolve("acme"));
    language = new JsltLanguage(this::read, RouteExchange.MAPPER);
  }

  private String read(String name) {
    return new RouteLoader(context, RouteFolders.of(folder.toString(), "").texts()).read(name);
  }

  @Test
  void an_expression_may_stand_in_the_route_itself() {
    assertThat(map("{\"id\": text(.id)}", exchange("{'id': 7, 'other': 1}")))
        .isEqualTo(json("{'id': '7'}"));
  }

  @Test
  void or_in_a_file_of_the_route_folders() throws Exception {
    Files.writeString(folder.resolve("acme/booking.jslt"), "{\"id\": text(.id)}");

    assertThat(map("acme/booking.jslt", exchange("{'id': 7}"))).isEqualTo(json("{'id': '7'}"));
  }

  @Test
  void what_is_null_or_empty_is_left_out_of_an_object() {
    assertThat(map("{\"a\": .a, \"b\": .b, \"c\": .c, \"d\": .d}", exchange("{'b': {}, 'c': []}")))
        .isEqualTo(json("{}"));
  }

  @Test
  void variables_of_the_exchange_are_seen_by_their_names() {
    Exchange exchange = exchange("{'id': 7}");
    exchange.setVariable("guest", json("{'name': 'Ada'}"));
    exchange.setVariable("event", "booked");
    exchange.setVariable("mergeCount", 2);

    assertThat(map("[.id, $guest.name, $event, $mergeCount]", exchange))
        .isEqualTo(json("[7, 'Ada', 'booked', 2]"));
  }

  @Test
  void one_that_is_not_set_is_null() {
    assertThat(map("[$guest, $guest.name]", exchange("{}"))).isEqualTo(json("[null, null]"));
    assertThat(map("if ($guest) 1 else 2", exchange("{}"))).isEqualTo(json("2"));
  }

  @Test
  void names_that_the_mapping_makes_itself_are_its_own() {
    Exchange exchange = exchange("{'id': 7}");
    exchange.setVariable("id", "of the exchange");

    assertThat(map("let id = .id {\"id\": $id}", exchange)).isEqualTo(json("{'id': 7}"));
    assertThat(map("def twice(id) [$id, $id] twice(.id)", exchange)).isEqualTo(json("[7, 7]"));
  }

  @Test
  void a_scalar_comes_out_as_java_has_it_so_that_other_languages_can_compare_it() {
    assertThat(plain(".id")).isEqualTo(7);
    assertThat(plain("money(\"1.50\")")).isEqualTo(new BigDecimal("1.50"));
    assertThat(plain(".name")).isEqualTo("Ada");
    assertThat(plain(".id == 7")).isEqualTo(true);
    assertThat(plain(".none")).isNull();
    assertThat(plain(".list")).isEqualTo(json("[1]"));
  }

  private Object plain(String expression) {
    return language.createExpression(expression).evaluate(exchange(BODY), Object.class);
  }

  @Test
  void amounts_are_exact() {
    assertThat(
            map("{\"total\": sum([\"0.1\", \"0.2\"])}", exchange("{}")).get("total").decimalValue())
        .isEqualTo("0.3");
  }

  @Test
  void a_mistake_stops_the_start_and_names_the_file_and_the_line() throws Exception {
    Files.writeString(folder.resolve("acme/booking.jslt"), "{\n  \"id\": .id,\n  \"x\" .x\n}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> language.createExpression("acme/booking.jslt"))
        .withMessageContainingAll("JSLT does not compile", "acme/booking.jslt:3");
  }

  @Test
  void a_function_that_there_is_not_is_a_mistake_as_well() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> language.createExpression("{\"id\": txt(.id)}"))
        .withMessageContainingAll("txt", "inline");
  }

  @Test
  void a_file_that_there_is_not_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> language.createExpression("acme/boking.jslt"))
        .withMessageContainingAll("acme/boking.jslt", folder.toString());
  }

  @Test
  void a_mapping_that_fails_is_hopeless_and_does_not_quote_the_payload() {
    Exchange exchange = exchange("{'name': 'Ada'}");
    exchange.setVariable("event", "booked");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> map("number(.name)", exchange))
        .withMessageContaining("booked")
        .withMessageNotContaining("Ada");
  }

  @Test
  void the_words_of_a_folder_for_channels_add_to_those_that_all_share() throws Exception {
    Files.writeString(folder.resolve("acme/channels.json"), "{\"DIRECT\": [\"lobby\"]}");
    Files.writeString(folder.resolve("acme/booking.jslt"), "[channel(.a), channel(.b)]");
    Exchange exchange = exchange("{'a': 'Lobby', 'b': 'airbnb2'}");
    exchange.setVariable("provider", "acme");

    assertThat(map("acme/booking.jslt", exchange)).isEqualTo(json("['DIRECT', 'AIRBNB']"));
  }

  @Test
  void a_file_of_words_that_is_wrong_stops_the_start() throws Exception {
    Files.writeString(folder.resolve("acme/channels.json"), "{\"LOBBY\": [\"lobby\"]}");
    Files.writeString(folder.resolve("acme/booking.jslt"), "{\"channel\": channel(.a)}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> language.createExpression("acme/booking.jslt"))
        .withMessageContainingAll("acme/channels.json", "LOBBY", "BOOKING_COM");
  }

  @Test
  void what_a_function_warns_of_waits_on_the_exchange() {
    Exchange exchange = exchange("{'price': 'free'}");
    map("{\"price\": money(.price)}", exchange);

    assertThat(Warnings.of(exchange).takeTexts())
        .containsExactly("price: \"free\" is not an amount");
  }

  @Test
  void a_mapping_in_a_file_that_fails_names_the_file_the_line_and_what_jslt_says_but_no_value()
      throws Exception {
    Files.writeString(
        folder.resolve("acme/booking.jslt"), "{\n  \"id\": .id,\n  \"n\": number(.name)\n}");

    assertThat(failure("acme/booking.jslt"))
        .isEqualTo(
            "the mapping acme/booking.jslt:3 of booked failed: number(...) failed: not a number");
  }

  @Test
  void where_bodies_are_invented_the_value_is_shown_too() {
    language.quotePayloads();

    assertThat(failure("number(.name)"))
        .isEqualTo("the mapping number(.name) of booked failed: number(Ada) failed: not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error(\"no \" + .name)",
        "{for (.list) . : .}",
        ".object < .name",
        ".list[.name]",
        "array(.name)[0] + number(.name)",
        "parse-time(.name, \"yyyy\")",
        "test(.list, .name + \"(\")",
        "capture(.id, .name + \"(\")",
        "from-json(.name)",
        "def f(x) let a = $x[0 : .name] $a f(.list)"
      })
  void no_failure_shows_a_value_of_the_payload(String expression) {
    assertThat(failure(expression)).startsWith("the mapping ").doesNotContain("Ada");
  }

  @Test
  void a_mappings_own_error_text_is_shown() {
    assertThat(failure("error(\"the list has no items\")"))
        .endsWith(" of booked failed: the list has no items");
  }

  private String failure(String expression) {
    Exchange exchange = exchange(BODY);
    exchange.setVariable("event", "booked");
    try {
      Object result = language.createExpression(expression).evaluate(exchange, Object.class);
      throw new AssertionError(expression + " gave " + result);
    } catch (PermanentFailureException e) {
      return e.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".id == 7", ".id", ".name", ".list", ".object", "not(.none)"})
  void a_predicate_holds_where_an_if_in_jslt_would(String expression) {
    assertThat(map("if (" + expression + ") 1 else 2", exchange(BODY))).isEqualTo(json("1"));
    assertThat(holds(expression)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".id == 8", ".none", "null", "false", ".emptyList", ".emptyObject"})
  void and_does_not_where_it_would_not(String expression) {
    assertThat(map("if (" + expression + ") 1 else 2", exchange(BODY))).isEqualTo(json("2"));
    assertThat(holds(expression)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {".zero", ".emptyText"})
  void nor_for_zero_and_the_empty_text(String expression) {
    assertThat(map("if (" + expression + ") 1 else 2", exchange(BODY))).isEqualTo(json("2"));
    assertThat(holds(expression)).isFalse();
  }

  private boolean holds(String expression) {
    return language.createPredicate(expression).matches(exchange(BODY));
  }

  private JsonNode map(String expression, Exchange exchange) {
    return RouteExchange.MAPPER.valueToTree(
        language.createExpression(expression).evaluate(exchange, Object.class));
  }

  private Exchange exchange(String body) {
    return RouteExchange.exchange(context, json(body));
  }
}

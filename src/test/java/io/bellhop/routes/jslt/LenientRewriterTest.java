package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.pipeline.Warnings;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is no object or no list costs its own fields, and not the rest of the record. */
class LenientRewriterTest {
  private final Exchange exchange = RouteExchange.exchange(new DefaultCamelContext(), null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "{'id': .id, 'x': .g.name}|{'id': 7, 'g': 'Ann'}|g: a text is not an object",
        "{'id': .id, 'x': .g.address.city}|{'id': 7, 'g': {'address': 5}}|g.address: 5 is not an object",
        "{'id': .id, 'x': .g.name}|{'id': 7, 'g': [{'name': 'Ann'}]}|g: a list is not an object",
        "let g = .g {'id': .id, 'x': $g.name}|{'id': 7, 'g': true}|g: true is not an object",
        "def f(g) $g.name {'id': .id, 'x': f(.g)}|{'id': 7, 'g': 'Ann'}|g: a text is not an object",
        "{'id': .id, 'x': [for (.l) .name]}|{'id': 7, 'l': 'Ann'}|l: a text is not a list",
        "{'id': .id, 'x': {for (.l) .name : 1}}|{'id': 7, 'l': 'Ann'}|l: a text is not a list",
        "{'id': .id, 'x': [for (.l) .name]}|{'id': 7, 'l': ['Ann']}|l[0]: a text is not an object",
        "{'id': .id, 'x': .l[0]}|{'id': 7, 'l': 'Ann'}|l: a text is not a list",
        "{'id': .id, 'x': .l[-1].name}|{'id': 7, 'l': {'a': 1}}|l: an object is not a list",
        "{'id': .id, 'x': .a + .b}|{'id': 7, 'a': 'Ann', 'b': {'c': 1}}|a: a text is not an object",
        "{'id': .id, 'x': .a + .b}|{'id': 7, 'a': {'c': 1}, 'b': true}|b: true is not an object",
        "{'id': .id, 'x': .a + .b}|{'id': 7, 'a': [1], 'b': {'c': 1}}|b: an object is not a list",
        "{'id': .id, 'g': {'y': 1, * : .}}|{'id': 7, 'g': 'Ann'}|g: a text is not an object",
        "{'id': .id, 'x': if (is-object(.a)) .a else {}}|{'id': 7, 'a': 'Ann'}|a: a text is not an object",
        "{'id': .id, 'x': if (is-array(.a)) .a else []}|{'id': 7, 'a': 5}|a: 5 is not a list",
        "{'id': .id, 'x': [for (.a) . if (is-object(.))]}|{'id': 7, 'a': [5]}|a[0]: 5 is not an object",
        "{'id': .id, 'x': size(.a)}|{'id': 7, 'a': 5}|a: 5 is not a list",
        "{'id': .id, 'x': array(.a)}|{'id': 7, 'a': 5}|a: 5 is not a list",
        "{'id': .id, 'x': contains(1, .a)}|{'id': 7, 'a': 5}|a: 5 is not a list",
        "{'id': .id, 'x': get-key(.a, 'b')}|{'id': 7, 'a': 'Ann'}|a: a text is not a list",
        "{'id': .id, 'x': join(.a, ' ')}|{'id': 7, 'a': {'b': 1}}|a: an object is not a list"
      })
  void the_rest_is_mapped_with_a_warning(String jslt, String body, String warning) {
    JsonNode made = map(jslt, body);

    assertThat(made.path("id").asInt()).isEqualTo(7);
    assertThat(Warnings.of(exchange).takeTexts()).containsExactly(warning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "[]", "{}"})
  void what_is_not_there_needs_no_warning(String nothing) {
    String jslt = "{'id': .id, 'a': .g.name, 'b': [for (.g) .name], 'c': .g[0].name}";

    assertThat(map(jslt, "{'id': 7, 'g': " + nothing + "}"))
        .isEqualTo(RouteExchange.json("{'id': 7}"));
    assertThat(Warnings.of(exchange).takeTexts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        ".t[0 : 4]|{'t': '2026-05'}|'2026'",
        "[for (.o) .key]|{'o': {'a': 1}}|['a']",
        ".l[1].a|{'l': [{'a': 1}, {'a': 2}]}|2",
        "{for (.o) .key : .value + 1}|{'o': {'a': 1}}|{'a': 2}",
        "'is: ' + .o|{'o': [1]}|'is: [1]'",
        "if (is-object(.o)) .o|{'o': 1}|null",
        "if (is-array(.o)) .o else [.o]|{'o': 1}|[1]",
        "{'x': 1, * : .}|{'a': 2}|{'x': 1, 'a': 2}",
        "contains('a', .o)|{'o': 'abc'}|true"
      })
  void what_fits_is_read_as_usual(String jslt, String body, String made) {
    assertThat(RouteExchange.MAPPER.<JsonNode>valueToTree(evaluate(jslt, body)))
        .hasToString(RouteExchange.json(made).toString());
    assertThat(Warnings.of(exchange).takeTexts()).isEmpty();
  }

  private JsonNode map(String jslt, String body) {
    return (JsonNode) evaluate(jslt, body);
  }

  private Object evaluate(String jslt, String body) {
    Expression mapping =
        new JsltLanguage(name -> "{}", RouteExchange.MAPPER)
            .createExpression(jslt.replace('\'', '"'));
    exchange.getMessage().setBody(RouteExchange.json(body));
    return mapping.evaluate(exchange, Object.class);
  }
}

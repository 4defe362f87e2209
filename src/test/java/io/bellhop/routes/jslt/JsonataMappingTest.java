package io.bellhop.routes.jslt;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.pipeline.Warnings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A file that ends in .jsonata is a mapping as one that ends in .jslt is. */
class JsonataMappingTest {
  private static final String STAY =
      "{'id': 7, 'changed': '2026-05-01 10:00:00', 'from': '2026-06-01', 'to': '31.12.2026',"
          + " 'price': 310.50, 'fees': [0.10, 0.20], 'guests': 2, 'state': 'odd',"
          + " 'mail': 'ida@example.com', 'notes': '', 'channel': 'my site', 'none': null,"
          + " 'rooms': [{'id': 1, 'x': null}, {'id': 2}], 'cents': 12345, 'paid': true}";

  private final Map<String, String> files =
      new HashMap<>(Map.of("_shared/channels.json", "{\"DIRECT\": [\"my site\"]}"));
  private final JsltLanguage language = new JsltLanguage(this::read, RouteExchange.MAPPER);

  private String read(String name) {
    if (!files.containsKey(name)) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return files.get(name);
  }

  private Exchange exchange(String body) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getIn().setBody(json(body));
    exchange.setVariable("provider", "acme");
    exchange.setVariable("event", "stay");
    exchange.setVariable("guest", json("{'name': 'Ida'}"));
    return exchange;
  }

  private record Mapped(Object result, List<String> warnings) {}

  private Mapped map(String file, String source, String body) {
    files.put(file, source);
    Exchange exchange = exchange(body);
    Object result = language.createExpression(file).evaluate(exchange, Object.class);
    return new Mapped(result, Warnings.of(exchange).takeTexts());
  }

  private JsonNode jsonata(String source) {
    return (JsonNode) map("acme/a.jsonata", source, STAY).result();
  }

  @Test
  void one_mapping_in_both_languages_gives_the_same_record_and_the_same_warnings() {
    String jslt =
        """
        {
          "id": text(.id),
          "updatedAt": utc(.changed, "Europe/Berlin"),
          "arrivalDate": date(.from),
          "departureDate": date(.to),
          "totalPrice": money(.price),
          "finances": {"fees": sum(.fees), "minor": minor(.cents, "EUR"), "back": negate(.price)},
          "numberOfGuests": count(.guests),
          "status": status(.state, {"booked": "CONFIRMED"}),
          "channel": channel(.channel),
          "notes": cleared(., "notes"),
          "primaryGuest": {"name": text($guest.name), "emails": texts([.mail, .other])},
          "rooms": [for (.rooms) {"id": text(.id), "x": .x}],
          "raw": .rooms,
          "isPaid": .paid,
          "isMoney": is-money(.price),
          "absent": .none,
          "nothing": {}
        }
        """;
    String same =
        """
        {
          "id": $text(id),
          "updatedAt": $utc(changed, "Europe/Berlin"),
          "arrivalDate": $date(from),
          "departureDate": $date(to),
          "totalPrice": $money(price),
          "finances": {"fees": $sum(fees), "minor": $minor(cents, "EUR"), "back": $negate(price)},
          "numberOfGuests": $wholeNumber(guests),
          "status": $status(state, {"booked": "CONFIRMED"}),
          "channel": $channel(channel),
          "notes": $cleared($, "notes"),
          "primaryGuest": {"name": $text($guest.name), "emails": $texts([mail, other])},
          "rooms": [rooms.{"id": $text(id), "x": x}],
          "raw": rooms,
          "isPaid": paid,
          "isMoney": $isMoney(price),
          "absent": none,
          "nothing": {}
        }
        """;

    Mapped one = map("acme/a.jslt", jslt, STAY);
    Mapped other = map("acme/a.jsonata", same, STAY);

    assertThat(other.result()).isEqualTo(one.result());
    assertThat(other.result()).hasToString(one.result().toString());
    assertThat(other.warnings()).isEqualTo(one.warnings()).hasSize(2);
    assertThat(other.warnings().toString()).contains("to: \"31.12.2026\" is not a date");
  }

  @Test
  void amounts_keep_their_digits_and_plain_results_are_plain() {
    assertThat(jsonata("{\"price\": price}")).hasToString("{\"price\":310.50}");
    assertThat(map("acme/b.jsonata", "$text(id)", STAY).result()).isEqualTo("7");
    assertThat(map("acme/b.jsonata", "unknown", STAY).result()).isNull();
    assertThat(map("acme/b.jsonata", "$[0].id", "[{'id': 5}]").result()).isEqualTo(5);
  }

  @Test
  void a_mapping_that_fails_is_named_with_its_line_and_without_a_value_unless_it_may_be_quoted() {
    String source = "{\n  \"a\": id,\n  \"b\": mail * 2\n}";

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> jsonata(source))
        .withMessageContaining("the mapping acme/a.jsonata:3 of stay failed: The left side of the")
        .withMessageNotContaining("ida@example.com");
    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> jsonata("$error(\"no \" & mail)"))
        .withMessageContaining("its $error(...)")
        .withMessageNotContaining("ida@example.com");
    language.quotePayloads();
    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> jsonata("$error(\"no \" & mail)"))
        .withMessageContaining("no ida@example.com");
  }

  @Test
  void one_that_does_not_compile_says_where_and_what_is_near() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jsonata("{\n  \"a\": id\n  \"b\": 1\n}"))
        .withMessageContaining("acme/a.jsonata:3: Expected \"}\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jsonata("{\n  \"a\": $dat(from)}"))
        .withMessageContaining("acme/a.jsonata:2: there is no function $dat; did you mean $date?");
    assertThat(jsonata("($own := function($x) {$x + 1}; /* $nothing(1) */ {\"a\": $own(id)})"))
        .isEqualTo(json("{'a': 8}"));
  }

  @Test
  void a_run_without_end_is_ended() {
    for (String endless :
        List.of(
            "($f := function($n) {$f($n + 1)}; $f(1))",
            "($f := function($n) {1 + $f($n + 1)}; $f(1))",
            "$sum([1..3000].($a := $; [1..3000].($a * $)))")) {
      assertThatExceptionOfType(PermanentFailureException.class)
          .as(endless)
          .isThrownBy(() -> jsonata(endless))
          .withMessageMatching(".*(takes more than|too often|nested too deeply).*");
    }
  }

  @Test
  void variables_are_those_that_a_route_must_set() {
    MappingText text =
        MappingText.of(
            "a.jsonata",
            "/* $no */ ($x := 1; $map(a, function($v, $i) {$v-$i}); b@$y.c#$z;"
                + " $guest.name & \"$text\" & $date(from) & $x-$other)");

    assertThat(text.variables()).containsExactly("guest", "other");
    assertThat(text.lineOf("guest")).isEqualTo(1);
  }
}

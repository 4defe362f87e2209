package io.bellhop.routes.jslt;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.event.UnmappedValue;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.pipeline.Warnings;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line of money whose kind the provider's mapping does not know never passes unnoticed. */
class MoneyKindsTest {
  private final CamelContext context = new DefaultCamelContext();
  private final JsltLanguage language =
      new JsltLanguage(
          new RouteLoader(context, RouteFolders.of("", "").texts())::read, RouteExchange.MAPPER);
  private final Exchange exchange = new DefaultExchange(context);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "ownerrez/reservation|{'charges': [{'type': 'zorb', 'amount': 7}]}|fee",
        "ownerrez/reservation|{'charges': [{'type': 'zorb', 'amount': -7}]}|discount",
        "hostaway/reservation|{'financeField': [{'type': 'zorb', 'name': 'x', 'total': 7}]}|fee",
        "guesty/money|{'money': {'invoiceItems': [{'normalType': 'zorb', 'amount': 7}]}}|fee",
        "guesty/money|{'money': {'invoiceItems': [{'normalType': 'zorb', 'amount': -7}]}}|discount",
        "smoobu/reservation|{'priceElements': [{'type': 'zorb', 'amount': 7}]}|fee",
        "channex/money|{'taxes': [{'type': 'zorb', 'total_price': 7}]}|tax",
        "calry/reservation|{'finances': {'fee': {'breakdown': [{'type': 'zorb', 'total': 7}]}}}|fee"
      })
  void a_line_of_an_unknown_kind_stays_with_a_warning_and_is_counted(
      String mapping, String body, String part) {
    JsonNode finances = map(mapping, body).path("finances");

    assertThat(finances.at("/" + part + "/breakdown/0/total").decimalValue()).isEqualTo("7");
    assertCounted("finances.type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "ownerrez/reservation|{'charges': [{'type': 'Surcharge', 'amount': 7}]}",
        "hostaway/reservation|{'financeField': [{'type': 'totals', 'name': 'zorb', 'total': 7}]}",
        "hostaway/reservation|{'financeField': [{'type': 'fee', 'name': 'zorb', 'total': 7}]}",
        "guesty/money|{'money': {'invoiceItems': [{'title': 'Late arrival', 'amount': 7}]}}",
        "guesty/money|{'money': {'invoiceItems': [{'normalType': 'AFE', 'amount': 7}]}}",
        "smoobu/reservation|{'priceElements': [{'type': 'commission', 'amount': 7}]}",
        "channex/money|{'taxes': [{'type': 'City tax', 'total_price': 7}]}",
        "hospitable/money|{'financials': {'currency': 'EUR',"
            + " 'guest': {'fees': [{'label': 'zorb', 'amount': 7}]}}}",
        "calry/reservation|{'finances': {'tax': {'breakdown': [{'type': 'VAT_GST', 'total': 7}]}}}"
      })
  void a_kind_that_is_known_or_left_out_on_purpose_gives_no_warning(String mapping, String body) {
    map(mapping, body);

    assertThat(Warnings.of(exchange).takeTexts()).isEmpty();
    assertThat(Warnings.of(exchange).takeUnmapped()).isEmpty();
  }

  @Test
  void so_it_is_with_a_list_of_an_unknown_name() {
    map("hospitable/money", "{'financials': {'guest': {'zorb': [{'label': 'x', 'amount': 7}]}}}");

    assertCounted("finances.type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "ownerrez/reservation|{'charges': {'7': {'type': 'rent', 'amount': 7}}}|charges",
        "hostaway/reservation|{'financeField': {'x': 1}}|financeField",
        "guesty/money|{'money': {'invoiceItems': {'x': 1}}}|money.invoiceItems",
        "smoobu/reservation|{'priceElements': {'x': 1}}|priceElements",
        "channex/money|{'taxes': {'x': 1}}|taxes",
        "hospitable/money|{'financials': {'guest': {'fees': {'x': 1}}}}|financials.guest.fees",
        "calry/reservation|{'finances': {'fee': {'breakdown': {'x': 1}}}}|finances.fee.breakdown"
      })
  void an_object_in_place_of_the_lines_that_is_no_line_gives_a_warning(
      String mapping, String body, String field) {
    map(mapping, body);

    assertThat(Warnings.of(exchange).takeTexts())
        .containsExactly(field + ": an object is neither a list nor one of its elements");
  }

  private JsonNode map(String mapping, String body) {
    exchange.getIn().setBody(json(body));
    return language.createExpression(mapping + ".jslt").evaluate(exchange, JsonNode.class);
  }

  private void assertCounted(String field) {
    assertThat(Warnings.of(exchange).takeTexts())
        .containsExactly(field + ": no mapping knows the word \"zorb\"");
    assertThat(Warnings.of(exchange).takeUnmapped())
        .containsExactly(new UnmappedValue(field, "zorb"));
  }
}

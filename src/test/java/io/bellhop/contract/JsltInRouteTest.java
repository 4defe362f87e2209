package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteLoader;
import io.bellhop.routes.jslt.JsltLanguage;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.language.LanguageExpression;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

/** The language jslt in any route, with no hub around it. */
class JsltInRouteTest extends CamelTestSupport {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    RouteLoader loader = new RouteLoader(context, RouteFolders.of("", "").texts());
    context.getRegistry().bind("jslt-language", new JsltLanguage(loader::read, MAPPER));
    return context;
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:guest")
            .setBody(new LanguageExpression("jslt", "ownerrez/guest.jslt"))
            .to("mock:record");
        from("direct:choice")
            .choice()
            .when(new LanguageExpression("jslt", ".adults > $least"))
            .to("mock:many")
            .otherwise()
            .to("mock:few");
      }
    };
  }

  @Test
  void a_file_in_the_route_folders_maps_a_parsed_body() throws Exception {
    MockEndpoint record = getMockEndpoint("mock:record");
    record.expectedMessageCount(1);
    JsonNode guest =
        MAPPER.readTree(Path.of("fixtures/ownerrez/api/v2/guests").toFile().listFiles()[0]);

    template.sendBody("direct:guest", guest);

    record.assertIsSatisfied();
    JsonNode mapped = record.getExchanges().get(0).getMessage().getBody(JsonNode.class);
    assertThat(mapped.path("id").asText()).isEqualTo(guest.path("id").asText());
    assertThat(mapped.path("nameFirst")).isEqualTo(guest.path("first_name"));
  }

  @Test
  void an_expression_in_place_is_a_predicate_that_sees_variables() throws Exception {
    getMockEndpoint("mock:many").expectedMessageCount(1);
    getMockEndpoint("mock:few").expectedMessageCount(1);

    for (int adults : new int[] {2, 5}) {
      template.send(
          "direct:choice",
          exchange -> {
            exchange.setVariable("least", 3);
            exchange.getMessage().setBody(MAPPER.createObjectNode().put("adults", adults));
          });
    }

    MockEndpoint.assertIsSatisfied(context);
  }
}

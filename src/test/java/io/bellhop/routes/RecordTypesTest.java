package io.bellhop.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RecordTypesTest {
  @Test
  void routes_in_java_are_asked_at_any_depth() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:a")
                  .choice()
                  .when(simple("${body} == 'x'"))
                  .setVariable("recordType", constant("loyalty_card"))
                  .otherwise()
                  .setVariable("recordType", simple("${variable.kind} == 'lock' ? 'door' : 'x y'"))
                  .end()
                  .setVariable("alternateType", constant("block"))
                  .setVariable("verb", constant("created"))
                  .setVariable("other", constant("nothing"));
            }
          });

      assertThat(RecordTypes.of(context)).containsExactly("block", "door", "lock", "loyalty_card");
    }
  }
}

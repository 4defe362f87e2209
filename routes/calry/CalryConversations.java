package routes.calry;

import static org.apache.camel.builder.Builder.language;

import org.apache.camel.builder.RouteBuilder;

/**
 * A conversation is whole: what a webhook leaves out of it is read. These routes are in Java for
 * those who prefer it; they use the templates, mappings and ends that routes in YAML use.
 */
public class CalryConversations extends RouteBuilder {
  private static final String ERRORS = "bellhop-delivery-errors";

  @Override
  public void configure() {
    from("direct:calry-conversation")
        .routeId("calry-conversation")
        .description("Takes a conversation from the webhook, or reads it if Calry could not.")
        .routeConfigurationId(ERRORS)
        .choice()
        .when(simple("${variable.failed}"))
        .to("direct:calry-read-conversation")
        .otherwise()
        .setBody(language("jslt", ".data.record"))
        .end()
        .setBody(language("jslt", "calry/clean.jslt"))
        .to("direct:calry-conversation-record");

    // Ordered, though it is about messages: it has all of them, and one that comes late would take
    // the newest away. A thread is not emptied: where there are no messages, this webhook or answer
    // does not have them.
    templatedRoute("bellhop-record")
        .routeId("calry-conversation-record")
        .parameter("provider", "calry")
        .parameter("from", "calry-conversation-record")
        .parameter("recordType", "conversation")
        .parameter("inline", ".")
        .parameter("mapping", "calry/conversation.jslt")
        .parameter("preserve", "*");

    // The API knows conversations by their reservation only.
    from("direct:calry-read-conversation")
        .routeId("calry-read-conversation")
        .description("Leaves the conversation as the body, found among those of its reservation.")
        .routeConfigurationId(ERRORS)
        .setVariable("reservationId", language("jslt", "calry/thread-of.jslt"))
        .filter(language("jslt", "not($reservationId)"))
        .setVariable(
            "error",
            constant("the conversation cannot be read, because the webhook names no reservation"))
        .to("direct:bellhop-refused")
        .end()
        .setVariable("apiPath", constant("/api/v2/vrs/conversations/reservation/{reservationId}"))
        .to("direct:calry-read")
        .setBody(language("jslt", "calry/thread.jslt"))
        .filter(language("jslt", "not(.)"))
        .setVariable("error", constant("the provider's API has no such conversation"))
        .to("direct:bellhop-refused")
        .end();
  }
}

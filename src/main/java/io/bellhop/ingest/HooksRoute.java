package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;

/**
 * The route that takes webhooks from any HTTP server of Camel, for all providers, and hands each to
 * {@code direct:bellhop-ingest-<provider>}, as a host's own front end could. Bellhop's own server
 * takes plain webhooks itself, through {@link WebhookRouter}, and leaves all other requests to this
 * route.
 */
public final class HooksRoute extends RouteBuilder {
  private final CamelContext hub;
  private final WebhookRouter router;
  private ProducerTemplate template;

  /**
   * @param hub the context of the providers' routes; the HTTP server may be in another context
   */
  public HooksRoute(CamelContext hub, WebhookRouter router) {
    this.hub = hub;
    this.router = router;
  }

  @Override
  public void configure() throws Exception {
    template = hub.createProducerTemplate();
    getContext().addService(template);

    errorHandler(defaultErrorHandler());
    onException(Exception.class).handled(true).process(IngestResponse.UNAVAILABLE::on);

    // A static route that reads the path itself: a header could override a path parameter.
    from("platform-http:" + WebhookRouter.BASE + "?matchOnUriPrefix=true")
        .routeId("bellhop-hooks")
        .routeConfigurationId("bellhop-own")
        .routePolicy(router.policy())
        .description("Takes /hooks/<provider>/<listener token> and asks the provider's listener.")
        .process(this::hand);
  }

  private void hand(Exchange exchange) throws Exception {
    Message request = exchange.getMessage();
    ListenerPath path = router.path(request.getHeader(Exchange.HTTP_PATH, "", String.class));
    if (path == null) {
      router.notFound().on(exchange);
      return;
    }
    byte[] body = request.getBody(byte[].class);
    RequestHeaders headers = RequestHeaders.of(request);
    Webhook webhook =
        new Webhook(
            request.getHeader(Exchange.HTTP_METHOD, "", String.class),
            path.token(),
            request.getHeader(Exchange.HTTP_QUERY, "", String.class),
            headers,
            body == null ? new byte[0] : body,
            router.addresses().of(request, headers));
    Exchange done =
        template.request(
            WebhookRouter.uri(path.provider()),
            inner -> inner.setProperty(ListenerProcessor.WEBHOOK, webhook));
    if (done.getException() instanceof DirectConsumerNotAvailableException) {
      router.absent(path.provider()).on(exchange);
    } else if (done.getException() != null) {
      throw done.getException();
    } else {
      answer(request, done.getMessage());
    }
  }

  private static void answer(Message reply, Message from) {
    reply.removeHeaders("*");
    for (Map.Entry<String, Object> header : from.getHeaders().entrySet()) {
      reply.setHeader(header.getKey(), header.getValue());
    }
    reply.setBody(from.getBody());
  }
}

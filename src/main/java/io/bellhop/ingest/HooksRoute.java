package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;

/**
 * The way in over HTTP, for all providers: takes the request off the wire and hands it to {@code
 * direct:bellhop-ingest-<provider>}, as any other front could.
 */
public final class HooksRoute extends RouteBuilder {
  private static final String BASE = "/hooks";
  private static final String ENTRY = "bellhop-ingest-";

  /** A static route with its path read by us: a path parameter could be overruled by a header. */
  private static final Pattern PATH = Pattern.compile(BASE + "/([a-z0-9-]{1,40})/([^/]{1,200})");

  private final CamelContext hub;
  private final Listeners listeners;
  private ProducerTemplate template;

  /**
   * @param hub where the providers' routes are; the HTTP server may be in another context
   */
  public HooksRoute(CamelContext hub, Listeners listeners) {
    this.hub = hub;
    this.listeners = listeners;
  }

  @Override
  public void configure() throws Exception {
    template = hub.createProducerTemplate();
    getContext().addService(template);

    errorHandler(defaultErrorHandler());
    onException(Exception.class).handled(true).process(IngestResponse.UNAVAILABLE::on);

    from("platform-http:" + BASE + "?matchOnUriPrefix=true")
        .routeId("bellhop-hooks")
        .routeConfigurationId("bellhop-own")
        .description("Takes /hooks/<provider>/<listener token> and asks the provider's listener.")
        .process(this::hand);
  }

  private void hand(Exchange exchange) throws Exception {
    Message request = exchange.getMessage();
    Matcher path = PATH.matcher(request.getHeader(Exchange.HTTP_PATH, "", String.class));
    if (!path.matches() || !listeners.providers().contains(path.group(1))) {
      notFound().on(exchange);
      return;
    }
    byte[] body = request.getBody(byte[].class);
    Webhook webhook =
        new Webhook(
            request.getHeader(Exchange.HTTP_METHOD, "", String.class),
            path.group(2),
            request.getHeader(Exchange.HTTP_QUERY, "", String.class),
            RequestHeaders.of(request),
            body == null ? new byte[0] : body);
    Exchange done =
        template.request(
            // This does not wait for a listener that is being replaced: the provider sends again.
            "direct:" + ENTRY + path.group(1) + "?block=false",
            inner -> inner.setProperty(ListenerProcessor.WEBHOOK, webhook));
    if (done.getException() instanceof DirectConsumerNotAvailableException) {
      absent(path.group(1)).on(exchange);
    } else if (done.getException() != null) {
      throw done.getException();
    } else {
      answer(request, done.getMessage());
    }
  }

  /** A route that is only stopped comes back; one that is gone was of a folder that is gone. */
  private IngestResponse absent(String provider) {
    String uri = "direct://" + ENTRY + provider;
    return hub.getRoutes().stream()
            .anyMatch(route -> route.getEndpoint().getEndpointBaseUri().equals(uri))
        ? IngestResponse.UNAVAILABLE
        : notFound();
  }

  /** Until all is loaded it may be there all the same, and some providers repeat no 404. */
  private IngestResponse notFound() {
    return listeners.isOpen() ? IngestResponse.NOT_FOUND : IngestResponse.UNAVAILABLE;
  }

  private static void answer(Message reply, Message from) {
    reply.removeHeaders("*");
    for (Map.Entry<String, Object> header : from.getHeaders().entrySet()) {
      reply.setHeader(header.getKey(), header.getValue());
    }
    reply.setBody(from.getBody());
  }
}

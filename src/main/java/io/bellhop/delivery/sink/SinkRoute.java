package io.bellhop.delivery.sink;

import io.bellhop.config.ConfigException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;

/** Makes the route to an operator's endpoint; errors name its fault, but never its URI. */
final class SinkRoute {
  private static final String TEMPLATE = "bellhop-sink";
  private static final Pattern URI = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.+");
  private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{([^=]{1,60})=");

  private SinkRoute() {}

  /**
   * @return the entry of the route
   * @throws ConfigException if there is no such endpoint, or it takes no messages
   */
  static AsyncProducer open(CamelContext context, String name, String uri) {
    if (((ModelCamelContext) context).getRouteTemplateDefinition(TEMPLATE) == null) {
      throw new ConfigException(
          "bellhop.sinks."
              + name
              + ": needs the template "
              + TEMPLATE
              + "; copy _shared/sink.camel.yaml into the folder that bellhop.routes names");
    }
    try {
      Endpoint endpoint = context.getEndpoint(lazy(uri));
      // Only a trial: an endpoint that cannot be written to fails now and not with the first event.
      endpoint.createProducer();
      String route = TEMPLATE + "-" + name;
      remove(context, route);
      TemplatedRouteBuilder.builder(context, TEMPLATE)
          .routeId(route)
          .parameter("name", name)
          .parameter("uri", lazy(uri))
          .add();
      AsyncProducer entry = context.getEndpoint("direct:" + route).createAsyncProducer();
      // It ends with the context.
      context.addService(entry);
      return entry;
    } catch (Exception e) {
      // Without the cause, whose text holds the URI.
      throw new ConfigException("bellhop.sinks." + name + ": " + reason(uri, e));
    }
  }

  /** Bellhop retries the events that are on their way through it. */
  private static void remove(CamelContext context, String route) throws Exception {
    if (context.getRoute(route) != null) {
      context.getRouteController().stopRoute(route, 1, TimeUnit.SECONDS);
      context.removeRoute(route);
    }
  }

  /** With it, a receiver that is down at the start gets another chance with each event. */
  private static String lazy(String uri) {
    return uri.contains("lazyStartProducer=")
        ? uri
        : uri + (uri.contains("?") ? "&" : "?") + "lazyStartProducer=true";
  }

  private static String reason(String uri, Exception error) {
    Matcher written = URI.matcher(uri);
    if (!written.matches()) {
      return "must be the URI of a Camel endpoint, such as kafka:events?brokers=host:9092";
    }
    String scheme = written.group(1);
    for (Throwable t = error; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage());
      Matcher unknown = UNKNOWN.matcher(text);
      if (t instanceof NoSuchEndpointException) {
        return "there is no component " + scheme + "; put its jars on the class path";
      }
      if (t instanceof PropertyBindingException binding) {
        return "the option " + binding.getPropertyName() + " of " + scheme + " has a wrong value";
      }
      if (t instanceof ResolveEndpointFailedException && unknown.find()) {
        return scheme + " has no option " + unknown.group(1);
      }
      if (t instanceof UnsupportedOperationException || text.startsWith("Cannot produce")) {
        return "nothing can be sent to " + scheme;
      }
    }
    return "this endpoint of " + scheme + " cannot be used: " + Sink.kind(error);
  }
}

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

/**
 * Creates the route to an operator's endpoint. Errors describe the fault but never contain the URI.
 */
final class SinkRoute {
  private static final String TEMPLATE = "bellhop-sink";
  private static final String BATCH_TEMPLATE = "bellhop-relay";

  /** The scheme of the endpoints that acknowledge many messages together. */
  private static final String KAFKA = "kafka:";

  /**
   * With this option, Camel connects to a receiver that was down at the start again with each
   * event.
   */
  private static final String LAZY = "lazyStartProducer=true";

  /**
   * Without this option, camel-kafka gives all records of a list the headers of the enclosing
   * message.
   */
  private static final String OWN_HEADERS = "batchWithIndividualHeaders=true";

  private static final Pattern URI = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.+");
  private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{([^=]{1,60})=");

  private SinkRoute() {}

  /**
   * The entries of a sink.
   *
   * @param single for one event
   * @param batch for many events; null if the endpoint does not accept batches
   */
  record Entries(AsyncProducer single, AsyncProducer batch) {}

  /**
   * @throws ConfigException if the endpoint does not exist or accepts no messages
   */
  static Entries open(CamelContext context, String name, String uri) {
    requireTemplate(context, name, TEMPLATE);
    try {
      Endpoint endpoint = context.getEndpoint(with(uri, LAZY));
      // A trial, so that an endpoint without a producer fails now and not at the first event.
      endpoint.createProducer();
      AsyncProducer single = add(context, TEMPLATE, name, with(uri, LAZY));
      if (!endpoint.getEndpointUri().startsWith(KAFKA)) {
        return new Entries(single, null);
      }
      requireTemplate(context, name, BATCH_TEMPLATE);
      return new Entries(
          single, add(context, BATCH_TEMPLATE, name, with(with(uri, LAZY), OWN_HEADERS)));
    } catch (ConfigException e) {
      throw e;
    } catch (Exception e) {
      // Omits the cause, whose text contains the URI.
      throw new ConfigException("bellhop.sinks." + name + ": " + reason(uri, e));
    }
  }

  private static void requireTemplate(CamelContext context, String name, String template) {
    if (((ModelCamelContext) context).getRouteTemplateDefinition(template) == null) {
      throw new ConfigException(
          "bellhop.sinks."
              + name
              + ": needs the template "
              + template
              + "; copy _shared/sink.camel.yaml into the folder that bellhop.routes names");
    }
  }

  private static AsyncProducer add(CamelContext context, String template, String name, String uri)
      throws Exception {
    String route = template + "-" + name;
    remove(context, route);
    TemplatedRouteBuilder.builder(context, template)
        .routeId(route)
        .parameter("name", name)
        .parameter("uri", uri)
        .add();
    AsyncProducer entry = context.getEndpoint("direct:" + route).createAsyncProducer();
    // The context stops the entry with itself.
    context.addService(entry);
    return entry;
  }

  /** Removes a route. Bellhop retries the events that are passing through it. */
  private static void remove(CamelContext context, String route) throws Exception {
    if (context.getRoute(route) != null) {
      context.getRouteController().stopRoute(route, 1, TimeUnit.SECONDS);
      context.removeRoute(route);
    }
  }

  /** Adds an option, unless the operator has set it. */
  private static String with(String uri, String option) {
    String name = option.substring(0, option.indexOf('=') + 1);
    return uri.contains(name) ? uri : uri + (uri.contains("?") ? "&" : "?") + option;
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

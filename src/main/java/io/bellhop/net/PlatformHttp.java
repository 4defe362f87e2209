package io.bellhop.net;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/** Takes HTTP requests from Camel's platform-http component and answers them. */
public final class PlatformHttp {
  private PlatformHttp() {}

  /**
   * The endpoint for a path and all paths below it. Answers keep the header that forbids browsers
   * and proxies to store them, which Camel's default header filter removes.
   */
  public static Endpoint endpoint(CamelContext context, String path) {
    DefaultHeaderFilterStrategy headers = new DefaultHeaderFilterStrategy();
    headers.setLowerCase(true);
    headers.setInFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
    headers.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
    headers.getOutFilter().addAll(List.of("content-type", "content-length"));
    Endpoint endpoint = context.getEndpoint("platform-http:" + path + "?matchOnUriPrefix=true");
    ((HeaderFilterStrategyAware) endpoint).setHeaderFilterStrategy(headers);
    return endpoint;
  }

  /**
   * Answers what fails in a route without Camel's log, which would show the URL: it may be a
   * secret.
   */
  public static void answerFailures(RouteBuilder routes, Processor answer) {
    routes.errorHandler(routes.defaultErrorHandler());
    routes
        .onException(Exception.class)
        .handled(true)
        .logHandled(false)
        .logExhausted(false)
        .logStackTrace(false)
        .process(answer);
  }

  /**
   * Sets the answer with only these headers: Camel would return the request's headers, and obey
   * those that control Camel.
   */
  public static void answer(Message message, int status, Map<String, ?> headers, Object body) {
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    headers.forEach(message::setHeader);
    message.setBody(body);
  }
}

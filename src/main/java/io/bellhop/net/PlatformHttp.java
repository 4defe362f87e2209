package io.bellhop.net;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/** Where routes take HTTP requests from, and how they answer. */
public final class PlatformHttp {
  private PlatformHttp() {}

  /**
   * Takes the requests of a path and of all below it. Answers keep the header that forbids browsers
   * and proxies to store them, which Camel's own filter of headers drops.
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
   * Answers with these headers alone: Camel would send the headers of the request back, and read
   * those of its own.
   */
  public static void answer(Message message, int status, Map<String, ?> headers, Object body) {
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    headers.forEach(message::setHeader);
    message.setBody(body);
  }
}

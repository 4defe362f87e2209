package io.bellhop.net;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/** Where routes take HTTP requests from. */
public final class HttpDoor {
  private HttpDoor() {}

  /**
   * Takes the requests of a path and of all below it. Answers keep the header that forbids browsers
   * and proxies to store them, which Camel's own filter of headers drops.
   */
  public static Endpoint at(CamelContext context, String path) {
    DefaultHeaderFilterStrategy headers = new DefaultHeaderFilterStrategy();
    headers.setLowerCase(true);
    headers.setInFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
    headers.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
    headers.getOutFilter().addAll(List.of("content-type", "content-length"));
    Endpoint door = context.getEndpoint("platform-http:" + path + "?matchOnUriPrefix=true");
    ((HeaderFilterStrategyAware) door).setHeaderFilterStrategy(headers);
    return door;
  }
}

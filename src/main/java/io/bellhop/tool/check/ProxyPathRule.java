package io.bellhop.tool.check;

import java.util.ArrayList;
import java.util.List;

/** Camel turns a platform-http path that begins with proxy into an open proxy. */
final class ProxyPathRule implements Rule {
  @Override
  public List<Finding> look(Routes routes) {
    List<Endpoint> consumers = new ArrayList<>(new RouteCalls(routes).consumers());
    for (Template template : routes.templates().values()) {
      consumers.add(Endpoint.of(template.file(), template.node().get("route").get("from")));
    }
    List<Finding> findings = new ArrayList<>();
    for (Endpoint from : consumers) {
      if (from.uri().matches("platform-http:/*proxy.*")) {
        findings.add(
            from.file()
                .finding(
                    from.line(),
                    "Camel makes an open proxy of a path that begins with proxy",
                    "let it begin with another word"));
      }
    }
    return findings;
  }
}

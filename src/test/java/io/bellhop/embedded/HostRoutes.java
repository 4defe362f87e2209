package io.bellhop.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;

/** What a host has: routes, and what it wants of all routes that say nothing else. */
final class HostRoutes {
  /** The routes that the host's own interceptor has seen. */
  final Set<String> intercepted = ConcurrentHashMap.newKeySet();

  final AtomicInteger tries = new AtomicInteger();
  private ErrorHandlerFactory errorHandler;

  void addTo(CamelContext context) throws Exception {
    DeadLetterChannelBuilder patient = new DeadLetterChannelBuilder("direct:host-dead");
    patient.maximumRedeliveries(3);
    patient.redeliveryDelay(1);
    errorHandler = patient;
    context.getCamelContextExtension().setErrorHandlerFactory(patient);
    context.addRoutes(
        new RouteConfigurationBuilder() {
          @Override
          public void configuration() {
            routeConfiguration()
                .interceptFrom()
                .process(exchange -> intercepted.add(exchange.getFromRouteId()));
          }
        });
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:/hello").routeId("host-hello").setBody(constant("hello"));
            from("direct:host-fails")
                .routeId("host-fails")
                .process(
                    exchange -> {
                      tries.incrementAndGet();
                      throw new IllegalStateException("the host's own trouble");
                    });
            from("direct:host-dead").routeId("host-dead").setBody(constant("dead"));
          }
        });
  }

  ErrorHandlerFactory errorHandler() {
    return errorHandler;
  }
}

package io.bellhop;

import io.bellhop.ingest.Answer;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Answers what no route takes, and bodies that are too large, as every other error is answered.
 * Vert.x would answer these itself, in its own words.
 */
final class UnmatchedRequests {
  private UnmatchedRequests() {}

  static void answer(CamelContext context, int port) {
    VertxPlatformHttpRouter router =
        VertxPlatformHttpRouter.lookup(
            context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
    router.route().last().handler(request -> end(request, Answer.NOT_FOUND));
    router
        .route()
        .failureHandler(
            request -> {
              if (request.statusCode() == Answer.TOO_LARGE.status()) {
                end(request, Answer.TOO_LARGE);
              } else if (request.statusCode() == Answer.BAD_REQUEST.status()) {
                // What Vert.x cannot take apart, such as a query with a percent sign alone.
                end(request, Answer.BAD_REQUEST);
              } else {
                end(request, Answer.UNAVAILABLE);
              }
            });
  }

  private static void end(RoutingContext request, Answer answer) {
    if (!request.response().ended()) {
      request
          .response()
          .setStatusCode(answer.status())
          .putHeader("Content-Type", "application/json")
          .end(answer.body());
    }
  }
}

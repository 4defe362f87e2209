package io.bellhop.http;

import io.bellhop.ingest.Answer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Answers what no route takes, bodies that are too large, and what fails on its way to a route, as
 * every other error is answered. Vert.x would answer these itself, in its own words.
 */
final class UnmatchedRequests {
  private UnmatchedRequests() {}

  static void answer(VertxPlatformHttpRouter router) {
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(request -> end(request, Answer.NOT_FOUND))
        .failureHandler(request -> end(request, of(request)));
  }

  private static Answer of(RoutingContext request) {
    return switch (request.statusCode()) {
      case 400 -> Answer.BAD_REQUEST;
      case 404 -> Answer.NOT_FOUND;
      case 413 -> Answer.TOO_LARGE;
      // What Vert.x cannot take apart in a request, such as its query.
      default ->
          request.failure() instanceof IllegalArgumentException
              ? Answer.BAD_REQUEST
              : Answer.UNAVAILABLE;
    };
  }

  private static void end(RoutingContext request, Answer answer) {
    HttpServerResponse response = request.response();
    if (!response.ended()) {
      response.setStatusCode(answer.status()).putHeader("Content-Type", "application/json");
      if (answer == Answer.UNAVAILABLE) {
        response.putHeader("Retry-After", Answer.RETRY_AFTER);
      }
      response.end(answer.body());
    }
  }
}

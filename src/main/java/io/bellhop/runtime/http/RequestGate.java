package io.bellhop.runtime.http;

import io.bellhop.ingest.IngestResponse;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.net.RequestHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Decides where a request goes: to the inbox, to the live events, or to Camel's routes. While it is
 * closed, before all is loaded and after the stop has begun, it answers 503, so that senders retry.
 * Thread-safe.
 */
final class RequestGate {
  private volatile WebhookRouter webhooks;
  private volatile LiveRequests live;
  private volatile boolean open;

  /** Plain webhooks go here from now on; without it they go to the routes too. */
  void webhooks(WebhookRouter router) {
    webhooks = router;
  }

  /** Requests for events that are still to come go here from now on. */
  void live(LiveRequests requests) {
    live = requests;
  }

  void open() {
    open = true;
  }

  /** What is under way goes on. */
  void shut() {
    open = false;
  }

  /**
   * @param direct takes plain webhooks on the event loop
   */
  void pass(HttpServerRequest request, VertxPlatformHttpRouter router, WebhookRequests direct) {
    if (!open) {
      // The whole request first: an answer before its end would be lost to many clients.
      request.handler(bytes -> {});
      request.endHandler(
          end -> Answers.endAndClose(request.response(), IngestResponse.UNAVAILABLE));
      return;
    }
    WebhookRouter hooks = webhooks;
    boolean isTaken = live != null && live.take(request);
    if (!isTaken && (hooks == null || !direct.take(hooks, request))) {
      keepBody(request);
      router.handle(request);
    }
  }

  /**
   * JSON often comes under the type of a form, which is the default of curl and PHP. Vert.x would
   * take it apart, and its bytes, which are what was signed, would be gone.
   */
  private static void keepBody(HttpServerRequest request) {
    MultiMap headers = request.headers();
    headers.remove(RequestHeaders.TYPE);
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (type != null) {
      headers.set(RequestHeaders.TYPE, type);
      headers.set(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    }
  }

  /**
   * Answers what no route takes, bodies that are too large, and what fails on its way to a route,
   * as every other error is answered. Vert.x would answer these itself, in its own words.
   */
  static void answerUnmatched(VertxPlatformHttpRouter router) {
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(request -> Answers.end(request.response(), IngestResponse.NOT_FOUND))
        .failureHandler(
            request ->
                Answers.end(
                    request.response(),
                    Answers.toFailure(request.statusCode(), request.failure())));
  }
}

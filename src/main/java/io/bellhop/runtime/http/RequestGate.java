package io.bellhop.runtime.http;

import io.bellhop.ingest.IngestResponse;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.net.RequestHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Routes a request to the inbox, to the live events, or to Camel's routes. While it is closed,
 * before the start is complete and after the stop has begun, it answers 503, so that senders retry.
 * Thread-safe.
 */
final class RequestGate {
  private volatile WebhookRouter webhooks;
  private volatile LiveRequests live;
  private volatile boolean open;

  /** Sets the receiver of plain webhooks; without it they go to the routes. */
  void webhooks(WebhookRouter router) {
    webhooks = router;
  }

  /** Sets the receiver of requests for future events. */
  void live(LiveRequests requests) {
    live = requests;
  }

  void open() {
    open = true;
  }

  /** Closes the gate; requests in progress continue. */
  void shut() {
    open = false;
  }

  /**
   * @param direct accepts plain webhooks on the event loop
   */
  void pass(HttpServerRequest request, VertxPlatformHttpRouter router, WebhookRequests direct) {
    if (!open) {
      // Reads the whole request first, because many clients lose an answer before its end.
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
   * Keeps the bytes of a body with the content type of a form. It is often JSON, because curl and
   * PHP send this type by default; Vert.x would parse it and discard the bytes, which the sender
   * has signed.
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
   * Answers requests without a route, bodies that are too large, and failures before a route, in
   * the format of all other errors. Vert.x has its own.
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

package io.bellhop.runtime.http;

import io.bellhop.ingest.IngestResponse;
import io.bellhop.ingest.Listener;
import io.bellhop.ingest.ListenerPath;
import io.bellhop.ingest.Webhook;
import io.bellhop.ingest.WebhookProgress;
import io.bellhop.ingest.WebhookRouter;
import io.bellhop.net.RequestHeaders;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes webhooks on the event loop, from the first byte to the answer: no thread waits for a
 * commit, and Camel creates no exchange. A worker thread takes webhooks that may need long, such as
 * a large body or an account that is not in memory. Used only by one event loop.
 */
final class WebhookRequests {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRequests.class);

  /** The precision of the time limit for a commit. A timer for each webhook would cost more. */
  private static final int TICK_MILLIS = 100;

  /** Nearly all bodies are smaller. */
  private static final int MOST_EXPECTED = 32 * 1024;

  private final Vertx vertx;
  private final Context loop;
  private final long largest;

  private final CommitQueue commits;
  private boolean ticking;
  private int underWay;
  private Promise<Void> idle;

  /**
   * @param loop the event loop of this object
   * @param largest the maximum size of a body in bytes
   */
  WebhookRequests(Vertx vertx, Context loop, long largest) {
    this.vertx = vertx;
    this.loop = loop;
    this.largest = largest;
    this.commits = new CommitQueue(task -> loop.runOnContext(now -> task.run()));
  }

  /**
   * @return false if the request is not a plain webhook; then the router must take it
   */
  boolean take(WebhookRouter router, HttpServerRequest request) {
    if (request.method() != HttpMethod.POST || request.query() != null) {
      return false;
    }
    ListenerPath path = router.plainPath(request.path());
    if (path == null || !isUsual(request)) {
      return false;
    }
    if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
    new Incoming(router, path, request).read();
    return true;
  }

  /** Leaves requests to the router that it answers without reading their body. */
  private boolean isUsual(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length.trim()) > largest) {
      return false;
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    return expect == null
        || expect.equalsIgnoreCase("100-continue") && request.version() != HttpVersion.HTTP_1_0;
  }

  /** Completes when every webhook that arrived completely has been answered. */
  Future<Void> whenIdle() {
    Promise<Void> promise = Promise.promise();
    loop.runOnContext(
        now -> {
          idle = promise;
          completeIfIdle();
        });
    return promise.future();
  }

  private void completeIfIdle() {
    if (idle != null && underWay == 0) {
      idle.tryComplete();
    }
  }

  /** Runs as long as webhooks wait for their commit. */
  private void tick() {
    ticking = false;
    commits.endOverdue(System.nanoTime());
    keepTicking();
  }

  private void keepTicking() {
    if (!ticking && !commits.isEmpty()) {
      ticking = true;
      vertx.setTimer(TICK_MILLIS, timer -> tick());
    }
  }

  /** A webhook in progress. */
  private final class Incoming {
    private final WebhookRouter router;
    private final ListenerPath path;
    private final HttpServerRequest request;
    private Buffer body;
    private boolean more;
    private boolean tooLarge;
    private boolean answered;

    Incoming(WebhookRouter router, ListenerPath path, HttpServerRequest request) {
      this.router = router;
      this.path = path;
      this.request = request;
    }

    void read() {
      request
          .exceptionHandler(
              gone -> LOG.debug("a sender closed its connection: {}", gone.toString()))
          .handler(this::add)
          .endHandler(end -> ended());
    }

    private void add(Buffer bytes) {
      if (tooLarge) {
        return;
      }
      if (body == null) {
        body = bytes;
      } else if (more) {
        body.appendBuffer(bytes);
      } else {
        // The first part belongs to Vert.x.
        more = true;
        body = Buffer.buffer(expected()).appendBuffer(body).appendBuffer(bytes);
      }
      if (body.length() > largest) {
        tooLarge = true;
        body = null;
        Answers.end(request.response(), IngestResponse.TOO_LARGE);
      }
    }

    /** The initial size of the buffer, whatever length the sender claims. */
    private int expected() {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      return length == null ? 0 : (int) Math.min(Long.parseLong(length.trim()), MOST_EXPECTED);
    }

    private void ended() {
      if (tooLarge) {
        return;
      }
      underWay++;
      try {
        Listener listener = router.listener(path.provider());
        if (listener == null) {
          answer(router.absent(path.provider()));
          return;
        }
        RequestHeaders headers = RequestHeaders.ofWire(request.headers());
        Webhook webhook =
            new Webhook(
                "POST",
                path.token(),
                "",
                headers,
                body == null ? new byte[0] : body.getBytes(),
                router.addresses().of(Answers.peer(request), headers));
        WebhookProgress begun = listener.beginAtOnce(webhook);
        if (begun != null) {
          goOn(listener, begun);
        } else {
          vertx
              .executeBlocking(() -> listener.begin(webhook), false)
              .onSuccess(later -> goOn(listener, later))
              .onFailure(this::fail);
        }
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }

    private void goOn(Listener listener, WebhookProgress begun) {
      if (begun.answer() != null) {
        answer(begun.answer());
        return;
      }
      commits.add(listener, begun, this::answer);
      keepTicking();
    }

    private void fail(Throwable failure) {
      if (failure instanceof Error) {
        LOG.error("Bellhop failed to accept a webhook of {}", path.provider(), failure);
      } else {
        LOG.debug(
            "Bellhop failed to accept a webhook of {}: {}", path.provider(), failure.toString());
      }
      answer(IngestResponse.UNAVAILABLE);
    }

    private void answer(IngestResponse answer) {
      if (answered) {
        return;
      }
      answered = true;
      underWay--;
      HttpServerResponse response = request.response();
      if (!response.closed()) {
        Answers.end(response, answer);
      }
      completeIfIdle();
    }
  }
}

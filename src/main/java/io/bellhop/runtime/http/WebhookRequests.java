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
 * Takes webhooks on the event loop, from the first byte to the answer: no thread waits for a
 * commit, and no exchange of Camel is made. What may take long (a large body, an account that
 * memory does not know) goes to a worker. Used by one event loop alone.
 */
final class WebhookRequests {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRequests.class);

  /** How exact the time limit of a commit is. A timer for each webhook would cost more. */
  private static final int TICK_MILLIS = 100;

  /** Nearly all bodies have less. */
  private static final int MOST_EXPECTED = 32 * 1024;

  private final Vertx vertx;
  private final Context loop;
  private final long largest;

  private final CommitQueue commits;
  private boolean ticking;
  private int underWay;
  private Promise<Void> idle;

  /**
   * @param loop runs all of this
   * @param largest bytes that a body may have
   */
  WebhookRequests(Vertx vertx, Context loop, long largest) {
    this.vertx = vertx;
    this.loop = loop;
    this.largest = largest;
    this.commits = new CommitQueue(task -> loop.runOnContext(now -> task.run()));
  }

  /**
   * @return false if the router must take the request: it is no plain webhook
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

  /** What the router answers without reading on is left to it. */
  private boolean isUsual(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length.trim()) > largest) {
      return false;
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    return expect == null
        || expect.equalsIgnoreCase("100-continue") && request.version() != HttpVersion.HTTP_1_0;
  }

  /** Completes when every webhook that arrived whole has its answer. */
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

  /** A webhook that is being read or judged. */
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
        // The first part is Vert.x's own.
        more = true;
        body = Buffer.buffer(expected()).appendBuffer(body).appendBuffer(bytes);
      }
      if (body.length() > largest) {
        tooLarge = true;
        body = null;
        Answers.end(request.response(), IngestResponse.TOO_LARGE);
      }
    }

    /** Bytes for which there is room at once; a sender may say what it wants. */
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

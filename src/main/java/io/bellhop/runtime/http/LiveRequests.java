package io.bellhop.runtime.http;

import io.bellhop.api.LiveEvents;
import io.bellhop.api.LiveEvents.Answer;
import io.bellhop.net.ClientAddresses;
import io.bellhop.net.RequestHeaders;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers requests for future events. They stay on the event loop, because a Camel route would hold
 * a thread for each while it waits.
 */
final class LiveRequests {
  private final LiveEvents live;
  private final ClientAddresses clients;

  LiveRequests(LiveEvents live, ClientAddresses clients) {
    this.live = live;
    this.clients = clients;
  }

  /**
   * @return false if it is another request; then nothing was done
   */
  boolean take(HttpServerRequest request) {
    if (!LiveEvents.isFor(request.method().name(), request.path(), request.query())) {
      return false;
    }
    RequestHeaders headers = RequestHeaders.ofWire(request.headers());
    LiveEvents.Request asked =
        new LiveEvents.Request(
            request.method().name(),
            request.path(),
            request.query(),
            headers.one("user-api-key"),
            clients.of(Answers.peer(request), headers),
            headers.one("last-event-id"));
    // Reads the whole request first, because many clients lose an answer before its end.
    request.handler(bytes -> {});
    request.endHandler(end -> answer(asked, request.response()));
    return true;
  }

  private void answer(LiveEvents.Request asked, HttpServerResponse response) {
    Context loop = Vertx.currentContext();
    if (!LiveEvents.isStream(asked.path())) {
      live.poll(asked, answer -> loop.runOnContext(now -> end(response, answer)));
      return;
    }
    StreamReader reader = new StreamReader(loop, response);
    reader.attach(live.stream(asked, reader));
  }

  private static void end(HttpServerResponse response, Answer answer) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.end(Buffer.buffer(answer.body()));
  }

  /** Writes from any thread, in the order of the calls. */
  private static final class StreamReader implements LiveEvents.Reader {
    /** The bytes on their way to the connection's own queue: some hundred events. */
    private static final int MOST_QUEUED = 1 << 18;

    private final Context loop;
    private final HttpServerResponse response;
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean behind;
    private volatile LiveEvents.Stream stream;

    StreamReader(Context loop, HttpServerResponse response) {
      this.loop = loop;
      this.response = response;
    }

    void attach(LiveEvents.Stream reading) {
      stream = reading;
      response.closeHandler(closed -> reading.gone());
      response.exceptionHandler(failure -> reading.gone());
      response.drainHandler(drained -> look());
    }

    @Override
    public void refuse(Answer answer) {
      loop.runOnContext(now -> LiveRequests.end(response, answer));
    }

    @Override
    public void begin() {
      loop.runOnContext(
          now ->
              response
                  .setChunked(true)
                  .putHeader("Content-Type", "text/event-stream")
                  .putHeader("Cache-Control", "no-store")
                  // A proxy that buffers answers would hold back each event.
                  .putHeader("X-Accel-Buffering", "no"));
    }

    @Override
    public void send(String text) {
      queued.addAndGet(text.length());
      loop.runOnContext(
          now -> {
            queued.addAndGet(-text.length());
            if (isOpen()) {
              response.write(text);
              look();
            }
          });
    }

    @Override
    public boolean isBehind() {
      if (!isFull()) {
        return false;
      }
      behind = true;
      // The queue may have emptied since the check above.
      loop.runOnContext(now -> look());
      return true;
    }

    private boolean isFull() {
      return queued.get() > MOST_QUEUED || response.writeQueueFull();
    }

    private void look() {
      LiveEvents.Stream reading = stream;
      if (behind && reading != null && !isFull()) {
        behind = false;
        reading.caughtUp();
      }
    }

    private boolean isOpen() {
      return !response.closed() && !response.ended();
    }

    @Override
    public void end() {
      loop.runOnContext(
          now -> {
            if (isOpen()) {
              response.end();
            }
          });
    }
  }
}

package io.bellhop.api;

import io.bellhop.api.LiveEvents.Answer;
import io.bellhop.api.LiveEvents.Reader;
import io.bellhop.api.LiveEvents.Request;
import io.bellhop.api.LiveEvents.Stream;
import java.util.concurrent.Future;

/**
 * One reader of the stream of server-sent events. The id of each event is its cursor, with which a
 * reader continues after a disconnect. Thread-safe.
 */
final class EventStream implements LiveEvents.Waiting, Stream {
  private final LiveEvents live;
  private final Request request;
  private final Reader reader;
  private ApiRequest admitted;
  private long after;
  private Future<?> beat;
  private boolean done;

  EventStream(LiveEvents live, Request request, Reader reader) {
    this.live = live;
    this.request = request;
    this.reader = reader;
  }

  @Override
  public synchronized void run() {
    try {
      if (!done && admitted == null) {
        open();
      }
      while (!done && !reader.isBehind()) {
        EventLogReader.Page page = live.log().read(admitted, after, EventLogReader.MOST);
        for (ResultRow row : page.rows()) {
          // An envelope is one line, since JSON escapes line breaks.
          reader.send(
              "id: %s\nevent: %s\ndata: %s\n\n"
                  .formatted(row.text("seq"), row.text("event_type"), live.log().json(row)));
        }
        after = page.last();
        if (!page.more()) {
          return;
        }
      }
    } catch (Exception e) {
      fail(e);
    }
  }

  private void open() throws Exception {
    String from = request.lastEventId();
    ApiAnswer start = live.ask(request, from == null || from.isBlank() ? null : from.strip());
    after = start.body().at("/meta/last").asLong();
    admitted = live.admit(request, null);
    reader.begin();
    // Tells the reader that it is connected, and makes proxies forward the header.
    reader.send("retry: 2000\n: connected\n\n");
    scheduleBeat();
  }

  private void scheduleBeat() {
    beat = live.notifier().later(this::beat, live.heartbeat());
  }

  /** Sends a sign of life, and checks that the key is still valid. */
  private synchronized void beat() {
    if (done) {
      return;
    }
    try {
      admitted = live.admit(request, null);
      if (!reader.isBehind()) {
        reader.send(": \n\n");
      }
      scheduleBeat();
    } catch (Exception e) {
      fail(e);
    }
  }

  private void fail(Exception e) {
    if (admitted == null) {
      refuse(live.answer(e));
    } else {
      // The reader reconnects by itself and then receives an answer with the reason.
      close();
    }
  }

  @Override
  public void caughtUp() {
    live.notifier().run(this);
  }

  @Override
  public void gone() {
    live.notifier().run(this::forget);
  }

  private synchronized void forget() {
    finish();
  }

  @Override
  public synchronized void refuse(Answer answer) {
    if (finish()) {
      reader.refuse(answer);
    }
  }

  @Override
  public synchronized void close() {
    if (finish()) {
      if (admitted == null) {
        reader.refuse(live.answer(ApiError.unavailable()));
      } else {
        reader.end();
      }
    }
  }

  private boolean finish() {
    if (done) {
      return false;
    }
    done = true;
    if (beat != null) {
      beat.cancel(false);
    }
    live.ended(this);
    return true;
  }
}

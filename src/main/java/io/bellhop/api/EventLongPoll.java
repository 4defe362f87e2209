package io.bellhop.api;

import io.bellhop.api.LiveEvents.Answer;
import io.bellhop.api.LiveEvents.Request;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A caller of the list of events who waits for new ones. Thread-safe. */
final class EventLongPoll implements LiveEvents.Waiting {
  private final LiveEvents live;
  private final Request request;
  private final Consumer<Answer> reply;
  private String after;
  private ApiAnswer latest;
  private Future<?> timeout;
  private boolean done;

  EventLongPoll(LiveEvents live, Request request, Consumer<Answer> reply) {
    this.live = live;
    this.request = request;
    this.reply = reply;
  }

  @Override
  public synchronized void run() {
    if (done) {
      return;
    }
    try {
      latest = live.ask(request, after);
      if (!latest.body().path("data").isEmpty()) {
        finish(live.answer(latest));
        return;
      }
      // Continues after the last event read, because events may have arrived since.
      after = latest.body().at("/meta/last").asText();
      if (timeout == null) {
        Duration wait = WaitTime.of(live.admit(request, null).query());
        timeout = live.notifier().later(this::close, wait);
      }
    } catch (Exception e) {
      finish(live.answer(e));
    }
  }

  @Override
  public synchronized void close() {
    if (!done) {
      finish(latest == null ? live.answer(ApiError.unavailable()) : live.answer(latest));
    }
  }

  @Override
  public synchronized void refuse(Answer answer) {
    finish(answer);
  }

  private void finish(Answer answer) {
    done = true;
    if (timeout != null) {
      timeout.cancel(false);
    }
    live.ended(this);
    reply.accept(answer);
  }
}

package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.Loopback;
import io.bellhop.tool.fixture.OutgoingRequest;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Posts to one URL over keep-alive connections and measures. Everything, the supplier of requests
 * included, runs on one event loop, so that it takes little CPU time from the server.
 */
public final class LoadGenerator implements AutoCloseable {
  private final Vertx vertx = Loopback.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final PostConnections server;
  private final int connections;
  private final Supplier<OutgoingRequest> requests;
  private LongConsumer whenDue = due -> {};

  public LoadGenerator(URI target, int connections, Supplier<OutgoingRequest> requests) {
    this.connections = connections;
    this.requests = requests;
    this.server = new PostConnections(vertx, target, connections);
    loop.runOnContext(ignored -> Thread.currentThread().setName(ThreadGroups.GENERATOR));
  }

  /** Sets a consumer, which gets the time at which each request was due, in order. */
  public LoadGenerator tell(LongConsumer due) {
    whenDue = due;
    return this;
  }

  /**
   * Sends as fast as possible: every connection sends its next request as soon as it has an answer.
   */
  public Measurement flatOut(Duration warmUp, Duration measured) {
    long start = System.nanoTime() + warmUp.toNanos();
    long end = start + measured.toNanos();
    return run(new Recorder(start, end), recorder -> startUsers(recorder, Long.MAX_VALUE, end));
  }

  /** Sends exactly this number of requests, as fast as possible. */
  public Measurement exactly(long count) {
    Recorder recorder = new Recorder(System.nanoTime(), Long.MAX_VALUE);
    return run(recorder, r -> startUsers(r, count, Long.MAX_VALUE));
  }

  /**
   * Sends at a fixed rate, whether or not answers arrive. Latency counts from the time at which a
   * request was due, so that a stalled server also gets the requests of that time.
   */
  public Measurement atRate(int perSecond, Duration warmUp, Duration measured) {
    long begin = System.nanoTime();
    long start = begin + warmUp.toNanos();
    long end = start + measured.toNanos();
    return run(new Recorder(start, end), r -> new Clock(r, begin, end, 1e9 / perSecond).start());
  }

  @Override
  public void close() {
    Loopback.await(vertx.close());
  }

  private Measurement run(Recorder recorder, Consumer<Recorder> sender) {
    Promise<Void> done = Promise.promise();
    recorder.whenIdle(done::tryComplete);
    loop.runOnContext(ignored -> sender.accept(recorder));
    Loopback.await(done.future());
    return recorder.measurement();
  }

  private void startUsers(Recorder recorder, long count, long end) {
    long[] left = {count};
    Runnable[] user = new Runnable[1];
    user[0] =
        () -> {
          if (left[0] > 0 && System.nanoTime() < end) {
            left[0]--;
            send(recorder, System.nanoTime(), user[0]);
          } else {
            recorder.noMoreFromNowOn();
          }
        };
    for (int i = 0; i < connections; i++) {
      user[0].run();
    }
  }

  private void send(Recorder recorder, long due, Runnable next) {
    recorder.sent();
    whenDue.accept(due);
    server.post(
        requests,
        status -> {
          recorder.answered(due, status);
          next.run();
        });
  }

  /** Sends what is due each millisecond. */
  private final class Clock {
    private final Recorder recorder;
    private final long begin;
    private final long end;
    private final double nanosApart;
    private long sent;

    Clock(Recorder recorder, long begin, long end, double nanosApart) {
      this.recorder = recorder;
      this.begin = begin;
      this.end = end;
      this.nanosApart = nanosApart;
    }

    void start() {
      vertx.setPeriodic(1, this::tick);
    }

    private void tick(long timer) {
      long now = Math.min(System.nanoTime(), end);
      for (long due = due(); due < now; due = due()) {
        sent++;
        send(recorder, due, () -> {});
      }
      if (now == end) {
        vertx.cancelTimer(timer);
        recorder.noMoreFromNowOn();
      }
    }

    private long due() {
      return begin + (long) (sent * nanosApart);
    }
  }
}

package io.bellhop.concurrent;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs some work again and again on a thread of its own, with a pause between two runs. A run that
 * fails does not end it. Thread-safe.
 */
public final class PeriodicTask implements AutoCloseable {
  /** No run takes longer unless the database hangs, and then waiting is in vain. */
  private static final Duration LAST_RUN = Duration.ofSeconds(5);

  /** One run. */
  public interface Work {
    void run() throws Exception;
  }

  private final Work work;
  private final Consumer<Exception> onFailure;
  private final ScheduledExecutorService executor;
  private final AtomicBoolean requested = new AtomicBoolean();
  private volatile boolean started;

  public PeriodicTask(String name, Work work, Consumer<Exception> onFailure) {
    this.work = work;
    this.onFailure = onFailure;
    this.executor = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
  }

  /** May be called once. */
  public void start(Duration first, Duration pause) {
    started = true;
    executor.scheduleWithFixedDelay(
        this::run, first.toMillis(), Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
  }

  /**
   * Has it run after this pause too; further calls before that run change nothing. Nor does one
   * before the start, which brings a run itself, or after the stop.
   */
  public void soon(Duration pause) {
    if (started && requested.compareAndSet(false, true)) {
      try {
        executor.schedule(this::runRequested, pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // It has stopped.
      }
    }
  }

  private void runRequested() {
    requested.set(false);
    if (!executor.isShutdown()) {
      run();
    }
  }

  private void run() {
    try {
      work.run();
    } catch (Exception e) {
      onFailure.accept(e);
    }
  }

  /**
   * Begins no further run. One that is under way goes on: to interrupt it would close H2's file.
   */
  public void stop() {
    executor.shutdown();
  }

  /** Stops, and waits a while for the run that is under way. */
  @Override
  public void close() throws InterruptedException {
    stop();
    executor.awaitTermination(LAST_RUN.toMillis(), TimeUnit.MILLISECONDS);
  }
}

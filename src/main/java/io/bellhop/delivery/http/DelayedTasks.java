package io.bellhop.delivery.http;

import java.time.Duration;

/** Runs a task later, on a thread that no task may block. */
@FunctionalInterface
public interface DelayedTasks {
  /**
   * @return cancels the task
   */
  Runnable schedule(Duration delay, Runnable task);
}

package io.bellhop.delivery.http;

import java.time.Duration;

/** Does something later, on a thread that nothing may hold up. */
@FunctionalInterface
public interface DelayedTasks {
  /**
   * @return what calls it off
   */
  Runnable schedule(Duration delay, Runnable task);
}

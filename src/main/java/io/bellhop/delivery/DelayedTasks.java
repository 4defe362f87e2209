package io.bellhop.delivery;

import java.time.Duration;

/** Does something later, on a thread that nothing may hold up. */
@FunctionalInterface
interface DelayedTasks {
  /**
   * @return what calls it off
   */
  Runnable schedule(Duration delay, Runnable task);
}

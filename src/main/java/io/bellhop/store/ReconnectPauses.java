package io.bellhop.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between tries of something that needs a database which is away: a second, then each
 * twice as long as the one before, at most half a minute. One thread waits, any may stop it.
 */
public final class ReconnectPauses {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private Duration next = FIRST;

  public long nextSeconds() {
    return next.toSeconds();
  }

  /**
   * Waits for the next one.
   *
   * @return false if it was stopped
   */
  public boolean await() throws InterruptedException {
    boolean goesOn = !stopped.await(next.toMillis(), TimeUnit.MILLISECONDS);
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return goesOn;
  }

  /** From now on there is none; whoever waits goes on at once. */
  public void stop() {
    stopped.countDown();
  }

  public boolean isStopped() {
    return stopped.getCount() == 0;
  }
}

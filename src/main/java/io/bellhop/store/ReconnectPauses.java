package io.bellhop.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between attempts to reach an unreachable database: a second, then each twice as long
 * as the previous one, up to half a minute. One thread waits; any thread may stop it.
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
   * Waits for the next pause.
   *
   * @return false if it was stopped
   */
  public boolean await() throws InterruptedException {
    boolean goesOn = !stopped.await(next.toMillis(), TimeUnit.MILLISECONDS);
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return goesOn;
  }

  /** Ends the present pause and all later ones. */
  public void stop() {
    stopped.countDown();
  }

  public boolean isStopped() {
    return stopped.getCount() == 0;
  }
}

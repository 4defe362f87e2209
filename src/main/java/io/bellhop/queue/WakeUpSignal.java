package io.bellhop.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a loop sleep until a time, or until {@link #wake}. A call to wake before the sleep counts
 * too.
 */
public final class WakeUpSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean awake;

  public void wake() {
    lock.lock();
    try {
      awake = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public void await(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      if (!awake && !timeout.isNegative()) {
        changed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
      }
      awake = false;
    } finally {
      lock.unlock();
    }
  }
}

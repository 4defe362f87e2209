package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The way of webhooks from when they were due to be sent until their events arrive at a subscriber,
 * by number. Sending and arriving may be on two threads.
 */
final class Journey {
  private static final int MOST = 1_000_000;
  private static final long NOT_SENT = -1;

  private final long[] due = new long[MOST];
  private final boolean[] arrived = new boolean[MOST];
  private final Histogram nanos = new Histogram(3);
  private final CountDownLatch all;
  private int sent;
  private long first;
  private long last;

  Journey(long expected) {
    Arrays.fill(due, NOT_SENT);
    all = new CountDownLatch((int) expected);
  }

  synchronized void sent(long at) {
    if (sent == 0) {
      first = at;
    }
    due[sent++] = at;
  }

  /** A repeat does not count. */
  synchronized void arrived(long number) {
    int n = (int) number;
    if (!arrived[n] && due[n] != NOT_SENT) {
      arrived[n] = true;
      last = System.nanoTime();
      nanos.recordValue(last - due[n]);
      all.countDown();
    }
  }

  void await(Duration most) throws InterruptedException {
    if (!all.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(all.getCount() + " events did not arrive in " + most);
    }
  }

  synchronized double perSecond() {
    return nanos.getTotalCount() / ((last - first) / 1e9);
  }

  synchronized double millisAt(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }
}

package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Measures webhooks from the time at which they were due to be sent until their events arrive at a
 * subscriber. Sending and arriving may use two threads.
 */
final class Journey {
  private static final int SOME = 16_384;

  private final RandomIds ids;
  private final Histogram nanos = new Histogram(3);
  private long[] due = new long[SOME];
  private boolean[] arrived = new boolean[SOME];
  private int sent;
  private long first;
  private long last;

  /**
   * @param ids converts arriving ids to numbers
   */
  Journey(RandomIds ids) {
    this.ids = ids;
  }

  synchronized void sent(long at) {
    if (sent == due.length) {
      due = Arrays.copyOf(due, 2 * sent);
      arrived = Arrays.copyOf(arrived, 2 * sent);
    }
    if (sent == 0) {
      first = at;
    }
    due[sent++] = at;
  }

  /** Records an arrival. Ignores repeats, and events of another run. */
  synchronized void arrived(long id) {
    long number = ids.number(id);
    if (number < 0 || number >= sent || arrived[(int) number]) {
      return;
    }
    arrived[(int) number] = true;
    last = System.nanoTime();
    nanos.recordValue(Math.max(0, last - due[(int) number]));
    notifyAll();
  }

  /** Waits for the events of all sent webhooks. */
  synchronized void await(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (nanos.getTotalCount() < sent) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException(
            sent - nanos.getTotalCount() + " events did not arrive in " + most);
      }
      wait(left);
    }
  }

  synchronized long count() {
    return nanos.getTotalCount();
  }

  synchronized double perSecond() {
    return nanos.getTotalCount() / ((last - first) / 1e9);
  }

  synchronized double millisAt(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }
}

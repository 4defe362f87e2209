package io.bellhop.tool.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts answers and their latencies; belongs to one event loop. What was due outside the measured
 * time is counted as answered but not measured.
 */
final class Recorder {
  static final int NO_ANSWER = 0;

  private final Histogram nanos = new Histogram(3);
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final long start;
  private final long end;
  private long outstanding;
  private long accepted;
  private long lastAnswer;
  private boolean more = true;
  private Runnable idle = () -> {};

  Recorder(long start, long end) {
    this.start = start;
    this.end = end;
  }

  void whenIdle(Runnable action) {
    idle = action;
  }

  void sent() {
    outstanding++;
  }

  void answered(long due, int status) {
    outstanding--;
    long now = System.nanoTime();
    if (status / 100 == 2) {
      accepted++;
    }
    if (due >= start && due < end) {
      nanos.recordValue(now - due);
      statuses.merge(status, 1L, Long::sum);
      lastAnswer = now;
    }
    finishIfIdle();
  }

  void noMoreFromNowOn() {
    more = false;
    finishIfIdle();
  }

  Measurement measurement() {
    return new Measurement(
        Map.copyOf(statuses),
        accepted,
        Math.max(1, lastAnswer - start) / 1e9,
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6);
  }

  private void finishIfIdle() {
    if (!more && outstanding == 0) {
      idle.run();
    }
  }
}

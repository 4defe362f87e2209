package io.bellhop.tool.bench;

import java.util.Locale;
import java.util.Map;

/**
 * The answers to a load.
 *
 * @param statuses answers in the measured time by HTTP status; 0 is none (broken or timed out)
 * @param accepted answers of 2xx, those of the warm-up too: so many must the server have kept
 * @param seconds from the start of the measured time to its last answer
 */
public record Measurement(
    Map<Integer, Long> statuses,
    long accepted,
    double seconds,
    double p50Millis,
    double p99Millis,
    double maxMillis) {

  public double perSecond() {
    return (count() - failures()) / seconds;
  }

  public long count() {
    return statuses.values().stream().mapToLong(Long::longValue).sum();
  }

  public long failures() {
    return statuses.entrySet().stream()
        .filter(status -> status.getKey() / 100 != 2)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,7.0f/s  p50 %.1f ms  p99 %.1f ms  max %.0f ms  %,d requests, %,d failed",
        perSecond(),
        p50Millis,
        p99Millis,
        maxMillis,
        count(),
        failures());
  }
}

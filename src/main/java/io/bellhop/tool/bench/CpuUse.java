package io.bellhop.tool.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * The CPU time of a webhook.
 *
 * @param micros microseconds by group of threads
 */
record CpuUse(Map<String, Double> micros) {
  CpuUse {
    micros = new TreeMap<>(micros);
  }

  double total() {
    return micros.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * The CPU time without the JIT compiler, which eventually finishes and takes longer on busy
   * cores.
   */
  double withoutJit() {
    return total() - of(ThreadGroups.JIT);
  }

  /** The CPU time divided by this many times as many webhooks. */
  CpuUse amongTimes(int more) {
    Map<String, Double> divided = new TreeMap<>(micros);
    divided.replaceAll((group, used) -> used / more);
    return new CpuUse(divided);
  }

  /** Adds the CPU time of another process. */
  CpuUse and(CpuUse other) {
    Map<String, Double> sum = new TreeMap<>(micros);
    other.micros.forEach((group, used) -> sum.merge(group, used, Double::sum));
    return new CpuUse(sum);
  }

  double of(String group) {
    return micros.getOrDefault(group, 0.0);
  }
}

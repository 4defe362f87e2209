package io.bellhop.tool.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a webhook took of the cores.
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

  /** Without what the compiler took: it ends one day, and on busy cores it takes longer. */
  double withoutJit() {
    return total() - of(ThreadGroups.JIT);
  }

  /** Of this many times as many webhooks as it was divided by. */
  CpuUse amongTimes(int more) {
    Map<String, Double> divided = new TreeMap<>(micros);
    divided.replaceAll((group, used) -> used / more);
    return new CpuUse(divided);
  }

  /** With what another process used. */
  CpuUse and(CpuUse other) {
    Map<String, Double> sum = new TreeMap<>(micros);
    other.micros.forEach((group, used) -> sum.merge(group, used, Double::sum));
    return new CpuUse(sum);
  }

  double of(String group) {
    return micros.getOrDefault(group, 0.0);
  }
}

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

  double of(String group) {
    return micros.getOrDefault(group, 0.0);
  }
}

package io.bellhop.tool.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The rounds of one measurement, and the medians of their figures. */
final class Rounds {
  private final List<BenchRound> all = new ArrayList<>();

  Rounds add(BenchRound round) {
    all.add(round);
    return this;
  }

  double perSecond() {
    return median(BenchRound::perSecond);
  }

  double p50Millis() {
    return median(BenchRound::p50Millis);
  }

  double p99Millis() {
    return median(BenchRound::p99Millis);
  }

  /** All that failed, in any round. */
  long failed() {
    return all.stream().mapToLong(round -> round.sent().failures()).sum();
  }

  /** The rate of each round, in their order: how far they differ says how far to trust them. */
  String rates() {
    return all.stream()
        .map(round -> String.format(Locale.ROOT, "%,.0f", round.perSecond()))
        .collect(Collectors.joining(" "));
  }

  CpuUse server() {
    return medians(BenchRound::server);
  }

  CpuUse bench() {
    return medians(BenchRound::bench);
  }

  private CpuUse medians(Function<BenchRound, CpuUse> use) {
    TreeSet<String> groups = new TreeSet<>();
    all.forEach(round -> groups.addAll(use.apply(round).micros().keySet()));
    Map<String, Double> micros = new TreeMap<>();
    groups.forEach(group -> micros.put(group, median(round -> use.apply(round).of(group))));
    return new CpuUse(micros);
  }

  private double median(ToDoubleFunction<BenchRound> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException("there was no round");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

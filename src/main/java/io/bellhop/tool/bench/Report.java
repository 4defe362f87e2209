package io.bellhop.tool.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Prints figures, one for each line after a constant name, so that users can compare two runs line
 * by line.
 */
final class Report {
  private static final int NAME = 52;

  /** A thread group with less than this share of a webhook's time has no line. */
  private static final double SMALLEST_SHARE = 0.01;

  private final PrintStream out;
  private final String prefix;

  Report(PrintStream out) {
    this(out, "");
  }

  private Report(PrintStream out, String prefix) {
    this.out = out;
    this.prefix = prefix;
  }

  /** A report with a further prefix before each name. */
  Report of(String part) {
    return new Report(out, prefix + part + ", ");
  }

  void line(String name, String format, Object... values) {
    out.printf(
        Locale.ROOT,
        "%-" + NAME + "s %s%n",
        prefix + name,
        String.format(Locale.ROOT, format, values));
  }

  void rate(String name, Rounds rounds) {
    line(
        name,
        "%,8.0f/s  p50 %6.1f ms  p99 %7.1f ms  %,d failed  rounds: %s",
        rounds.perSecond(),
        rounds.p50Millis(),
        rounds.p99Millis(),
        rounds.failed(),
        rounds.rates());
  }

  void rate(String name, BenchRound round) {
    rate(name, new Rounds().add(round));
  }

  /** Prints the CPU time of a webhook, by group of threads. */
  void cpu(String name, Rounds rounds) {
    CpuUse server = rounds.server();
    double total = server.total();
    if (total == 0) {
      line(name + ", cpu", "  not known on this system");
      return;
    }
    double jit = server.of(ThreadGroups.JIT);
    line(name + ", cpu", "%,8.0f us a webhook", total);
    line(name + ", cpu without jit", "%,8.0f us a webhook", server.withoutJit());
    line(name + ", cpu, jit share", "%8.0f %%", 100 * jit / total);
    double small = 0;
    for (Map.Entry<String, Double> group : server.micros().entrySet()) {
      boolean isRest = group.getKey().equals(ThreadGroups.REST);
      if (isRest || group.getValue() < total * SMALLEST_SHARE) {
        small += group.getValue();
      } else {
        line(name + ", cpu, " + group.getKey(), "%,8.0f us", group.getValue());
      }
    }
    line(name + ", cpu, " + ThreadGroups.REST, "%,8.0f us", small);
    line(
        name + ", cpu of the bench",
        "%,8.0f us a webhook, %,.0f of it sending",
        rounds.bench().total(),
        rounds.bench().of(ThreadGroups.GENERATOR_GROUP));
  }
}

package io.bellhop.tool.bench;

import io.bellhop.config.ConfigException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Measures the hub and, in turn with it, a bare server with the same group commit and nothing else:
 * in scenarios that can also run one by one.
 */
public final class Bench {
  /**
   * The amounts of data.
   *
   * @param settled the number of settled messages; 0 skips the scenarios that need them
   * @param pending the number of messages in the backlog
   * @param ofOneRecord the number of webhooks of the hot key
   */
  public record Amounts(int settled, int pending, int ofOneRecord) {}

  private final PrintStream out;
  private final BenchSettings settings;
  private final Amounts amounts;
  private final Report report;

  public Bench(PrintStream out, BenchSettings settings, Amounts amounts) {
    this.out = out;
    this.settings = settings;
    this.amounts = amounts;
    this.report = new Report(out);
  }

  /**
   * @param only the names of scenarios; an empty collection runs all
   */
  public void run(Collection<String> only) throws Exception {
    try (Servers servers = new Servers(settings.on("main"), report)) {
      Map<String, Scenario> shared =
          new ServerScenarios(servers, report).byName(amounts.ofOneRecord());
      Map<String, Scenario> others = others();
      require(only, shared.keySet(), others.keySet());
      out.println(settings.machine());
      run(shared, only);
      // The servers must not run during other measurements.
      servers.close();
      run(others, only);
    }
  }

  /** Measures only the effect of bad subscribers on a good one. */
  public void isolation(int rate) throws Exception {
    out.println(settings.machine());
    new IsolationBench(settings, report, rate).run();
  }

  private Map<String, Scenario> others() {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put("writes", new WriteCost(settings, report.of("writes")));
    scenarios.put("memory", new MemoryUse(settings, report.of("memory")));
    scenarios.put("backlog", new Backlog(settings, report.of("backlog"), amounts.pending()));
    scenarios.put("outage", new OutageBench(settings, report.of("outage")));
    scenarios.put("nodes", new TwoNodes(settings.on("nodes"), report.of("nodes")));
    if (amounts.settled() > 0) {
      scenarios.put("past", new LongHistoryBench(settings, report.of("past"), amounts.settled()));
    }
    return scenarios;
  }

  private static void require(Collection<String> only, Set<String> shared, Set<String> others) {
    for (String name : only) {
      if (!shared.contains(name) && !others.contains(name)) {
        throw new ConfigException(
            "--only names no scenario: "
                + name
                + ". There are "
                + String.join(", ", shared)
                + ", "
                + String.join(", ", others)
                + "; and past with --settled.");
      }
    }
  }

  private static void run(Map<String, Scenario> scenarios, Collection<String> only)
      throws Exception {
    for (Map.Entry<String, Scenario> scenario : scenarios.entrySet()) {
      if (only.isEmpty() || only.contains(scenario.getKey())) {
        scenario.getValue().run();
      }
    }
  }
}

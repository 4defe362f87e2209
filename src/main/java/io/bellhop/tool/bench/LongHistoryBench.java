package io.bellhop.tool.bench;

import io.bellhop.store.Database;
import java.util.Map;

/** The rates of a hub with a long history in its tables. */
final class LongHistoryBench implements Scenario {
  private final BenchSettings settings;
  private final Report report;
  private final int settled;

  /**
   * @param settled messages of the past
   */
  LongHistoryBench(BenchSettings settings, Report report, int settled) {
    this.settings = settings.on("past");
    this.report = report;
    this.settled = settled;
  }

  @Override
  public void run() throws Exception {
    long began = System.nanoTime();
    try (Database database = Database.open(settings.options(Map.of()))) {
      new LongHistory(database).write(settled);
    }
    report.line(
        "written", "%,8d settled messages in %.0f s", settled, (System.nanoTime() - began) / 1e9);
    try (Servers servers = new Servers(settings, report)) {
      ServerScenarios scenarios = new ServerScenarios(servers, report);
      scenarios.accept();
      scenarios.event();
      scenarios.subscriber();
    }
  }
}

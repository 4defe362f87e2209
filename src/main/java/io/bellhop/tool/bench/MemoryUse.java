package io.bellhop.tool.bench;

import java.time.Duration;

/** Measures the memory of a new hub after a minute at 1,000 webhooks a second. */
final class MemoryUse implements Scenario {
  private static final int RATE = 1_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final BenchSettings settings;
  private final Report report;

  MemoryUse(BenchSettings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  @Override
  public void run() throws Exception {
    try (BenchHub hub = BenchHub.start(settings.on("memory"))) {
      megabytes("hub, idle", hub, "VmRSS");
      BenchRound round =
          new BenchMeter(hub).answers(load -> load.atRate(RATE, Duration.ZERO, MINUTE));
      megabytes("hub, after a minute", hub, "VmRSS");
      megabytes("hub, most", hub, "VmHWM");
      report.line("hub, still pending then", "%,8d", hub.pending());
      report.rate("hub, at 1,000/s", round);
      hub.settle();
    }
  }

  private void megabytes(String name, BenchHub hub, String line) {
    report.line(name, "%,8d MB", hub.threads().memory(line) >> 20);
  }
}

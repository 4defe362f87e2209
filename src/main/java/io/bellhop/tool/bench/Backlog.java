package io.bellhop.tool.bench;

import java.time.Duration;

/**
 * Measures a hub with a given number of pending messages, each of a separate record: how fast it
 * accepts more, the cost of a restart after kill -9, and how fast they drain. A flood of webhooks
 * creates them, as in production.
 */
final class Backlog implements Scenario {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** A hub that processes as fast as it accepts never reaches the wanted number. */
  private static final int MOST_WINDOWS = 40;

  private final BenchSettings settings;
  private final Report report;
  private final int wanted;

  /**
   * @param wanted pending messages
   */
  Backlog(BenchSettings settings, Report report, int wanted) {
    this.settings = settings.on("backlog");
    this.report = report;
    this.wanted = wanted;
  }

  @Override
  public void run() throws Exception {
    ServerProcess process = ServerProcess.hub(settings, BenchHub.options());
    long accepted;
    try (BenchHub hub = BenchHub.of(process, settings)) {
      accepted = flood(hub);
      process.kill();
    }
    restart(accepted);
  }

  private long flood(BenchHub hub) {
    long accepted = 0;
    long pending = 0;
    BenchRound last = null;
    for (int i = 0; i < MOST_WINDOWS && pending < wanted; i++) {
      last = new BenchMeter(hub).answers(load -> load.flatOut(Duration.ZERO, WINDOW));
      accepted += last.sent().accepted();
      pending = hub.pending();
    }
    report.line("pending", "%,8d  of %,d accepted", pending, accepted);
    report.rate("hub, accepts on top", last);
    return accepted;
  }

  private void restart(long accepted) throws Exception {
    ServerProcess process = ServerProcess.hub(settings, BenchHub.options());
    report.line("kill -9, until ready", "%8.1f s", process.startSeconds());
    try (BenchHub hub = BenchHub.of(process, settings)) {
      long began = System.nanoTime();
      long pending = hub.pending();
      hub.settle();
      double seconds = (System.nanoTime() - began) / 1e9;
      report.line("ready, until drained", "%8.1f s", seconds);
      report.line("drained", "%,8.0f/s  %,d messages", pending / seconds, pending);
      report.line("lost", "%,8d", accepted - hub.client().inboxSize("done"));
    }
  }
}

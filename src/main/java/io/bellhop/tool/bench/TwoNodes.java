package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Compares the CPU per webhook of a hub that has a PostgreSQL to itself with that of two hubs that
 * share one. Both share the same cores here, so only their CPU, and not their rate, shows how much
 * more two machines could do than one.
 */
final class TwoNodes implements Scenario {
  /** Of both nodes together. */
  private static final int WEBHOOKS = 20_000;

  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final BenchSettings settings;
  private final Report report;

  TwoNodes(BenchSettings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  @Override
  public void run() throws Exception {
    if (!settings.database().isShared()) {
      report.line("not measured", "  nodes share PostgreSQL only");
      return;
    }
    try (BenchHub first = BenchHub.start(settings)) {
      warm(first);
      Rounds one = new Rounds().add(round(first, first));
      report.line("one", "%,8.0f/s", one.perSecond());
      report.cpu("one", one);
      try (BenchHub second = BenchHub.start(settings)) {
        warm(second);
        Rounds two = new Rounds().add(round(first, second));
        report.line("two", "%,8.0f/s", two.perSecond());
        report.cpu("two", two);
        report.line(
            "two of one, by cpu without jit",
            "%8.2f",
            2 * one.server().withoutJit() / two.server().withoutJit());
      }
    }
  }

  private static void warm(BenchHub hub) {
    try (LoadGenerator load = hub.load()) {
      load.flatOut(Duration.ZERO, WARM_UP);
    }
    hub.settle();
  }

  /** Half to each, until nothing is left to be done. */
  private static BenchRound round(BenchHub one, BenchHub other) {
    ProcessThreads.Mark otherCpu = other.threads().mark();
    CompletableFuture<Measurement> others = new CompletableFuture<>();
    BenchRound round =
        new BenchMeter(one)
            .work(
                one.load(),
                load -> {
                  others.completeAsync(() -> half(other));
                  Measurement sent = load.exactly(WEBHOOKS / 2);
                  others.join();
                  return sent;
                });
    CpuUse use =
        one == other ? round.server() : round.server().and(otherCpu.perWebhook(WEBHOOKS / 2));
    return new BenchRound(
        2 * round.perSecond(), 0, 0, round.sent(), use.amongTimes(2), round.bench().amongTimes(2));
  }

  private static Measurement half(BenchHub hub) {
    try (LoadGenerator load = hub.load()) {
      return load.exactly(WEBHOOKS / 2);
    }
  }
}

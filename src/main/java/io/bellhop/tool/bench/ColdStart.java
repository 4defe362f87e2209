package io.bellhop.tool.bench;

import java.time.Duration;

/**
 * How a hub takes webhooks in its first seconds after it said that it was ready, against when its
 * code is warm. The load generator is warm already.
 */
final class ColdStart implements Scenario {
  private static final Duration FIRST = Duration.ofSeconds(10);

  private final Servers servers;
  private final Report report;

  ColdStart(Servers servers, Report report) {
    this.servers = servers;
    this.report = report;
  }

  @Override
  public void run() throws Exception {
    servers.bare();
    BenchHub hub = servers.hubAsItIs();
    BenchRound cold = new BenchMeter(hub).answers(load -> load.flatOut(Duration.ZERO, FIRST));
    report.rate("hub, first 10 s", cold);
    hub.settle();
    servers.hub();
    BenchRound warm =
        new BenchMeter(hub)
            .answers(load -> load.flatOut(Duration.ZERO, servers.settings().measured()));
    hub.settle();
    report.rate("hub, warm", warm);
    report.line("hub, first 10 s of warm", "%8.2f", cold.perSecond() / warm.perSecond());
  }
}

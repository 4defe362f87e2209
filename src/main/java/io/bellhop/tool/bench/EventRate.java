package io.bellhop.tool.bench;

import java.time.Duration;

/** How fast webhooks become events: from the first request until nothing is pending. */
final class EventRate implements Scenario {
  private final Servers servers;
  private final Report report;

  EventRate(Servers servers, Report report) {
    this.servers = servers;
    this.report = report;
  }

  @Override
  public void run() throws Exception {
    BenchHub hub = servers.hub();
    Rounds rounds = new Rounds();
    for (int i = 0; i < servers.settings().rounds(); i++) {
      rounds.add(
          new BenchMeter(hub)
              .work(
                  hub.load(), load -> load.flatOut(Duration.ZERO, servers.settings().measured())));
    }
    report.line("hub", "%,8.0f/s  rounds: %s", rounds.perSecond(), rounds.rates());
    report.cpu("hub", rounds);
  }
}

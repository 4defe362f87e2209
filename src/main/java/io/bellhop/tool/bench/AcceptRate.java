package io.bellhop.tool.bench;

import java.time.Duration;

/** How fast webhooks are answered, by the hub and by the bare server in turn. */
final class AcceptRate implements Scenario {
  private static final int CALM = 1_000;
  private static final Duration LEAD = Duration.ofSeconds(1);

  private final Servers servers;
  private final Report report;
  private final Duration measured;

  AcceptRate(Servers servers, Report report) {
    this.servers = servers;
    this.report = report;
    this.measured = servers.settings().measured();
  }

  @Override
  public void run() throws Exception {
    BareProcess bare = servers.bare();
    BenchHub hub = servers.hub();
    Rounds bareRounds = new Rounds();
    Rounds hubRounds = new Rounds();
    Rounds bareCalm = new Rounds();
    Rounds hubCalm = new Rounds();
    for (int i = 0; i < servers.settings().rounds(); i++) {
      bareRounds.add(flatOut(bare));
      hubRounds.add(flatOut(hub));
      bareCalm.add(calm(bare));
      hubCalm.add(calm(hub));
    }
    report.rate("bare, flat out", bareRounds);
    report.rate("hub, flat out", hubRounds);
    report.line("hub of bare", "%8.2f", hubRounds.perSecond() / bareRounds.perSecond());
    report.line(
        "hub of bare, by cpu without jit",
        "%8.2f",
        bareRounds.server().withoutJit() / hubRounds.server().withoutJit());
    report.rate("bare, at 1,000/s", bareCalm);
    report.rate("hub, at 1,000/s", hubCalm);
    report.cpu("bare, flat out", bareRounds);
    report.cpu("hub, flat out", hubRounds);
  }

  private BenchRound flatOut(MeasuredServer target) {
    BenchRound round =
        new BenchMeter(target).answers(load -> load.flatOut(Duration.ZERO, measured));
    target.settle();
    return round;
  }

  private BenchRound calm(MeasuredServer target) {
    BenchRound round = new BenchMeter(target).answers(load -> load.atRate(CALM, LEAD, measured));
    target.settle();
    return round;
  }
}

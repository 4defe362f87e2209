package io.bellhop.tool.bench;

/** Thousands of webhooks of one record: none may overtake another. */
final class HotKey implements Scenario {
  private final Servers servers;
  private final Report report;
  private final int count;

  /**
   * @param count webhooks of the record
   */
  HotKey(Servers servers, Report report, int count) {
    this.servers = servers;
    this.report = report;
    this.count = count;
  }

  @Override
  public void run() throws Exception {
    BenchHub hub = servers.hub();
    Rounds rounds =
        new Rounds()
            .add(
                new BenchMeter(hub)
                    .work(hub.load(hub.webhooks().ofOneRecord()), load -> load.exactly(count)));
    report.line("hub, drained", "%,8.0f/s  %,d webhooks of one record", rounds.perSecond(), count);
    report.cpu("hub", rounds);
  }
}

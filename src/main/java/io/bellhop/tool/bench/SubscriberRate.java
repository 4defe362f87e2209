package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.function.Function;

/** How fast events reach a subscriber, and how long they need when there is little to do. */
final class SubscriberRate implements Scenario {
  /** A property manager with some thousand houses on its worst day. */
  private static final int BUSY_DAY = 300;

  private final Servers servers;
  private final Report report;
  private final Duration measured;

  SubscriberRate(Servers servers, Report report) {
    this.servers = servers;
    this.report = report;
    this.measured = servers.settings().measured();
  }

  @Override
  public void run() throws Exception {
    BenchHub hub = servers.hub();
    try (BenchSubscriber subscriber = new BenchSubscriber()) {
      String id = hub.subscribe(subscriber.uri().toString(), "*");
      Function<LoadGenerator, Measurement> flatOut = load -> load.flatOut(Duration.ZERO, measured);
      // Deliveries are code that no other scenario has warmed.
      BenchMeter.journey(hub, subscriber, flatOut);
      Rounds fast = new Rounds();
      Rounds calm = new Rounds();
      for (int i = 0; i < servers.settings().rounds(); i++) {
        fast.add(BenchMeter.journey(hub, subscriber, flatOut));
        calm.add(
            BenchMeter.journey(
                hub, subscriber, load -> load.atRate(BUSY_DAY, Duration.ZERO, measured)));
      }
      hub.unsubscribe(id);
      report.line("hub", "%,8.0f/s  rounds: %s", fast.perSecond(), fast.rates());
      report.line(
          "hub, at 300/s",
          "%,8.0f/s  p50 %6.1f ms  p99 %7.1f ms  to the subscriber",
          calm.perSecond(),
          calm.p50Millis(),
          calm.p99Millis());
      report.cpu("hub", fast);
    }
  }
}

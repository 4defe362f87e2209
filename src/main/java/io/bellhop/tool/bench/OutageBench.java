package io.bellhop.tool.bench;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Measures the effect of an outage of one account's API on another account: how fast the hub
 * accepts webhooks, and how long their events take, beside 2,000 webhooks on distinct records of an
 * account that needs no API, and beside as many of one whose API accepts every connection and never
 * answers. That is the worst kind: each call holds its caller until it times out.
 */
final class OutageBench implements Scenario {
  private static final int FLOOD = 2_000;

  /**
   * A low rate, so that a busy machine keeps up and the scenario measures the wait and not the
   * work.
   */
  private static final int CALM = 100;

  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration LEAD = Duration.ofSeconds(2);

  private final BenchSettings settings;
  private final Report report;

  OutageBench(BenchSettings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  @Override
  public void run() throws Exception {
    // Webhooks that have arrived by now wait in the backlog, and their senders wait for an answer.
    try (ServerSocket silent = new ServerSocket(0, FLOOD, InetAddress.getLoopbackAddress());
        BenchSubscriber subscriber = new BenchSubscriber();
        BenchHub hub = BenchHub.start(settings.on("outage"))) {
      // Both sides of the comparison run the same code, which is warm enough for it.
      try (LoadGenerator load = hub.load()) {
        load.flatOut(Duration.ZERO, WARM_UP);
      }
      hub.settle();
      // That the account is degraded is an event too, and none that is measured.
      hub.subscribe(subscriber.uri().toString(), "reservation.*");
      URI dead = hub.listenerOfAccountAt("http://127.0.0.1:" + silent.getLocalPort());
      URI other = hub.listenerOfAnotherAccount();
      report.rate("alone", flatOut(hub));
      beside(hub, "well", subscriber, () -> flood(hub.load(other)));
      beside(hub, "down", subscriber, () -> flood(hub.thinLoad(dead)));
      report.line("afterwards", "%,8d of %,d wait", hub.pending(), FLOOD);
    }
  }

  private BenchRound flatOut(BenchHub hub) {
    return new BenchMeter(hub).answers(load -> load.flatOut(LEAD, settings.measured()));
  }

  private void beside(
      BenchHub hub, String how, BenchSubscriber subscriber, Supplier<Measurement> flood)
      throws Exception {
    CompletableFuture<Measurement> others = CompletableFuture.supplyAsync(flood);
    BenchRound healthy = flatOut(hub);
    report.rate("beside " + how, healthy);
    report.cpu("beside " + how, new Rounds().add(healthy));
    report.line("2,000 " + how, "%s", others.join());
    BenchRound events =
        BenchMeter.journey(
            hub, subscriber, load -> load.atRate(CALM, Duration.ZERO, settings.measured()));
    report.line(
        "events beside " + how,
        "p50 %6.1f ms  p99 %7.1f ms  to the subscriber at %d/s",
        events.p50Millis(),
        events.p99Millis(),
        CALM);
  }

  private Measurement flood(LoadGenerator generator) {
    try (LoadGenerator load = generator) {
      return load.exactly(FLOOD);
    }
  }
}

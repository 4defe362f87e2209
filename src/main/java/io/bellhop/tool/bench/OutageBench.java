package io.bellhop.tool.bench;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What the outage of one account's API does to another account: how fast webhooks are taken, and
 * how long their events need, beside 2,000 webhooks on distinct records of an account that needs no
 * API, and beside as many of one whose API takes every connection and never answers. That is the
 * worst kind: each call holds its caller until it times out.
 */
final class OutageBench {
  private static final int FLOOD = 2_000;

  /** So few that a busy machine keeps up: what is measured is the wait, not the work. */
  private static final int CALM = 100;

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final PrintStream out;
  private final BenchHub hub;
  private final int connections;
  private final Duration measured;

  OutageBench(PrintStream out, BenchHub hub, int connections, Duration measured) {
    this.out = out;
    this.hub = hub;
    this.connections = connections;
    this.measured = measured;
  }

  void run() throws Exception {
    // What has come by now waits in the backlog, and its senders wait for an answer.
    try (ServerSocket silent = new ServerSocket(0, FLOOD, InetAddress.getLoopbackAddress());
        BenchSubscriber subscriber = new BenchSubscriber()) {
      // That the account is degraded is an event too, and none that is measured.
      hub.subscribe(subscriber.uri().toString(), "reservation.*");
      URI dead = hub.listenerOfAccountAt("http://127.0.0.1:" + silent.getLocalPort());
      URI other = hub.listenerOfAnotherAccount();
      report("outage, alone", flatOut());
      beside("well", subscriber, () -> flood(hub.load(other, connections)));
      beside("down", subscriber, () -> flood(hub.thinLoad(dead, connections)));
      out.printf(
          Locale.ROOT,
          "%-22s %,d of %,d wait%n",
          "outage, afterwards",
          hub.client().inboxSize("pending"),
          FLOOD);
    }
  }

  private Measurement flatOut() {
    try (LoadGenerator load = hub.load(connections)) {
      return load.flatOut(WARM_UP, measured);
    }
  }

  private void beside(String how, BenchSubscriber subscriber, Supplier<Measurement> flood)
      throws Exception {
    CompletableFuture<Measurement> others = CompletableFuture.supplyAsync(flood);
    report("outage, beside " + how, flatOut());
    report("outage, 2,000 " + how, others.join());
    events("outage, events " + how, subscriber);
  }

  private Measurement flood(LoadGenerator generator) {
    try (LoadGenerator load = generator) {
      return load.exactly(FLOOD);
    }
  }

  private void events(String name, BenchSubscriber subscriber) throws Exception {
    Journey journey = new Journey(CALM * measured.toSeconds());
    subscriber.listen(journey::arrived);
    try (LoadGenerator load = hub.load(connections).tell(journey::sent)) {
      load.atRate(CALM, Duration.ZERO, measured);
    }
    journey.await(Duration.ofMinutes(5));
    out.printf(
        Locale.ROOT,
        "%-22s p50 %.1f ms  p99 %.1f ms at %d/s%n",
        name,
        journey.millisAt(50),
        journey.millisAt(99),
        CALM);
  }

  private void report(String name, Measurement measurement) {
    out.printf(Locale.ROOT, "%-22s %s%n", name, measurement);
  }
}

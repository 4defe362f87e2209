package io.bellhop.bench;

import io.bellhop.demo.SignedReservations;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Json;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/**
 * What the outage of one account's API does to another account: how fast webhooks are taken, and how
 * long their events need, without and beside 2,000 webhooks on distinct records whose API takes every
 * connection and never answers. That is the worst kind: each call holds its caller until it times
 * out.
 */
final class OutageBench {
  private static final int FLOOD = 2_000;

  /** A property manager with some thousand houses on its worst day. */
  private static final int BUSY_DAY = 300;

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final PrintStream out;
  private final HubClient client;
  private final int connections;
  private final Duration measured;
  private final IntSupplier runs;

  /**
   * @param runs numbers the runs, so that no two have records in common
   */
  OutageBench(
      PrintStream out,
      HubClient client,
      int connections,
      Duration measured,
      IntSupplier runs) {
    this.out = out;
    this.client = client;
    this.connections = connections;
    this.measured = measured;
    this.runs = runs;
  }

  void run(URI healthy) throws Exception {
    // What has come by now waits in the backlog, and its senders wait for an answer.
    try (ServerSocket silent = new ServerSocket(0, FLOOD, InetAddress.getLoopbackAddress());
        Subscriber subscriber = new Subscriber()) {
      subscribe(subscriber);
      URI dead =
          client
              .makeAccount(
                  SignedReservations.accountAt("http://127.0.0.1:" + silent.getLocalPort()))
              .listener();
      report("outage, without", flatOut(healthy));
      events("outage, events without", subscriber, healthy);
      CompletableFuture<Measurement> flood = CompletableFuture.supplyAsync(() -> flood(dead));
      report("outage, beside", flatOut(healthy));
      report("outage, the 2,000", flood.join());
      events("outage, events beside", subscriber, healthy);
      out.printf(
          Locale.ROOT,
          "%-22s %,d of %,d wait%n",
          "outage, afterwards",
          client.inboxSize("pending"),
          FLOOD);
    }
  }

  private void subscribe(Subscriber subscriber) {
    client.makeWebhook(
        Json.object()
            .put("callback_url", subscriber.uri().toString())
            // That the account is degraded is an event too, and none that is measured.
            .put("event_mask", "reservation.*")
            .put("is_global", true)
            .put("is_active", true)
            .put("send_data", true)
            .putNull("property_id"));
  }

  private Measurement flatOut(URI healthy) {
    try (LoadGenerator load = load(healthy, connections)) {
      return load.flatOut(WARM_UP, measured);
    }
  }

  private Measurement flood(URI dead) {
    Fixtures fixtures = Fixtures.onClassPath(SignedReservations.PROVIDER);
    try (LoadGenerator load =
        new LoadGenerator(
            dead,
            16,
            SignedReservations.thin(fixtures, SignedReservations.SECRET, runs.getAsInt()))) {
      return load.exactly(FLOOD);
    }
  }

  private void events(String name, Subscriber subscriber, URI healthy) throws Exception {
    Journey journey = new Journey(BUSY_DAY * measured.toSeconds());
    subscriber.listen(journey::arrived);
    try (LoadGenerator load = load(healthy, connections).tell(journey::sent)) {
      load.atRate(BUSY_DAY, Duration.ZERO, measured);
    }
    journey.await(Duration.ofMinutes(5));
    out.printf(
        Locale.ROOT,
        "%-22s p50 %.1f ms  p99 %.1f ms at %d/s%n",
        name,
        journey.millisAt(50),
        journey.millisAt(99),
        BUSY_DAY);
  }

  private void report(String name, Measurement measurement) {
    out.printf(Locale.ROOT, "%-22s %s%n", name, measurement);
  }

  private LoadGenerator load(URI target, int connections) {
    return new LoadGenerator(
        target,
        connections,
        new SignedReservations(
            Fixtures.onClassPath(SignedReservations.PROVIDER),
            SignedReservations.SECRET,
            runs.getAsInt()));
  }
}

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
  private final HubClient client;
  private final int connections;
  private final Duration measured;
  private final IntSupplier runs;

  /**
   * @param runs numbers the runs, so that no two have records in common
   */
  OutageBench(
      PrintStream out, HubClient client, int connections, Duration measured, IntSupplier runs) {
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
      URI other = client.makeAccount(SignedReservations.account()).listener();
      report("outage, alone", flatOut(healthy));
      beside("well", healthy, subscriber, () -> flood(other, whole()));
      beside("down", healthy, subscriber, () -> flood(dead, thin()));
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
    try (LoadGenerator load = load(healthy)) {
      return load.flatOut(WARM_UP, measured);
    }
  }

  private void beside(String how, URI healthy, Subscriber subscriber, Supplier<Measurement> flood)
      throws Exception {
    CompletableFuture<Measurement> others = CompletableFuture.supplyAsync(flood);
    report("outage, beside " + how, flatOut(healthy));
    report("outage, 2,000 " + how, others.join());
    events("outage, events " + how, subscriber, healthy);
  }

  private Measurement flood(URI target, SignedReservations webhooks) {
    try (LoadGenerator load = new LoadGenerator(target, connections, webhooks)) {
      return load.exactly(FLOOD);
    }
  }

  private SignedReservations whole() {
    return new SignedReservations(fixtures(), SignedReservations.SECRET, runs.getAsInt());
  }

  private SignedReservations thin() {
    return SignedReservations.thin(fixtures(), SignedReservations.SECRET, runs.getAsInt());
  }

  private static Fixtures fixtures() {
    return Fixtures.onClassPath(SignedReservations.PROVIDER);
  }

  private void events(String name, Subscriber subscriber, URI healthy) throws Exception {
    Journey journey = new Journey(CALM * measured.toSeconds());
    subscriber.listen(journey::arrived);
    try (LoadGenerator load = load(healthy).tell(journey::sent)) {
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

  private LoadGenerator load(URI target) {
    return new LoadGenerator(target, connections, whole());
  }
}

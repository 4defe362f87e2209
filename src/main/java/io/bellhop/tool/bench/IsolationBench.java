package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures how long a good subscriber waits for an event, alone and beside twelve bad ones: from
 * when its webhook is due to be sent until it arrives. In turn: what the machine does meanwhile
 * meets both. A round that is not shown comes first, since a JVM that is new to it compiles.
 */
final class IsolationBench implements Scenario {
  private static final int WARM_UP = 10_000;

  /** Retries so much sooner than usual that a minute meets as many as an hour. */
  private static final String RETRY_SCALE = "0.02";

  private final BenchSettings settings;
  private final Report report;
  private final int rate;

  /**
   * @param rate events in a second
   */
  IsolationBench(BenchSettings settings, Report report, int rate) {
    this.settings = settings;
    this.report = report;
    this.rate = rate;
  }

  @Override
  public void run() throws Exception {
    report.line("setting", "%d events/s, pauses of retries x %s", rate, RETRY_SCALE);
    Map<String, String> soon = Map.of("bellhop.delivery.retry-scale", RETRY_SCALE);
    try (BenchHub hub = BenchHub.here(settings.on("isolation"), soon);
        BenchSubscriber good = new BenchSubscriber()) {
      hub.subscribe(good.uri().toString(), "*");
      Meter.journey(hub, good, load -> load.exactly(WARM_UP));
      // Failures, timeouts and retries are code of their own: hot in no other round than this.
      beside(good, hub);
      for (int round = 0; round < settings.rounds(); round++) {
        report("alone", journey(good, hub));
        report("beside twelve bad ones", beside(good, hub));
      }
    }
  }

  private Journey beside(BenchSubscriber good, BenchHub hub) throws Exception {
    try (BadSubscribers bad = new BadSubscribers()) {
      List<String> ids = new ArrayList<>();
      bad.urls().forEach(url -> ids.add(hub.subscribe(url, "*")));
      Journey journey = journey(good, hub);
      ids.forEach(hub::unsubscribe);
      return journey;
    }
  }

  private Journey journey(BenchSubscriber good, BenchHub hub) throws InterruptedException {
    SignedReservations webhooks = hub.webhooks();
    Journey journey = new Journey(webhooks.ids());
    good.listen(journey::arrived);
    try (LoadGenerator load = hub.load(webhooks).tell(journey::sent)) {
      load.atRate(rate, Duration.ZERO, settings.measured());
    }
    journey.await(Duration.ofMinutes(2));
    return journey;
  }

  private void report(String name, Journey journey) {
    report.line(
        name,
        "p50 %6.1f ms  p99 %7.1f ms  max %7.1f ms",
        journey.millisAt(50),
        journey.millisAt(99),
        journey.millisAt(100));
  }
}

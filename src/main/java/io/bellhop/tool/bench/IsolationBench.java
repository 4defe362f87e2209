package io.bellhop.tool.bench;

import io.bellhop.config.Options;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how long a good subscriber waits for an event, alone and beside twelve bad ones: from
 * when its webhook is due to be sent until it arrives. In turn: what the machine does meanwhile
 * meets both. A round that is not shown comes first, since a JVM that is new to it compiles.
 */
public final class IsolationBench {
  private static final int ROUNDS = 3;
  private static final int WARM_UP = 10_000;
  private static final int CONNECTIONS = 16;

  /** Retries so much sooner than usual that a minute meets as many as an hour. */
  private static final String RETRY_SCALE = "0.02";

  private final PrintStream out;
  private final BenchSettings settings;
  private final int rate;
  private final Duration measured;

  /**
   * @param rate events in a second
   */
  public IsolationBench(PrintStream out, BenchSettings settings, int rate) {
    this.out = out;
    this.settings = settings;
    this.rate = rate;
    this.measured = settings.measured();
  }

  public void run() throws Exception {
    out.printf(
        Locale.ROOT,
        "%s, %d events/s, rounds of %d s, pauses of retries x %s%n",
        settings.machine(),
        rate,
        measured.toSeconds(),
        RETRY_SCALE);
    Options options = settings.options(Map.of("bellhop.delivery.retry-scale", RETRY_SCALE));
    try (BenchHub hub = new BenchHub(options, new BenchHub.RunNumbers());
        BenchSubscriber good = new BenchSubscriber()) {
      hub.subscribe(good.uri().toString(), "*");
      warm(good, hub);
      // Failures, timeouts and retries are code of their own: hot in no other round than this.
      beside(good, hub);
      for (int round = 0; round < ROUNDS; round++) {
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
      ids.forEach(id -> hub.client().call("DELETE", "/webhooks/" + id, null));
      return journey;
    }
  }

  private void warm(BenchSubscriber good, BenchHub hub) throws InterruptedException {
    Journey journey = new Journey(WARM_UP);
    good.listen(journey::arrived);
    try (LoadGenerator load = hub.load(CONNECTIONS).tell(journey::sent)) {
      load.exactly(WARM_UP);
    }
    journey.await(Duration.ofMinutes(5));
  }

  private Journey journey(BenchSubscriber good, BenchHub hub) throws InterruptedException {
    Journey journey = new Journey(rate * measured.toSeconds());
    good.listen(journey::arrived);
    try (LoadGenerator load = hub.load(CONNECTIONS).tell(journey::sent)) {
      load.atRate(rate, Duration.ZERO, measured);
    }
    journey.await(Duration.ofMinutes(2));
    return journey;
  }

  private void report(String name, Journey journey) {
    out.printf(
        Locale.ROOT,
        "%-22s p50 %.1f ms  p99 %.1f ms  max %.1f ms%n",
        name,
        journey.millisAt(50),
        journey.millisAt(99),
        journey.millisAt(100));
  }
}

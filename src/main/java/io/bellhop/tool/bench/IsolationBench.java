package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures how long a good subscriber waits for an event, alone and beside twelve bad ones: from
 * the time at which its webhook is due to be sent until the event arrives. The rounds alternate, so
 * that other load on the machine affects both. A first round is not reported, because a new JVM
 * compiles. The hub has a separate JVM, so that the garbage of the load generator does not affect
 * it.
 */
final class IsolationBench implements Scenario {
  private static final int WARM_UP = 10_000;

  /** Shortens the pauses between retries, so that a minute has as many retries as an hour. */
  private static final String RETRY_SCALE = "0.02";

  /**
   * After this time the hub has classified all bad subscribers, as it does in the first minutes of
   * an outage.
   */
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  private final BenchSettings settings;
  private final Report report;
  private final int rate;

  /**
   * @param rate the number of events a second
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
    try (BenchHub hub = BenchHub.start(settings.on("isolation"), soon);
        BenchSubscriber good = new BenchSubscriber()) {
      hub.subscribe(good.uri().toString(), "*");
      BenchMeter.journey(hub, good, load -> load.exactly(WARM_UP));
      // Failures, timeouts and retries run code that only this round warms up.
      beside(good, hub);
      for (int round = 0; round < settings.rounds(); round++) {
        report("alone", journey(good, hub, settings.measured()));
        List<BenchRound> beside = beside(good, hub);
        report("beside twelve bad ones, their first 10 s", beside.get(0));
        report("beside twelve bad ones", beside.get(1));
      }
    }
  }

  /** Measures the beginning and the time after it. */
  private List<BenchRound> beside(BenchSubscriber good, BenchHub hub) throws Exception {
    try (BadSubscribers bad = new BadSubscribers()) {
      List<String> ids = new ArrayList<>();
      bad.urls().forEach(url -> ids.add(hub.subscribe(url, "*")));
      BenchRound first = journey(good, hub, BEGINNING);
      BenchRound then = journey(good, hub, settings.measured());
      ids.forEach(hub::unsubscribe);
      return List.of(first, then);
    }
  }

  private BenchRound journey(BenchSubscriber good, BenchHub hub, Duration length)
      throws InterruptedException {
    return BenchMeter.journey(hub, good, load -> load.atRate(rate, Duration.ZERO, length));
  }

  private void report(String name, BenchRound round) {
    report.line(
        name,
        "p50 %6.1f ms  p99 %7.1f ms  cpu without jit %,6.0f us an event",
        round.p50Millis(),
        round.p99Millis(),
        round.server().withoutJit());
  }
}

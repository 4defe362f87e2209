package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.function.Function;

/** Measures one round, with its CPU time. */
final class BenchMeter {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final MeasuredServer target;
  private final ProcessThreads here = new ProcessThreads(ProcessHandle.current().pid());

  BenchMeter(MeasuredServer target) {
    this.target = target;
  }

  /** Measures until the last answer. */
  BenchRound answers(Function<LoadGenerator, Measurement> sending) {
    ProcessThreads.Mark server = target.threads().mark();
    ProcessThreads.Mark bench = here.mark();
    try (LoadGenerator load = target.load()) {
      Measurement sent = sending.apply(load);
      return round(sent.perSecond(), sent, server, bench);
    }
  }

  /** Measures until all work is done. */
  BenchRound work(LoadGenerator generator, Function<LoadGenerator, Measurement> sending) {
    ProcessThreads.Mark server = target.threads().mark();
    ProcessThreads.Mark bench = here.mark();
    long began = System.nanoTime();
    try (LoadGenerator load = generator) {
      Measurement sent = sending.apply(load);
      target.settle();
      double seconds = (System.nanoTime() - began) / 1e9;
      return round(sent.accepted() / seconds, sent, server, bench);
    }
  }

  /** Measures until all events have arrived at a subscriber. */
  static BenchRound journey(
      BenchHub hub, BenchSubscriber subscriber, Function<LoadGenerator, Measurement> sending)
      throws InterruptedException {
    BenchMeter meter = new BenchMeter(hub);
    ProcessThreads.Mark server = hub.threads().mark();
    ProcessThreads.Mark bench = meter.here.mark();
    SignedReservations webhooks = hub.webhooks();
    Journey journey = new Journey(webhooks.ids());
    subscriber.listen(journey::arrived);
    try (LoadGenerator load = hub.load(webhooks).tell(journey::sent)) {
      Measurement sent = sending.apply(load);
      journey.await(LONGEST);
      return new BenchRound(
          journey.perSecond(),
          journey.millisAt(50),
          journey.millisAt(99),
          sent,
          server.perWebhook(journey.count()),
          bench.perWebhook(journey.count()));
    }
  }

  private static BenchRound round(
      double perSecond, Measurement sent, ProcessThreads.Mark server, ProcessThreads.Mark bench) {
    long webhooks = Math.max(1, sent.accepted());
    return new BenchRound(
        perSecond,
        sent.p50Millis(),
        sent.p99Millis(),
        sent,
        server.perWebhook(webhooks),
        bench.perWebhook(webhooks));
  }
}

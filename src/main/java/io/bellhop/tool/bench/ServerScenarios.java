package io.bellhop.tool.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The measurements on a bare server and a hub that scenarios share. */
final class ServerScenarios {
  private static final int CALM = 1_000;
  private static final Duration LEAD = Duration.ofSeconds(1);
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** A property manager with some thousand houses on its worst day. */
  private static final int BUSY_DAY = 300;

  private final Servers servers;
  private final Report report;
  private final Duration measured;
  private final int rounds;

  ServerScenarios(Servers servers, Report report) {
    this.servers = servers;
    this.report = report;
    this.measured = servers.settings().measured();
    this.rounds = servers.settings().rounds();
  }

  /**
   * @param ofOneRecord webhooks of the hot key
   */
  Map<String, Scenario> byName(int ofOneRecord) {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put("cold", this::cold);
    scenarios.put("accept", this::accept);
    scenarios.put("event", this::event);
    scenarios.put("subscriber", this::subscriber);
    scenarios.put("hotkey", () -> hotKey(ofOneRecord));
    return scenarios;
  }

  /**
   * How a hub takes webhooks in its first seconds after it said that it was ready, against when its
   * code is warm. The load generator is warm already.
   */
  private void cold() throws Exception {
    Report out = report.of("cold");
    servers.bare();
    BenchHub hub = servers.hubAsItIs();
    BenchRound cold = new BenchMeter(hub).answers(load -> load.flatOut(Duration.ZERO, FIRST));
    out.rate("hub, first 10 s", cold);
    hub.settle();
    servers.hub();
    BenchRound warm = flatOut(hub);
    out.rate("hub, warm", warm);
    out.line("hub, first 10 s of warm", "%8.2f", cold.perSecond() / warm.perSecond());
  }

  /** How fast webhooks are answered, by the hub and by the bare server in turn. */
  void accept() throws Exception {
    Report out = report.of("accept");
    BareProcess bare = servers.bare();
    BenchHub hub = servers.hub();
    Rounds bareRounds = new Rounds();
    Rounds hubRounds = new Rounds();
    Rounds bareCalm = new Rounds();
    Rounds hubCalm = new Rounds();
    for (int i = 0; i < rounds; i++) {
      bareRounds.add(flatOut(bare));
      hubRounds.add(flatOut(hub));
      bareCalm.add(calm(bare));
      hubCalm.add(calm(hub));
    }
    out.rate("bare, flat out", bareRounds);
    out.rate("hub, flat out", hubRounds);
    out.line("hub of bare", "%8.2f", hubRounds.perSecond() / bareRounds.perSecond());
    out.line(
        "hub of bare, by cpu without jit",
        "%8.2f",
        bareRounds.server().withoutJit() / hubRounds.server().withoutJit());
    out.rate("bare, at 1,000/s", bareCalm);
    out.rate("hub, at 1,000/s", hubCalm);
    out.cpu("bare, flat out", bareRounds);
    out.cpu("hub, flat out", hubRounds);
  }

  private BenchRound flatOut(MeasuredServer target) {
    BenchRound round =
        new BenchMeter(target).answers(load -> load.flatOut(Duration.ZERO, measured));
    target.settle();
    return round;
  }

  private BenchRound calm(MeasuredServer target) {
    BenchRound round = new BenchMeter(target).answers(load -> load.atRate(CALM, LEAD, measured));
    target.settle();
    return round;
  }

  /** How fast webhooks become events: from the first request until nothing is pending. */
  void event() throws Exception {
    BenchHub hub = servers.hub();
    Rounds fast = new Rounds();
    for (int i = 0; i < rounds; i++) {
      fast.add(new BenchMeter(hub).work(hub.load(), load -> load.flatOut(Duration.ZERO, measured)));
    }
    Report out = report.of("event");
    out.line("hub", "%,8.0f/s  rounds: %s", fast.perSecond(), fast.rates());
    out.cpu("hub", fast);
  }

  /** How fast events reach a subscriber, and how long they need when there is little to do. */
  void subscriber() throws Exception {
    BenchHub hub = servers.hub();
    Rounds fast = new Rounds();
    Rounds calm = new Rounds();
    try (BenchSubscriber subscriber = new BenchSubscriber()) {
      String id = hub.subscribe(subscriber.uri().toString(), "*");
      Function<LoadGenerator, Measurement> flatOut = load -> load.flatOut(Duration.ZERO, measured);
      // Deliveries are code that no other scenario has warmed.
      BenchMeter.journey(hub, subscriber, flatOut);
      for (int i = 0; i < rounds; i++) {
        fast.add(BenchMeter.journey(hub, subscriber, flatOut));
        calm.add(
            BenchMeter.journey(
                hub, subscriber, load -> load.atRate(BUSY_DAY, Duration.ZERO, measured)));
      }
      hub.unsubscribe(id);
    }
    Report out = report.of("subscriber");
    out.line("hub", "%,8.0f/s  rounds: %s", fast.perSecond(), fast.rates());
    out.line(
        "hub, at 300/s",
        "%,8.0f/s  p50 %6.1f ms  p99 %7.1f ms  to the subscriber",
        calm.perSecond(),
        calm.p50Millis(),
        calm.p99Millis());
    out.cpu("hub", fast);
  }

  /** Thousands of webhooks of one record: none may overtake another. */
  private void hotKey(int count) throws Exception {
    BenchHub hub = servers.hub();
    Rounds drained =
        new Rounds()
            .add(
                new BenchMeter(hub)
                    .work(hub.load(hub.webhooks().ofOneRecord()), load -> load.exactly(count)));
    Report out = report.of("hotkey");
    out.line("hub, drained", "%,8.0f/s  %,d webhooks of one record", drained.perSecond(), count);
    out.cpu("hub", drained);
  }
}

package io.bellhop.tool.bench;

import io.bellhop.store.Database;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures the hub and, on the same database in the same run, a bare server with the same group
 * commit and nothing else; then again with a long past in the tables.
 */
public final class Bench {
  /** What the end-to-end rate is measured over. */
  private static final int WHOLE_WAY = 20_000;

  private static final int CALM = 1_000;

  /** A property manager with some thousand houses on its worst day. */
  private static final int BUSY_DAY = 300;

  private final PrintStream out;
  private final BenchSettings settings;
  private final int connections;
  private final Duration measured;
  private final BenchHub.RunNumbers runs = new BenchHub.RunNumbers();

  /** Two cores need so long to compile what is hot while they serve. */
  private final Duration warmUp = Duration.ofSeconds(20);

  public Bench(PrintStream out, BenchSettings settings, int connections) {
    this.out = out;
    this.settings = settings;
    this.connections = connections;
    this.measured = settings.measured();
  }

  /** Measures only what the outage of an API does to other accounts. */
  public void outage() throws Exception {
    try (BenchHub hub = new BenchHub(settings.options(), runs)) {
      // Both of what it compares run on the same code: that is hot enough for it.
      try (LoadGenerator load = hub.load(connections)) {
        load.exactly(4L * CALM);
      }
      hub.settle();
      new OutageBench(out, hub, connections, measured).run();
    }
  }

  /**
   * @param past settled messages for the second half; 0 leaves it out
   */
  public void run(int past) throws Exception {
    out.printf(
        Locale.ROOT,
        "%s, heap %d MB, %d connections, generator on the same cores%n",
        settings.machine(),
        Runtime.getRuntime().maxMemory() >> 20,
        connections);
    double bare = bare();
    hub("hub", bare);
    outage();
    if (past > 0) {
      long began = System.nanoTime();
      try (Database database = Database.open(settings.options())) {
        LongHistory.write(database, past);
      }
      out.printf(
          Locale.ROOT,
          "%,d settled messages with keys, events and snapshots written in %.0f s%n",
          past,
          (System.nanoTime() - began) / 1e9);
      hub("hub, past", bare);
    }
  }

  private double bare() throws Exception {
    try (Database database = Database.open(settings.options());
        BareStore store = new BareStore(database);
        BareServer server = new BareServer(store::append)) {
      BenchProvider provider = BenchProvider.inJar();
      Measurement flatOut = flatOut(load(provider, server));
      out.println(line("bare, flat out", flatOut));
      out.println(line("bare, at 1,000/s", atRate(load(provider, server))));
      return flatOut.perSecond();
    }
  }

  private void hub(String name, double bare) throws Exception {
    long began = System.nanoTime();
    try (BenchHub hub = new BenchHub(settings.options(), runs)) {
      out.printf(
          Locale.ROOT, "%-22s %.1f s%n", name + ", start", (System.nanoTime() - began) / 1e9);
      warm(hub);
      Measurement flatOut = flatOut(hub.load(connections));
      out.println(line(name + ", flat out", flatOut));
      out.printf(
          Locale.ROOT,
          "%-22s %.2f of the bare server%n",
          name + ", ratio",
          flatOut.perSecond() / bare);
      hub.settle();
      out.println(line(name + ", at 1,000/s", atRate(hub.load(connections))));
      hub.settle();
      wholeWay(name, hub);
      toSubscriber(name, hub);
    }
  }

  private LoadGenerator load(BenchProvider provider, BareServer server) {
    return new LoadGenerator(server.uri(), connections, provider.whole(runs.next()));
  }

  /** The hub has more code to compile than the bare server, and it runs between requests. */
  private void warm(BenchHub hub) {
    try (LoadGenerator load = hub.load(connections)) {
      load.exactly(2 * WHOLE_WAY);
    }
    hub.settle();
  }

  private void wholeWay(String name, BenchHub hub) {
    long began = System.nanoTime();
    try (LoadGenerator load = hub.load(connections)) {
      load.exactly(WHOLE_WAY);
    }
    hub.settle();
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT,
        "%-22s %,7.0f/s  (%,d)%n",
        name + ", to event",
        WHOLE_WAY / seconds,
        WHOLE_WAY);
  }

  private void toSubscriber(String name, BenchHub hub) throws Exception {
    try (BenchSubscriber subscriber = new BenchSubscriber()) {
      hub.subscribe(subscriber.uri().toString(), "*");
      journey(subscriber, hub, WHOLE_WAY, load -> load.exactly(WHOLE_WAY));
      Journey fast = journey(subscriber, hub, WHOLE_WAY, load -> load.exactly(WHOLE_WAY));
      out.printf(
          Locale.ROOT,
          "%-22s %,7.0f/s  (%,d)%n",
          name + ", to subscriber",
          fast.perSecond(),
          WHOLE_WAY);
      Journey calm =
          journey(
              subscriber,
              hub,
              BUSY_DAY * measured.toSeconds(),
              load -> load.atRate(BUSY_DAY, Duration.ZERO, measured));
      out.printf(
          Locale.ROOT,
          "%-22s p50 %.1f ms  p99 %.1f ms%n",
          name + ", that at 300/s",
          calm.millisAt(50),
          calm.millisAt(99));
    }
  }

  private Journey journey(
      BenchSubscriber subscriber, BenchHub hub, long expected, Consumer<LoadGenerator> sending)
      throws Exception {
    Journey journey = new Journey(expected);
    subscriber.listen(journey::arrived);
    try (LoadGenerator load = hub.load(connections).tell(journey::sent)) {
      sending.accept(load);
    }
    journey.await(Duration.ofMinutes(5));
    return journey;
  }

  private Measurement flatOut(LoadGenerator generator) {
    try (LoadGenerator load = generator) {
      return load.flatOut(warmUp, measured);
    }
  }

  private Measurement atRate(LoadGenerator generator) {
    try (LoadGenerator load = generator) {
      return load.atRate(CALM, Duration.ofSeconds(2), measured);
    }
  }

  private static String line(String name, Measurement measurement) {
    return String.format(Locale.ROOT, "%-22s %s", name, measurement);
  }
}

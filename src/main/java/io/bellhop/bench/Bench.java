package io.bellhop.bench;

import io.bellhop.Server;
import io.bellhop.config.Options;
import io.bellhop.demo.SignedReservations;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Json;
import io.bellhop.store.Database;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Measures the hub and, on the same database in the same run, a bare server with the same group
 * commit and nothing else; then again with a long past in the tables.
 */
public final class Bench {
  private static final String API_KEY = "bench";

  /** What the end-to-end rate is measured over. */
  private static final int WHOLE_WAY = 20_000;

  private static final int CALM = 1_000;

  /** A property manager with some thousand houses on its worst day. */
  private static final int BUSY_DAY = 300;

  private final PrintStream out;
  private final Options options;
  private final int connections;
  private final Duration measured;

  /** Two cores need so long to compile what is hot while they serve. */
  private final Duration warmUp = Duration.ofSeconds(20);

  private int run;

  public Bench(
      PrintStream out,
      String url,
      String user,
      String password,
      Path data,
      int connections,
      Duration measured) {
    this.out = out;
    this.connections = connections;
    this.measured = measured;
    Map<String, String> given = new HashMap<>();
    given.put("bellhop.db.url", url);
    given.put("bellhop.db.user", user);
    given.put("bellhop.db.password", password);
    given.put("bellhop.http.port", "0");
    given.put("bellhop.management.port", "0");
    given.put("bellhop.api-key", API_KEY);
    given.put("bellhop.data", data.toString());
    given.put("bellhop.delivery.allow-private", "true");
    this.options = Server.options(new Properties(), Map.of()).with(given);
  }

  /** Measures only what the outage of an API does to other accounts. */
  public void outage() throws Exception {
    try (Server server = Server.start(options)) {
      HubClient client = new HubClient(server.url(), API_KEY);
      URI listener = client.makeAccount(SignedReservations.account()).listener();
      warm(client, listener);
      outage(client, listener);
    }
  }

  private void outage(HubClient client, URI listener) throws Exception {
    new OutageBench(out, client, connections, measured, () -> run++).run(listener);
  }

  /**
   * @param past settled deliveries for the second half; 0 leaves it out
   */
  public void run(int past) throws Exception {
    out.printf(
        Locale.ROOT,
        "%s, %d cores, heap %d MB, %d connections, generator on the same cores%n",
        options.text("bellhop.db.url").replaceFirst(":(file|//).*", ""),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        connections);
    double bare = bare();
    hub("hub", bare);
    outage();
    if (past > 0) {
      long began = System.nanoTime();
      try (Database database = Database.open(options)) {
        Past.write(database, past);
      }
      out.printf(
          Locale.ROOT,
          "%,d settled deliveries with keys, events and snapshots written in %.0f s%n",
          past,
          (System.nanoTime() - began) / 1e9);
      hub("hub, past", bare);
    }
  }

  private double bare() throws Exception {
    try (Database database = Database.open(options);
        BareStore store = new BareStore(database);
        BareServer server = new BareServer(store::append)) {
      Measurement flatOut = flatOut(server.uri());
      out.println(line("bare, flat out", flatOut));
      out.println(line("bare, at 1,000/s", atRate(server.uri())));
      return flatOut.perSecond();
    }
  }

  private void hub(String name, double bare) throws Exception {
    long began = System.nanoTime();
    try (Server server = Server.start(options)) {
      out.printf(
          Locale.ROOT, "%-22s %.1f s%n", name + ", start", (System.nanoTime() - began) / 1e9);
      HubClient client = new HubClient(server.url(), API_KEY);
      URI listener = client.makeAccount(SignedReservations.account()).listener();
      warm(client, listener);
      Measurement flatOut = flatOut(listener);
      out.println(line(name + ", flat out", flatOut));
      out.printf(
          Locale.ROOT,
          "%-22s %.2f of the bare server%n",
          name + ", ratio",
          flatOut.perSecond() / bare);
      settle(client);
      out.println(line(name + ", at 1,000/s", atRate(listener)));
      settle(client);
      wholeWay(name, client, listener);
      toSubscriber(name, client, listener);
    }
  }

  /** The hub has more code to compile than the bare server, and it runs between requests. */
  private void warm(HubClient client, URI listener) {
    try (LoadGenerator load = load(listener)) {
      load.exactly(2 * WHOLE_WAY);
    }
    settle(client);
  }

  private void wholeWay(String name, HubClient client, URI listener) {
    long began = System.nanoTime();
    try (LoadGenerator load = load(listener)) {
      load.exactly(WHOLE_WAY);
    }
    settle(client);
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT,
        "%-22s %,7.0f/s  (%,d)%n",
        name + ", to event",
        WHOLE_WAY / seconds,
        WHOLE_WAY);
  }

  private void toSubscriber(String name, HubClient client, URI listener) throws Exception {
    try (Subscriber subscriber = new Subscriber()) {
      client.makeWebhook(
          Json.object()
              .put("callback_url", subscriber.uri().toString())
              .put("event_mask", "*")
              .put("is_global", true)
              .put("is_active", true)
              .put("send_data", true)
              .putNull("property_id"));
      journey(subscriber, listener, WHOLE_WAY, load -> load.exactly(WHOLE_WAY));
      Journey fast = journey(subscriber, listener, WHOLE_WAY, load -> load.exactly(WHOLE_WAY));
      out.printf(
          Locale.ROOT,
          "%-22s %,7.0f/s  (%,d)%n",
          name + ", to subscriber",
          fast.perSecond(),
          WHOLE_WAY);
      Journey calm =
          journey(
              subscriber,
              listener,
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
      Subscriber subscriber, URI listener, long expected, Consumer<LoadGenerator> sending)
      throws Exception {
    Journey journey = new Journey(expected);
    subscriber.listen(journey::arrived);
    try (LoadGenerator load = load(listener).tell(journey::sent)) {
      sending.accept(load);
    }
    journey.await(Duration.ofMinutes(5));
    return journey;
  }

  private static void settle(HubClient client) {
    if (!client.awaitSettled(Duration.ofMinutes(10))) {
      throw new IllegalStateException("not settled in ten minutes");
    }
  }

  private Measurement flatOut(URI target) {
    try (LoadGenerator load = load(target)) {
      return load.flatOut(warmUp, measured);
    }
  }

  private Measurement atRate(URI target) {
    try (LoadGenerator load = load(target)) {
      return load.atRate(CALM, Duration.ofSeconds(2), measured);
    }
  }

  private LoadGenerator load(URI target) {
    return new LoadGenerator(
        target,
        connections,
        new SignedReservations(
            Fixtures.onClassPath(SignedReservations.PROVIDER), SignedReservations.SECRET, run++));
  }

  private static String line(String name, Measurement measurement) {
    return String.format(Locale.ROOT, "%-22s %s", name, measurement);
  }
}

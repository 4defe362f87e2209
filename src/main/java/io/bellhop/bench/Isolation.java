package io.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.Server;
import io.bellhop.config.Options;
import io.bellhop.demo.SignedReservations;
import io.bellhop.fixture.Fixtures;
import io.bellhop.fixture.HubClient;
import io.bellhop.fixture.Json;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Measures how long a good subscriber waits for an event, alone and beside twelve bad ones: from
 * when its webhook is due to be sent until it arrives. In turn: what the machine does meanwhile
 * meets both. A round that is not shown comes first, since a JVM that is new to it compiles.
 */
public final class Isolation {
  private static final String API_KEY = "bench";
  private static final int ROUNDS = 3;
  private static final int WARM_UP = 10_000;
  private static final int CONNECTIONS = 16;

  /** Retries so much sooner than usual that a minute meets as many as an hour. */
  private static final String RETRY_SCALE = "0.02";

  private final PrintStream out;
  private final Options options;
  private final int rate;
  private final Duration measured;
  private int run;

  /**
   * @param rate events in a second
   * @param measured length of a round
   */
  public Isolation(
      PrintStream out,
      String url,
      String user,
      String password,
      Path data,
      int rate,
      Duration measured) {
    this.out = out;
    this.rate = rate;
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
    given.put("bellhop.delivery.retry-scale", RETRY_SCALE);
    this.options = Server.options(new Properties(), Map.of()).with(given);
  }

  public void run() throws Exception {
    out.printf(
        Locale.ROOT,
        "%s, %d cores, %d events/s, rounds of %d s, pauses of retries x %s%n",
        options.text("bellhop.db.url").replaceFirst(":(file|//).*", ""),
        Runtime.getRuntime().availableProcessors(),
        rate,
        measured.toSeconds(),
        RETRY_SCALE);
    try (Server server = Server.start(options);
        Subscriber good = new Subscriber()) {
      HubClient client = new HubClient(server.url(), API_KEY);
      URI listener = client.makeAccount(SignedReservations.account()).listener();
      subscribe(client, good.uri().toString());
      warm(good, listener);
      // Failures, timeouts and retries are code of their own: hot in no other round than this.
      beside(client, good, listener);
      for (int round = 0; round < ROUNDS; round++) {
        report("alone", journey(good, listener));
        report("beside twelve bad ones", beside(client, good, listener));
      }
    }
  }

  private Journey beside(HubClient client, Subscriber good, URI listener) throws Exception {
    try (BadSubscribers bad = new BadSubscribers()) {
      List<String> ids = new ArrayList<>();
      bad.urls().forEach(url -> ids.add(subscribe(client, url)));
      Journey journey = journey(good, listener);
      ids.forEach(id -> client.call("DELETE", "/webhooks/" + id, null));
      return journey;
    }
  }

  private static String subscribe(HubClient client, String url) {
    ObjectNode fields =
        Json.object()
            .put("callback_url", url)
            .put("event_mask", "*")
            .put("is_global", true)
            .put("is_active", true)
            .put("send_data", true)
            .putNull("property_id");
    return client.makeWebhook(fields).path("id").asText();
  }

  private void warm(Subscriber good, URI listener) throws InterruptedException {
    Journey journey = new Journey(WARM_UP);
    good.listen(journey::arrived);
    try (LoadGenerator load = load(listener).tell(journey::sent)) {
      load.exactly(WARM_UP);
    }
    journey.await(Duration.ofMinutes(5));
  }

  private Journey journey(Subscriber good, URI listener) throws InterruptedException {
    Journey journey = new Journey(rate * measured.toSeconds());
    good.listen(journey::arrived);
    try (LoadGenerator load = load(listener).tell(journey::sent)) {
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

  private LoadGenerator load(URI target) {
    return new LoadGenerator(
        target,
        CONNECTIONS,
        new SignedReservations(
            Fixtures.onClassPath(SignedReservations.PROVIDER), SignedReservations.SECRET, run++));
  }
}

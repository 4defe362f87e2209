package io.bellhop.tool.bench;

import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** A measured hub with one account whose webhooks need no API. */
final class BenchHub implements MeasuredServer, AutoCloseable {
  /** The pause between counts of pending messages, which cost the hub more the more there are. */
  private static final double ASK_AFTER_SECONDS_PER_PENDING = 1 / 10_000.0;

  private static final double ASK_SOONEST_SECONDS = 0.05;
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final BenchProvider provider = BenchProvider.inJar();
  private final int connections;
  private final HubClient client;
  private final URI listener;
  private final ProcessThreads threads;
  private final AutoCloseable server;

  private BenchHub(URI url, BenchSettings settings, ProcessThreads threads, AutoCloseable server) {
    this.connections = settings.connections();
    this.client = new HubClient(url, BenchSettings.API_KEY);
    this.threads = threads;
    this.server = server;
    this.listener = listenerOfAnotherAccount();
  }

  /** A hub in a separate JVM. */
  static BenchHub of(ServerProcess process, BenchSettings settings) {
    return new BenchHub(process.url(), settings, process.threads(), process);
  }

  static BenchHub start(BenchSettings settings) throws Exception {
    return start(settings, Map.of());
  }

  /**
   * @param more additional options
   */
  static BenchHub start(BenchSettings settings, Map<String, String> more) throws Exception {
    return of(ServerProcess.hub(settings, options(more)), settings);
  }

  /**
   * A hub in this JVM.
   *
   * @param more additional options
   */
  static BenchHub here(BenchSettings settings, Map<String, String> more) throws Exception {
    StandaloneServer server = StandaloneServer.start(settings.options(options(more)));
    long pid = ProcessHandle.current().pid();
    return new BenchHub(server.url(), settings, new ProcessThreads(pid), server);
  }

  /** The options for the sent webhooks. */
  static Map<String, String> options() {
    return options(Map.of());
  }

  private static Map<String, String> options(Map<String, String> more) {
    Map<String, String> options = new TreeMap<>(BenchProvider.inJar().options());
    options.putAll(more);
    return options;
  }

  HubClient client() {
    return client;
  }

  @Override
  public ProcessThreads threads() {
    return threads;
  }

  /** Creates another account like the first. */
  URI listenerOfAnotherAccount() {
    return client.makeAccount(provider.account()).listener();
  }

  /** Creates another account, whose API is at this address, and returns its listener URL. */
  URI listenerOfAccountAt(String api) {
    return client.makeAccount(provider.accountAt(api)).listener();
  }

  /** Webhooks of new records. */
  SignedReservations webhooks() {
    return provider.whole();
  }

  @Override
  public LoadGenerator load() {
    return load(webhooks());
  }

  LoadGenerator load(SignedReservations webhooks) {
    return new LoadGenerator(listener, connections, webhooks);
  }

  /** Sends new records to another account. */
  LoadGenerator load(URI target) {
    return new LoadGenerator(target, connections, webhooks());
  }

  /** Sends webhooks whose records the hub must read from the API. */
  LoadGenerator thinLoad(URI target) {
    return new LoadGenerator(target, connections, provider.thin());
  }

  /** Subscribes to all events, or to some; returns the subscription's id. */
  String subscribe(String url, String mask) {
    return client
        .makeWebhook(
            FixtureJson.object()
                .put("callback_url", url)
                .put("event_mask", mask)
                .put("is_global", true)
                .put("is_active", true)
                .put("send_data", true)
                .putNull("property_id"))
        .path("id")
        .asText();
  }

  void unsubscribe(String id) {
    client.call("DELETE", "/webhooks/" + id, null);
  }

  long pending() {
    return client.inboxSize("pending");
  }

  @Override
  public void settle() {
    settle(client);
  }

  /** Waits until a hub has no pending messages, with little load on it. */
  static void settle(HubClient client) {
    long end = System.nanoTime() + LONGEST.toNanos();
    long pending = client.inboxSize("pending");
    while (pending > 0 || !client.isSettled()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(pending + " are still pending after " + LONGEST);
      }
      double wait = Math.max(ASK_SOONEST_SECONDS, pending * ASK_AFTER_SECONDS_PER_PENDING);
      LockSupport.parkNanos((long) (wait * 1e9));
      pending = client.inboxSize("pending");
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}

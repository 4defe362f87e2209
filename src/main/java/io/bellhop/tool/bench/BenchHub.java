package io.bellhop.tool.bench;

import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.time.Duration;

/** A hub that is measured, with one account whose webhooks need no API. */
final class BenchHub implements AutoCloseable {
  private final BenchProvider provider = BenchProvider.inJar();
  private final StandaloneServer server;
  private final HubClient client;
  private final URI listener;
  private final RunNumbers runs;

  /** Numbers the runs, so that no two have records in common; one for all hubs of a database. */
  static final class RunNumbers {
    private int next;

    synchronized int next() {
      return next++;
    }
  }

  BenchHub(Options options, RunNumbers runs) throws Exception {
    this.runs = runs;
    server = StandaloneServer.start(options);
    client = new HubClient(server.url(), BenchSettings.API_KEY);
    listener = listenerOfAnotherAccount();
  }

  HubClient client() {
    return client;
  }

  /** Makes one more account like the first. */
  URI listenerOfAnotherAccount() {
    return client.makeAccount(provider.account()).listener();
  }

  /** Makes another account, whose API is at this address, and gives where its webhooks go. */
  URI listenerOfAccountAt(String api) {
    return client.makeAccount(provider.accountAt(api)).listener();
  }

  /** Sends whole records to the listener. */
  LoadGenerator load(int connections) {
    return load(listener, connections);
  }

  LoadGenerator load(URI target, int connections) {
    return new LoadGenerator(target, connections, provider.whole(runs.next()));
  }

  /** Sends records that must be read. */
  LoadGenerator thinLoad(URI target, int connections) {
    return new LoadGenerator(target, connections, provider.thin(runs.next()));
  }

  /** Subscribes to all events, or to some; gives the subscription's id. */
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

  void settle() {
    if (!client.awaitSettled(Duration.ofMinutes(10))) {
      throw new IllegalStateException("not settled in ten minutes");
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}

package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellhop.crash.Load.Version;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/**
 * A subscriber that lives through everything: it remembers what it took, in order, and refuses a
 * post now and then, as real ones do.
 */
final class CrashSubscriber implements AutoCloseable {
  private static final int REFUSES_EACH = 37;
  private static final String SECRET = "whsec_" + "c3Vic2NyaWJlci1vZi10aGUtY3Jhc2gtdGVzdA==";

  private final ObjectMapper mapper = new ObjectMapper();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpServer server;
  private final Map<String, JsonNode> taken = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> newest = new HashMap<>();
  private final List<Version> behind = new ArrayList<>();
  private final Map<Version, Integer> times = new HashMap<>();
  private final int refusesEach;
  private int posts;

  CrashSubscriber() throws IOException {
    this(REFUSES_EACH);
  }

  /** One that refuses nothing. */
  static CrashSubscriber thatTakesAll() throws IOException {
    return new CrashSubscriber(Integer.MAX_VALUE);
  }

  private CrashSubscriber(int refusesEach) throws IOException {
    this.refusesEach = refusesEach;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  void subscribe(HubClient client) {
    ObjectNode fields = mapper.createObjectNode();
    fields.put("callback_url", "http://127.0.0.1:" + server.getAddress().getPort() + "/events");
    fields.put("event_mask", "*").put("is_global", true).putNull("property_id");
    fields.put("is_active", true).put("send_data", true).put("secret", SECRET);
    client.makeWebhook(fields);
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = take(exchange, new String(body, StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private synchronized int take(HttpExchange exchange, String body) throws IOException {
    if (++posts % refusesEach == 0) {
      return 503;
    }
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    JsonNode event = mapper.readTree(body);
    try {
      new Webhook(SECRET)
          .verify(body, HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true));
    } catch (WebhookVerificationException e) {
      wrong.add(id + " is signed wrongly");
    }
    if (!id.equals(event.at("/hook/id").asText())) {
      wrong.add(id + " is not the id of its event");
    }
    JsonNode before = taken.putIfAbsent(id, event);
    if (before != null && !before.equals(event)) {
      wrong.add(id + " came again as something else");
    }
    Version version = Version.of(event);
    times.merge(version, 1, Integer::sum);
    if (newest.merge(version.record(), version.number(), Math::max) > version.number()) {
      behind.add(version);
    }
    return 204;
  }

  /** Everything of the log arrives, in order for each record; what is repeated has its old id. */
  void check(HubClient client) {
    List<String> log =
        client.events().stream().map(event -> event.at("/hook/id").asText()).toList();
    Awaitility.await()
        // To compare thousands takes time that the hub needs.
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(ids()).as("nothing is missing").containsAll(log));
    Awaitility.await().until(() -> pending(client) == 0);
    assertThat(ids()).as("and nothing is there that is not in the log").hasSameSizeAs(log);
    synchronized (this) {
      assertThat(wrong).isEmpty();
      Map<String, Integer> latest = new HashMap<>();
      for (JsonNode event : taken.values()) {
        Version version = Version.of(event);
        Integer before = latest.put(version.record(), version.number());
        assertThat(before == null || before < version.number())
            .as("version %s of %s came after %s", version.number(), version.record(), before)
            .isTrue();
      }
    }
  }

  /** What came behind a later event of its record, be it a repeat. */
  synchronized List<Version> behind() {
    return List.copyOf(behind);
  }

  /** How often it has taken a version of a record. */
  synchronized int times(Version version) {
    return times.getOrDefault(version, 0);
  }

  private synchronized List<String> ids() {
    return List.copyOf(taken.keySet());
  }

  private static long pending(HubClient client) {
    return client.call("GET", "/deliveries?status=pending", null).at("/meta/total").asLong();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.bellhop.monitor.inactivity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A silence as an operator and a reader of the log see it. */
@Tag("slow")
class InactivityHubTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  @Test
  void a_hub_says_by_event_metric_and_health_who_is_silent() throws Exception {
    String url = Store.H2.freshUrl();
    try (TestHub hub =
        TestHub.startAt(
            url, Map.of("bellhop.providers", "ownerrez", "bellhop.inactivity.interval", "1s"))) {
      HubClient.Account account = hub.ownerRez(NOWHERE);
      assertThat(metric(hub)).isEqualTo("0.0");
      threeWeeksUntilYesterday(url, account.id());

      Awaitility.await().until(() -> !hub.events(account).isEmpty());

      List<JsonNode> events = hub.events(account);
      assertThat(events).hasSize(1);
      EventSchema.check(events.get(0));
      assertThat(events.get(0).at("/hook/eventType").asText()).isEqualTo("account.silent");
      assertThat(events.get(0).at("/data/record/name").asText()).isEqualTo("test ownerrez");
      Awaitility.await().until(() -> metric(hub).equals("1.0"));
      HttpResponse<String> health = get(hub, "/observe/health?exposureLevel=full&data=true");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body())
          .contains("inactive accounts: 1", "\"" + account.id() + "\":\"ownerrez since ");
      assertThat(get(hub, "/observe/health").body()).isEqualTo("{\"status\":\"UP\"}");

      hub.post(account, "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
      Awaitility.await().until(() -> metric(hub).equals("0.0"));
      assertThat(get(hub, "/observe/health?exposureLevel=full&data=true").body())
          .doesNotContain("\"" + account.id() + "\":\"ownerrez since ");
    }
  }

  @Test
  void switched_off_it_leaves_no_trace() throws Exception {
    try (TestHub hub =
        TestHub.start(
            Map.of("bellhop.providers", "ownerrez", "bellhop.inactivity.interval", "0"))) {
      assertThat(get(hub, "/observe/metrics").body()).doesNotContain("bellhop_accounts_inactive");
      assertThat(get(hub, "/observe/health?exposureLevel=full").body())
          .contains("bellhop-store")
          .doesNotContain("bellhop-silence");
    }
  }

  private static void threeWeeksUntilYesterday(String url, String account) throws Exception {
    Instant now = Instant.now();
    try (Connection connection = DriverManager.getConnection(own(url));
        var s =
            connection.prepareStatement(
                """
                insert into inbox (id, account_id, provider, native_event, order_key,
                  idempotency_key, kind, mergeable, received_at, due_at, status, attempts)
                values (?, ?, 'ownerrez', 'e', 'k', 'i', 'webhook', false, ?, ?, 'ignored', 1)
                """)) {
      connection.setAutoCommit(false);
      // The hub may have looked already: it is to look at all of it once more.
      connection.createStatement().executeUpdate("update inactivity_watch set next_id = null");
      for (int i = 21 * 24; i > 24; i--) {
        Instant at = now.minus(Duration.ofHours(i));
        s.setObject(1, new UUID(at.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE));
        s.setObject(2, UUID.fromString(account));
        s.setObject(3, at.atOffset(ZoneOffset.UTC));
        s.setObject(4, at.atOffset(ZoneOffset.UTC));
        s.addBatch();
      }
      s.executeBatch();
      connection.commit();
    }
  }

  /** The file is open in this JVM already: with the hub's own settings it can be had twice. */
  private static String own(String url) {
    return url + ";DB_CLOSE_ON_EXIT=FALSE";
  }

  private static String metric(TestHub hub) throws Exception {
    return get(hub, "/observe/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("bellhop_accounts_inactive{provider=\"ownerrez\"} "))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElse("none");
  }

  private static HttpResponse<String> get(TestHub hub, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(hub.server().management().resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}

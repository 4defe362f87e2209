package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.OwnPostgres;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A PostgreSQL that is stopped while the hub runs. Who asks gives up after a time of its own. */
@Tag("slow")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreAwayTest {
  /** Three seconds and one are promised; the machine that tests has other work. */
  private static final Duration SENDER = Duration.ofSeconds(6);

  private static final Duration MONITOR = Duration.ofMillis(2_500);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void a_sender_has_its_503_and_a_monitor_its_answer_while_the_database_is_away() throws Exception {
    try (OwnPostgres postgres = new OwnPostgres();
        TestHub hub = TestHub.startAt(postgres.url(), Map.of("bellhop.providers", "ownerrez"))) {
      HubClient.Account account = hub.ownerRez(URI.create("http://127.0.0.1:9"));
      byte[] body =
          "{\"id\":1,\"action\":\"entity_update\",\"entity_type\":\"booking\"}"
              .getBytes(StandardCharsets.UTF_8);
      URI management = hub.server().management();
      assertThat(hub.post(account, body).statusCode()).isEqualTo(200);
      assertThat(get(management, "/observe/health").statusCode()).isEqualTo(200);

      postgres.stop();

      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer = post(hub, account, body);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        HttpResponse<String> health = get(management, "/observe/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("the database does not answer");
        assertThat(get(management, "/observe/health/ready").statusCode()).isEqualTo(503);
        // What was read just before the end is shown for as long as a gauge is fresh.
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(get(management, "/observe/metrics").body())
                        .containsPattern("bellhop_subscriptions NaN"));
      }

      postgres.startAgain();
      Awaitility.await().until(() -> hub.post(account, body).statusCode() == 200);
      Awaitility.await().until(() -> get(management, "/observe/health").statusCode() == 200);
    }
  }

  private HttpResponse<String> post(TestHub hub, HubClient.Account account, byte[] body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(account.listener().toString()))
            .timeout(SENDER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    hub.verifier(account, body, "msg_away").forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI base, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(base.resolve(path)).timeout(MONITOR).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}

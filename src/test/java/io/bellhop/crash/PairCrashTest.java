package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import io.bellhop.tool.fixture.SvixSigner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two webhooks of one alteration, with a crash between them. */
@Tag("slow")
@Timeout(240)
class PairCrashTest {
  private static final String SECRET = SvixSigner.secretOf("crash-secret-crash-secret-crash-");

  /** Longer than any start takes: the first half must still wait after it. */
  private static final Duration WINDOW = Duration.ofMinutes(20);

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/guesty"));
  private final Senders senders = new Senders();

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_pair_with_a_crash_between_its_halves_is_one_event(Store store) throws Exception {
    try (FixtureApi api = new FixtureApi(fixtures);
        HubProcess hub =
            new HubProcess(
                store,
                "guesty",
                Map.of(
                    "BELLHOP_GUESTY_MERGE_WINDOW",
                    WINDOW.toSeconds() + "s",
                    "BELLHOP_INBOX_LEASE",
                    "2s"))) {
      HubClient.Account account = account(hub.startWithClock(), api.uri());
      send(hub.at(account.listener()), "msg_first", "reservation.updated.json");

      hub.kill();
      hub.startWithClock();

      assertThat(hub.client().inboxSize("pending")).as("the first half waits").isEqualTo(1);
      send(hub.at(account.listener()), "msg_second", "reservation.updated-second.json");
      hub.pass(WINDOW);
      assertThat(hub.client().awaitSettled(Duration.ofSeconds(60))).isTrue();
      List<JsonNode> events = hub.client().events();
      assertThat(events).hasSize(1);
      assertThat(events.get(0).at("/hook/eventType").asText()).isEqualTo("reservation.updated");
      assertThat(events.get(0).at("/data/sourceEvents")).hasSize(2);
      assertThat(hub.client().inbox())
          .extracting(row -> row.path("status").asText())
          .containsExactlyInAnyOrder("done", "merged");
    }
  }

  private static HubClient.Account account(HubProcess hub, URI api) {
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", "guesty").put("name", "crash");
    fields.withObject("api").put("base_url", api.toString());
    fields.withObject("api").put("client_id", "client").put("client_secret", "secret");
    fields.withObject("webhook").put("secret", SECRET);
    return hub.client().makeAccount(fields);
  }

  private void send(URI listener, String id, String fixture) {
    byte[] body = fixtures.read(fixture);
    assertThat(
            senders
                .post(listener, body, Senders.svix(SECRET, id, Instant.now(), body))
                .statusCode())
        .isEqualTo(200);
  }
}

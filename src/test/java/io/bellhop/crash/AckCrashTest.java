package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import io.bellhop.tool.fixture.Senders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash after the commit of an event and before its acknowledgement at the provider. */
@Tag("slow")
@Timeout(120)
class AckCrashTest {
  private static final String REVISION =
      "/api/v1/booking_revisions/c3e91a70-52d4-4f8b-a1c6-000000000001";
  private static final String ACK = REVISION + "/ack";

  private final Fixtures fixtures = Fixtures.inFolder(Path.of("fixtures/channex"));
  private final Senders senders = new Senders();

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_acknowledgement_that_a_crash_cut_off_is_made_after_the_restart(Store store)
      throws Exception {
    try (FixtureApi api = new FixtureApi(fixtures);
        HubProcess hub = new HubProcess(store, "channex", Map.of("BELLHOP_INBOX_LEASE", "2s"))) {
      api.next(1, ACK, FixtureAnswer.never());
      ObjectNode fields = fields(api);
      HubClient.Account account = hub.start().client().makeAccount(fields);
      send(hub, account, fields);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !api.calls(ACK).isEmpty());
      assertThat(hub.client().events()).as("the event is in the log before").hasSize(1);

      hub.kill();
      assertThat(api.calls(ACK)).hasSize(1);
      hub.start();

      assertThat(hub.client().awaitSettled(Duration.ofSeconds(60))).isTrue();
      assertThat(api.calls(ACK)).extracting(FixtureApi.Call::status).containsExactly(0, 200);
      assertThat(api.calls(REVISION)).as("the revision is read once").hasSize(3);
      assertThat(hub.client().events()).hasSize(1);
      assertThat(hub.client().inbox())
          .extracting(row -> row.path("status").asText())
          .containsExactly("done");
    }
  }

  private ObjectNode fields(FixtureApi api) {
    ObjectNode fields = fixtures.json("account.json").put("provider", "channex");
    fields.put("name", "crash").withObject("api").put("base_url", api.uri().toString());
    return fields;
  }

  private void send(HubProcess hub, HubClient.Account account, ObjectNode fields) {
    Map<String, String> secret =
        Map.of(fields.at("/webhook/header").asText(), fields.at("/webhook/value").asText());
    assertThat(
            senders
                .post(hub.at(account.listener()), fixtures.read("booking.json"), secret)
                .statusCode())
        .isEqualTo(200);
  }
}

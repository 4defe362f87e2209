package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of a webhook in which Calry says that it failed to read the record. */
class CalryFailureTest {
  private static final String FAILURE = "reservation.created-failure.json";

  /** A retry would come too late for any test. */
  private static final TestHub HUB =
      TestHub.start(Map.of("bellhop.providers", "calry", "bellhop.inbox.retry-first", "1h"));

  private final Fixtures calry = Fixtures.inFolder(Path.of("fixtures/calry"));

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @Test
  void an_account_with_nothing_but_its_listener_gets_the_failure_at_once() throws Exception {
    try (FixtureApi api = new FixtureApi(calry)) {
      HubClient.Account account = HUB.account("calry", api.uri(), FixtureJson.object());

      int status =
          HUB.senders().post(account.listener(), calry.read(FAILURE), Map.of()).statusCode();

      assertThat(status).isEqualTo(200);
      List<JsonNode> events = HUB.settledEvents(account);
      assertThat(events)
          .extracting(e -> e.at("/hook/eventType").asText() + " " + e.at("/data/result").asText())
          .containsExactly("reservation.created FAILURE");
      assertThat(events.get(0).at("/data/record"))
          .isEqualTo(FixtureJson.object().put("id", "40100203"));
      assertThat(api.calls()).isEmpty();
    }
  }

  @Test
  void the_record_is_asked_for_in_the_name_of_the_linked_account_that_the_webhook_names()
      throws Exception {
    try (FixtureApi api = new FixtureApi(calry)) {
      ObjectNode fields = FixtureJson.object();
      fields.putObject("api").put("token", "a-token");
      HubClient.Account account = HUB.account("calry", api.uri(), fields);
      HUB.post(account, calry.read(FAILURE));

      assertThat(HUB.settledEvents(account))
          .extracting(e -> e.at("/data/result").asText())
          .containsExactly("SUCCESS");
      assertThat(api.calls()).hasSize(1);
      assertThat(api.calls().get(0).headers())
          .containsEntry("authorization", "Bearer a-token")
          .containsEntry("workspaceid", "a0f19bc2-3e69-4ea8-8893-8031ba0b0a0a")
          .containsEntry("integrationaccountid", "3fab694d-5403-4f79-ae16-2e36c3a69226");
    }
  }
}

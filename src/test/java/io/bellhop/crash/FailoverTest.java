package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crash.Load.Version;
import io.bellhop.support.PostgresPair;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The procedure of docs/operations.md for a primary that is lost, while webhooks come. */
@Tag("slow")
class FailoverTest {
  private final Load load = new Load(2);

  @Test
  void nothing_acknowledged_is_lost_when_the_primary_dies_and_the_standby_is_promoted()
      throws Exception {
    Map<String, String> options =
        Map.of(
            "bellhop.delivery.allow-private", "true",
            "bellhop.delivery.retry-scale", "0.01",
            "bellhop.delivery.lease", "1s",
            "bellhop.inbox.lease", "1s",
            "bellhop.providers", Load.PROVIDER);
    try (PostgresPair postgres = new PostgresPair();
        CrashSubscriber subscriber = new CrashSubscriber();
        TestHub hub = TestHub.startAt(postgres.url(), options)) {
      HubClient client = hub.client();
      subscriber.subscribe(client);
      HubClient.Account account = Load.makeAccount(client);

      load.during(60, account::listener, () -> failOver(postgres));

      assertThat(client.awaitSettled(Duration.ofSeconds(60))).isTrue();
      subscriber.check(client);
      Set<Version> published = new HashSet<>();
      for (JsonNode event : client.events()) {
        assertThat(published.add(Version.of(event))).as("no event is there twice").isTrue();
      }
      assertThat(published).as("none is lost").containsAll(load.acknowledged());
    }
  }

  private void failOver(PostgresPair postgres) throws Exception {
    postgres.killPrimary();
    postgres.promoteStandby();
    int taken = load.acknowledged().size();
    Awaitility.await().until(() -> load.acknowledged().size() >= taken + 60);
  }
}

package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bench sends by the thousand is taken and becomes events, before it is measured. */
class BenchHubTest {
  private static final int FEW = 20;

  @TempDir static Path folder;
  private static BenchHub hub;
  private static BenchSubscriber subscriber;

  @BeforeAll
  static void start() throws Exception {
    BenchSettings settings =
        new BenchSettings(
            new BenchDatabase("jdbc:h2:file:" + folder.resolve("bench"), "sa", ""),
            "database",
            folder,
            Duration.ofSeconds(1),
            1,
            2);
    hub = BenchHub.here(settings, Map.of());
    subscriber = new BenchSubscriber();
    hub.subscribe(subscriber.uri().toString(), "*");
  }

  @AfterAll
  static void stop() throws Exception {
    subscriber.close();
    hub.close();
  }

  @Test
  void each_webhook_arrives_once_as_an_event_that_has_guest_and_money_without_an_api()
      throws Exception {
    int before = hub.client().events().size();

    BenchRound round = BenchMeter.journey(hub, subscriber, load -> load.exactly(FEW));

    hub.settle();
    assertThat(round.sent().accepted()).isEqualTo(FEW);
    List<JsonNode> events = hub.client().events();
    assertThat(events.subList(before, events.size()))
        .hasSize(FEW)
        .allSatisfy(
            event -> {
              JsonNode reservation = event.at("/data/record");
              assertThat(reservation.at("/primaryGuest/name").asText()).isNotEmpty();
              assertThat(reservation.at("/finances/totalPrice").decimalValue()).isPositive();
              assertThat(reservation.at("/primaryGuest/emails/0").asText())
                  .endsWith("@example.com");
            });
  }

  @Test
  void webhooks_of_one_record_are_all_taken_and_none_is_a_repeat_of_another() {
    Set<String> keys = new HashSet<>();

    BenchRound round =
        new BenchMeter(hub).work(hub.load(hub.webhooks().ofOneRecord()), load -> load.exactly(FEW));

    assertThat(round.sent().accepted()).isEqualTo(FEW);
    List<JsonNode> inbox = hub.client().inbox().subList(0, FEW);
    inbox.forEach(message -> keys.add(message.path("idempotency_key").asText()));
    assertThat(keys).hasSize(FEW);
    assertThat(inbox)
        .extracting(message -> message.path("order_key").asText())
        .containsOnly(inbox.get(0).path("order_key").asText());
    assertThat(inbox)
        .extracting(message -> message.path("status").asText())
        .isSubsetOf("done", "merged");
    // No tie of two states: one would have to be read from an API that there is not.
    assertThat(inbox).allMatch(message -> message.path("attempts").asInt() <= 1);
  }
}

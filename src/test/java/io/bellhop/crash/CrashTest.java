package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crash.Load.Version;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hub in a second JVM, stopped under load and started again: what was acknowledged ends in
 * exactly one outcome and one event, and the event arrives at a subscriber, in order. The suite has
 * time for a few kills, always at the same moments: with those of the other crash tests, such as
 * {@link CrashPointTest}, ten on H2 and twelve on PostgreSQL. More of them, and others, by {@code
 * -Dbellhop.crash.kills} and {@code -Dbellhop.crash.seed}; a hundred take longer than a test may
 * here, unless {@code -Djunit.jupiter.execution.timeout.mode=disabled}.
 */
@Tag("slow")
class CrashTest {
  private static final long SEED = Long.getLong("bellhop.crash.seed", 4711);

  private final Load load = new Load();
  private CrashSubscriber subscriber;

  @BeforeEach
  void listen() throws Exception {
    subscriber = new CrashSubscriber();
  }

  @AfterEach
  void stopListening() {
    subscriber.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void kill_9_and_sigterm_lose_nothing_and_double_nothing_and_sigterm_ends_in_time_with_0(
      Store store, TestReporter reporter) throws Exception {
    Random random = new Random(SEED);
    int kills = HubProcess.kills(store == Store.H2 ? 2 : 1);
    AtomicInteger code = new AtomicInteger(-1);
    try (HubProcess hub = start(store)) {
      HubClient.Account account = account(hub);
      for (int round = 0; round < kills; round++) {
        load.during(20 + random.nextInt(150), () -> hub.at(account.listener()), hub::kill);
        hub.start();
      }
      load.during(200, () -> hub.at(account.listener()), () -> code.set(hub.terminate()));
      assertThat(code).hasValue(0);
      hub.startHere();
      check(hub);
      reporter.publishEntry(
          "%s, %d kills".formatted(store, kills), load.acknowledged().size() + " acknowledged");
    }
  }

  private static HubProcess start(Store store) throws Exception {
    // On PostgreSQL a dead node's leases must run out; on H2 a start ends them.
    return new HubProcess(
            store,
            Load.PROVIDER,
            store == Store.H2 ? HubProcess.SUBSCRIBER_ON_LOOPBACK : HubProcess.SHORT_LEASES)
        .start();
  }

  private HubClient.Account account(HubProcess hub) {
    subscriber.subscribe(hub.client());
    return Load.makeAccount(hub.client());
  }

  private void check(HubProcess hub) {
    HubClient client = hub.client();
    assertThat(client.awaitSettled(Duration.ofSeconds(60))).as("nothing is pending").isTrue();

    Map<Version, Integer> published = new HashMap<>();
    Set<String> eventIds = new HashSet<>();
    for (JsonNode event : client.events()) {
      assertThat(event.at("/hook/eventType").asText()).startsWith("reservation.");
      assertThat(eventIds.add(event.at("/hook/id").asText())).isTrue();
      published.merge(Version.of(event), 1, Integer::sum);
    }
    assertThat(published.values()).as("no event is there twice").containsOnly(1);
    assertThat(published.keySet()).as("none is lost").containsAll(load.acknowledged());

    Set<String> rows = new HashSet<>();
    for (JsonNode row : client.inbox()) {
      assertThat(rows.add(row.path("idempotency_key").asText())).isTrue();
      assertThat(row.path("status").asText()).as("%s", row).isEqualTo("done");
      assertThat(row.path("event_ids")).hasSize(1);
      assertThat(eventIds).contains(row.at("/event_ids/0").asText());
    }
    assertThat(rows).as("each delivery has its event").hasSameSizeAs(published.keySet());
    subscriber.check(client);
  }
}

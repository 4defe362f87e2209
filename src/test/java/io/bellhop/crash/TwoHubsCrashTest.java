package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crash.Load.Version;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two hubs on one PostgreSQL, of which one is killed under load, now this one, now the other; more
 * often by {@code -Dbellhop.crash.kills}.
 */
@Tag("slow")
class TwoHubsCrashTest {
  private static final int ROUNDS = HubProcess.kills(2);

  private final Load load = new Load();
  private final AtomicInteger turns = new AtomicInteger();

  @Test
  void the_other_takes_over_and_nothing_is_lost_doubled_or_out_of_order() throws Exception {
    String database = Store.POSTGRESQL.bareUrl();
    Map<String, String> options = new HashMap<>(HubProcess.SHORT_LEASES);
    // What one has encrypted the other must read.
    options.put("BELLHOP_SECRET_KEY", "dHdvLWh1YnMtb24tb25lLWRhdGFiYXNlLXNlY3JldC4=");
    try (CrashSubscriber subscriber = new CrashSubscriber();
        HubProcess one = new HubProcess(database, Load.PROVIDER, options).start();
        HubProcess two = new HubProcess(database, Load.PROVIDER, options).start()) {
      subscriber.subscribe(one.client());
      HubClient.Account account = Load.makeAccount(one.client());
      List<HubProcess> hubs = List.of(one, two);
      for (int round = 0; round < ROUNDS; round++) {
        HubProcess dies = hubs.get(round % 2);
        HubProcess stays = hubs.get((round + 1) % 2);
        if (!stays.isAlive()) {
          // It died in the round before.
          stays.start();
        }
        load.during(150, () -> next(hubs, account), dies::kill);

        HubClient client = stays.client();
        assertThat(client.awaitSettled(Duration.ofSeconds(60)))
            .as("the other has taken over what was under way")
            .isTrue();
        check(client);
        subscriber.check(client);
      }
    }
  }

  /** Senders go to either, as behind a load balancer: one that is dead is left out. */
  private URI next(List<HubProcess> hubs, HubClient.Account account) {
    List<HubProcess> alive = hubs.stream().filter(HubProcess::isAlive).toList();
    return alive.get(turns.incrementAndGet() % alive.size()).at(account.listener());
  }

  private void check(HubClient client) {
    Map<Version, Integer> published = new HashMap<>();
    for (JsonNode event : client.events()) {
      published.merge(Version.of(event), 1, Integer::sum);
    }
    assertThat(published.values()).as("no event is there twice").containsOnly(1);
    assertThat(published.keySet()).as("none is lost").containsAll(load.acknowledged());
  }
}

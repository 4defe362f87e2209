package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two hubs on one PostgreSQL. In each test one joins the other, which is killed: under load, more
 * often by {@code -Dbellhop.crash.kills}, or at a place of the hand-over of its partitions.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoHubsCrashTest {
  private static final int ROUNDS = HubProcess.kills(1);

  private final Load load = new Load();
  private final AtomicInteger turns = new AtomicInteger();
  private CrashSubscriber subscriber;
  private HubClient.Account account;

  /** The one that runs alone before and after each test, and the one that joins it in between. */
  private HubProcess alone;

  private HubProcess joining;

  @BeforeAll
  void begin() throws Exception {
    String database = Store.POSTGRESQL.durableUrl();
    Map<String, String> options = new HashMap<>(HubProcess.SHORT_LEASES);
    // One that stands at a place counts as running for so long, and takes webhooks.
    options.put("BELLHOP_INBOX_LEASE", "5s");
    options.putAll(HubProcess.SHARED_KEY);
    subscriber = new CrashSubscriber();
    joining = new HubProcess(database, Load.PROVIDER, options);
    alone = new HubProcess(database, Load.PROVIDER, options).startWithDebugger();
    subscriber.subscribe(alone.client());
    account = Load.makeAccount(alone.client());
  }

  @AfterEach
  void letGo() {
    alone.letGo();
    joining.letGo();
  }

  @AfterAll
  void end() throws Exception {
    alone.close();
    joining.close();
    subscriber.close();
  }

  @Test
  void the_other_takes_over_and_nothing_is_lost_doubled_or_out_of_order() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      joining.startWithDebugger();
      load.during(150, this::next, alone::kill);
      checkTheOther();
    }
  }

  @Test
  void a_crash_of_a_hub_that_gives_partitions_up_and_has_not_stored_their_messages_loses_nothing()
      throws Exception {
    Debugger.Place sequences = alone.hold("io.bellhop.inbox.TailStore", "begin");
    for (int booking = 0; booking < 64; booking++) {
      assertThat(load.send(booking, alone.at(account.listener()), 0)).isTrue();
    }
    sequences.await();

    killAt(alone.hold("io.bellhop.inbox.SharedIntake", "inTurn"));
  }

  @Test
  void a_crash_of_a_hub_that_has_stored_the_messages_and_not_given_the_partitions_loses_nothing()
      throws Exception {
    killAt(alone.hold("io.bellhop.inbox.NodeTable", "free"));
  }

  /** Kills the one under load that stands at a place of the hand-over to the other. */
  private void killAt(Debugger.Place handOver) throws Exception {
    CompletableFuture<?> joined = CompletableFuture.runAsync(this::join);
    handOver.await();
    load.during(20, () -> alone.at(account.listener()), alone::kill);
    joined.join();
    checkTheOther();
  }

  private void join() {
    try {
      joining.startWithDebugger();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkTheOther() {
    HubProcess dies = alone;
    alone = joining;
    joining = dies;

    HubClient client = alone.client();
    assertThat(client.awaitSettled(Duration.ofSeconds(60)))
        .as("the other has taken over what was under way")
        .isTrue();
    load.check(client);
    subscriber.check(client);
  }

  /** Senders go to either, as behind a load balancer: one that is dead is left out. */
  private URI next() {
    boolean isTurnOfFirst = turns.incrementAndGet() % 2 == 0;
    HubProcess hub = isTurnOfFirst && alone.isAlive() ? alone : joining;
    return hub.at(account.listener());
  }
}

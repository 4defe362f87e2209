package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.LogCapture;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One of two hubs on one PostgreSQL is frozen (SIGSTOP), as a virtual machine is that moves to
 * another host. Its connections stay open, and with them its transactions, until PostgreSQL ends
 * them.
 */
@Tag("slow")
@Timeout(120)
class FrozenNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Load load = new Load();
  private final AtomicInteger turns = new AtomicInteger();
  private volatile boolean isLeftOut;

  @Test
  void the_other_takes_over_from_one_that_is_frozen_in_a_transaction_and_comes_back()
      throws Exception {
    String database = Store.POSTGRESQL.durableUrl();
    Map<String, String> options = new HashMap<>(HubProcess.SHORT_LEASES);
    options.put("BELLHOP_INBOX_LEASE", "5s");
    options.putAll(HubProcess.SHARED_KEY);
    try (CrashSubscriber subscriber = new CrashSubscriber();
        HubProcess one = new HubProcess(database, Load.PROVIDER, options).startWithDebugger();
        // Nothing is done to this one.
        HubProcess two = new HubProcess(database, Load.PROVIDER, options).startHere();
        LogCapture intake = LogCapture.of("io.bellhop.inbox.SharedIntake")) {
      subscriber.subscribe(one.client());
      HubClient.Account account = Load.makeAccount(one.client());

      load.during(50, () -> next(one, two, account), () -> freeze(one, intake));

      assertThat(two.client().awaitSettled(PATIENCE)).isTrue();
      load.check(two.client());
      subscriber.check(two.client());
    }
  }

  private URI next(HubProcess one, HubProcess two, HubClient.Account account) {
    boolean isTurnOfFirst = turns.incrementAndGet() % 2 == 0 && !isLeftOut;
    return (isTurnOfFirst ? one : two).at(account.listener());
  }

  private void freeze(HubProcess one, LogCapture intake) throws Exception {
    // It has locked its own row and the keys of records.
    one.hold("io.bellhop.inbox.MessageSettler", "write").await();
    isLeftOut = true;
    // Else all senders would wait for this one, and none would be left for the other.
    load.awaitMore(40);
    one.freeze();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !intake.lines("has taken over its messages").isEmpty());
    load.awaitMore(40);

    one.thaw();
    one.letGo();
    isLeftOut = false;
    load.awaitMore(40);
    assertThat(one.logged()).contains("it continues as a new node");
  }
}

package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import io.bellhop.ingest.Listeners;
import io.bellhop.monitor.Metrics;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.ClientAddresses;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When syncs begin, and that one of an account runs at a time. */
class SyncsTest {
  private static final Duration EVERY = Duration.ofHours(6);

  private final MutableClock clock = new MutableClock();
  private TestNode node;

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void who_asks_while_a_sync_runs_gets_that_one(Store store) throws Exception {
    start(store);
    Syncs one = syncs();
    Syncs another = syncs();
    Account account = account(Map.of("token", "t"));

    List<CompletableFuture<SyncState>> asked =
        Stream.of(one, another, one, another)
            .map(syncs -> CompletableFuture.supplyAsync(() -> request(syncs, account)))
            .toList();

    assertThat(asked).extracting(f -> f.get().run()).containsOnly(asked.get(0).get().run());
    assertThat(pages()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_is_due_after_the_interval_and_for_one_node_alone(Store store) throws Exception {
    start(store);
    Syncs one = syncs();
    Syncs another = syncs();
    Account account = account(Map.of("token", "t"));
    one.scheduleOnce();
    assertThat(one.state(account.id()).orElseThrow().state()).isEqualTo(SyncState.NEW);

    clock.forward(EVERY.multipliedBy(2));
    one.scheduleOnce();
    another.scheduleOnce();

    assertThat(one.state(account.id()).orElseThrow().state()).isEqualTo(SyncState.RUNNING);
    assertThat(pages()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_without_credentials_for_the_api_is_left_alone(Store store) throws Exception {
    start(store);
    Syncs syncs = syncs();
    Account account = account(Map.of("base_url", "https://api.example.com"));

    syncs.scheduleOnce();
    clock.forward(EVERY.multipliedBy(2));
    syncs.scheduleOnce();

    assertThat(syncs.state(account.id())).isEmpty();
    assertThat(pages()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_that_is_deleted_is_forgotten(Store store) throws Exception {
    start(store);
    Syncs syncs = syncs();
    Account account = account(Map.of("token", "t"));
    syncs.scheduleOnce();

    node.accounts().delete(account.id());
    syncs.scheduleOnce();

    assertThat(syncs.state(account.id())).isEmpty();
  }

  private void start(Store store) throws SQLException {
    node = TestNode.start(store.freshUrl(), clock);
  }

  private Syncs syncs() {
    Metrics metrics = new Metrics(new SimpleMeterRegistry());
    Listeners listeners =
        new Listeners(
            node.accounts(),
            node.inbox(),
            TestNode.MAPPER,
            Telemetry.of(metrics),
            ClientAddresses.direct(),
            clock);
    ProviderLists lists = new ProviderLists(node.database(), listeners, TestNode.MAPPER, clock);
    lists.open(
        ListSettings.of(Map.of("provider", "acme", "full", "/stays", "types", "reservation")));
    return new Syncs(
        node.inbox(),
        node.accounts(),
        lists,
        metrics,
        clock,
        new Syncs.Timing(Duration.ofMinutes(10), EVERY));
  }

  private Account account(Map<String, String> api) throws SQLException {
    return node.accounts()
        .create(Account.builder().provider("acme").name("Lodges").api(api).build());
  }

  private static SyncState request(Syncs syncs, Account account) {
    try {
      return syncs.request(account, false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long pages() throws SQLException {
    return node.database()
        .transact(
            connection -> {
              try (var rows =
                  connection
                      .prepareStatement("select count(*) from inbox where kind = 'sync-page'")
                      .executeQuery()) {
                rows.next();
                return rows.getLong(1);
              }
            });
  }
}

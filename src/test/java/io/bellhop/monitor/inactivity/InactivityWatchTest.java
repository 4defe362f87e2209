package io.bellhop.monitor.inactivity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.event.SystemEvents;
import io.bellhop.monitor.AccountGauges;
import io.bellhop.monitor.AccountsHealthCheck;
import io.bellhop.store.Database;
import io.bellhop.support.EventSchema;
import io.bellhop.support.Receiver;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of accounts that fall silent, and how often. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InactivityWatchTest {
  private static final Duration SOON = Duration.ofMinutes(90);

  private InactivityRig rig;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void an_inactive_account_is_notified_once() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account account = rig.steady();
    Instant last = rig.clock.instant().minus(InactivityRig.SETTINGS.interval());
    Receiver subscriber = new Receiver();
    Receiver other = new Receiver();
    try (subscriber;
        other) {
      rig.node.subscribe(SubscriptionBuilder.to(subscriber.url()).mask("account.*"));
      rig.node.subscribe(
          SubscriptionBuilder.to(other.url()).mask("account.*").workspace("another"));

      rig.pass(Duration.ofMinutes(20));
      assertThat(rig.emitted()).isEmpty();
      rig.pass(Duration.ofHours(8));

      assertThat(rig.emitted()).hasSize(1);
      JsonNode event = subscriber.await(1).get(0).json();
      EventSchema.check(event);
      assertThat(event).isEqualTo(rig.emitted().get(0).envelope());
      assertThat(event.at("/hook/eventType").asText()).isEqualTo("account.silent");
      assertThat(event.at("/data/integrationAccountId").asText())
          .isEqualTo(account.id().toString());
      assertThat(event.at("/data/workspaceId").asText()).isEqualTo("default");
      assertThat(event.at("/data/provider").asText()).isEqualTo("pms");
      JsonNode record = event.at("/data/record");
      assertThat(record.get("id").asText()).isEqualTo(account.id().toString());
      assertThat(record.get("name").asText()).isEqualTo("test");
      assertThat(Instant.parse(record.get("lastWebhookAt").asText())).isEqualTo(last);
      assertThat(Instant.parse(record.get("expectedAt").asText()))
          .isBetween(last.plusSeconds(1), last.plus(SOON));
      assertThat(record.get("missed").asInt()).isBetween(4, 6);
      assertThat(other.received()).isEmpty();
      assertThat(rig.heard).extracting(Account::id).containsExactly(account.id());
      assertThat(rig.node.count("event where account_id = '" + account.id() + "'")).isOne();
    }
  }

  @Test
  void it_ends_with_the_next_webhook_and_shows_as_long_as_it_lasts() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account account = rig.steady();
    InactiveAccounts silent = new InactiveAccounts(rig.node.database(), rig.clock);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    AccountGauges.ofInactive(silent::now).bind(meters, Set.of("pms", "other"));
    AccountsHealthCheck<?> health = AccountsHealthCheck.ofInactive(silent::now);
    health.setCamelContext(new DefaultCamelContext());
    assertThat(gauge(meters, "pms")).isZero();
    assertThat(health.call().getDetails()).doesNotContainKey(account.id().toString());

    rig.pass(SOON);
    assertThat(gauge(meters, "pms")).isOne();
    assertThat(gauge(meters, "other")).isZero();
    assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(health.call().getMessage()).contains("inactive accounts: 1");
    assertThat(health.call().getDetails().get(account.id().toString()))
        .isEqualTo("pms since 2026-05-02T09:20:00Z");

    Instant back = rig.clock.instant();
    rig.sent(account, back, back.plus(Duration.ofHours(3)));
    rig.pass(Duration.ofHours(2));
    assertThat(gauge(meters, "pms")).isZero();
    assertThat(health.call().getDetails()).doesNotContainKey(account.id().toString());
    assertThat(rig.emitted()).hasSize(1);

    rig.pass(Duration.ofHours(8));
    assertThat(rig.emitted()).as("another silence").hasSize(2);
    assertThat(rig.heard).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_nodes_make_one_event(Store store) throws Exception {
    rig = new InactivityRig(store);
    rig.steady();
    // Two on one file are no two nodes, but they have two watches.
    InactivityWatch second =
        rig.watch(store == Store.POSTGRESQL ? rig.start(TestNode.DELIVERY) : rig.node);

    for (int i = 0; i < 12; i++) {
      rig.clock.forward(InactivityRig.SETTINGS.interval());
      CyclicBarrier together = new CyclicBarrier(2);
      CompletableFuture.allOf(
              Stream.of(rig.watch, second)
                  .map(watch -> CompletableFuture.runAsync(() -> look(together, watch)))
                  .toArray(CompletableFuture[]::new))
          .join();
    }

    assertThat(rig.emitted()).hasSize(1);
    assertThat(rig.heard).hasSize(1);
  }

  @Test
  void what_another_node_has_emitted_meanwhile_is_not_emitted_again() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account account = rig.steady();
    ActivityTable table = new ActivityTable();
    Database database = rig.node.database();
    Instant last = rig.clock.instant().minus(InactivityRig.SETTINGS.interval());
    Instant now = rig.clock.instant();

    assertThat(
            database.<Boolean>transact(
                c -> table.setNotified(c, account.id(), last.plusSeconds(1), now)))
        .as("it has sent since")
        .isFalse();
    assertThat(database.<Boolean>transact(c -> table.setNotified(c, account.id(), last, now)))
        .isTrue();
    assertThat(database.<Boolean>transact(c -> table.setNotified(c, account.id(), last, now)))
        .isFalse();
  }

  @Test
  void no_account_was_inactive_while_the_hub_was_down() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account account = rig.steady();

    rig.clock.forward(Duration.ofDays(1));
    rig.watch.check();
    rig.pass(Duration.ofMinutes(30));
    assertThat(rig.emitted()).isEmpty();

    rig.sent(account, rig.clock.instant(), rig.clock.instant().plus(Duration.ofHours(1)));
    rig.pass(Duration.ofHours(1));
    assertThat(rig.emitted()).isEmpty();
    rig.pass(SOON);
    assertThat(rig.emitted()).as("a day of our own is not learned").hasSize(1);
  }

  @Test
  void a_new_account_is_left_alone_for_two_weeks() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account account = rig.node.account();
    Instant now = rig.clock.instant();
    rig.sent(account, now.minus(Duration.ofDays(12)), now);

    rig.pass(Duration.ofDays(1));

    assertThat(rig.emitted()).isEmpty();
  }

  @Test
  void only_what_the_provider_sends_by_itself_breaks_a_silence() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account account = rig.steady();
    for (String origin : List.of("sync", "sync-page", "replay", "follow-up")) {
      Instant now = rig.clock.instant();
      rig.sent(
          account,
          origin,
          Stream.iterate(now, at -> at.plus(InactivityRig.SETTINGS.interval())).limit(9).toList());
    }

    rig.pass(SOON);

    assertThat(rig.emitted()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void who_is_switched_off_revoked_or_gone_is_forgotten(Store store) throws Exception {
    rig = new InactivityRig(store);
    Account off = rig.steady();
    Account revoked = rig.node.account();
    Account gone = rig.node.account();
    Instant now = rig.clock.instant();
    rig.sent(revoked, now.minus(Duration.ofMinutes(4)), now);
    rig.sent(gone, now.minus(Duration.ofMinutes(4)), now);
    rig.pass(Duration.ofMinutes(10));
    assertThat(rig.node.count("account_activity")).isEqualTo(3);
    rig.pass(SOON);
    assertThat(rig.emitted()).hasSize(1);

    rig.execute(
        "update integration_account set is_active = false, revision = 1 where id = '"
            + off.id()
            + "'");
    rig.execute(
        "update integration_account set revoked_at = created_at, revision = 1 where id = '"
            + revoked.id()
            + "'");
    rig.node.accounts().delete(gone.id());
    assertThat(new InactiveAccounts(rig.node.database(), rig.clock).now()).contains(List.of());
    rig.sent(off, rig.clock.instant(), rig.clock.instant().plus(Duration.ofHours(1)));
    rig.pass(Duration.ofHours(1));

    assertThat(rig.node.count("account_activity")).isZero();
    assertThat(rig.emitted()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_learned_outlives_the_inbox(Store store) throws Exception {
    rig = new InactivityRig(store);
    rig.steady();

    rig.execute("delete from inbox");
    rig.pass(SOON);

    assertThat(rig.emitted()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_read_in_portions_is_the_same_and_what_comes_late_is_not_lost(Store store)
      throws Exception {
    rig = new InactivityRig(store);
    Account account = rig.node.account();
    Instant now = rig.clock.instant();
    rig.sent(account, now.minus(Duration.ofHours(20)), now.minus(Duration.ofHours(1)));
    ActivityRecorder recorder =
        new ActivityRecorder(
            rig.node.database(), new ActivityTable(), InactivityRig.SETTINGS, rig.clock, 7);
    ActivityHistory history = recorder.update(Set.of(account.id())).get(account.id()).history();
    assertThat(history.count()).isEqualTo(19 * ActivityHistory.PARTS);

    Instant late = now.minus(Duration.ofMinutes(4));
    rig.sent(account, "webhook", List.of(late));
    rig.clock.forward(InactivityRig.SETTINGS.interval());
    ActivityProfile profile = recorder.update(Set.of(account.id())).get(account.id());
    assertThat(profile.lastAt()).isEqualTo(late);
    assertThat(profile.history().count()).isEqualTo(19 * ActivityHistory.PARTS + 1);
  }

  @Test
  void a_failing_listener_stops_no_other() throws Exception {
    rig = new InactivityRig(Store.H2);
    Account first = rig.steady();
    Account second = rig.node.account();
    Instant now = rig.clock.instant();
    TestNode node = rig.node;
    rig.execute(
        """
        insert into account_activity select cast('%s' as uuid), hours, hours_end, last_webhook_at, null
        from account_activity where account_id = '%s'
        """
            .formatted(second.id(), first.id()));
    try (InactivityWatch failing =
        new InactivityWatch(
            node.database(),
            node.accounts(),
            new SystemEvents(TestNode.MAPPER, node.delivering().subscribers()),
            InactivityRig.SETTINGS,
            rig.clock,
            account -> {
              throw new IllegalStateException("no");
            })) {
      while (rig.clock.instant().isBefore(now.plus(SOON))) {
        rig.clock.forward(InactivityRig.SETTINGS.interval());
        failing.check();
      }
    }

    assertThat(rig.emitted()).hasSize(2);
  }

  private static void look(CyclicBarrier together, InactivityWatch watch) {
    try {
      together.await();
      watch.check();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private double gauge(SimpleMeterRegistry meters, String provider) {
    // Two readings within a second are one.
    rig.clock.forward(Duration.ofSeconds(1));
    return meters.get("bellhop.accounts.inactive").tag("provider", provider).gauge().value();
  }
}

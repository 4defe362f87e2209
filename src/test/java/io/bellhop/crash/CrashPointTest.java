package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.crash.Load.Version;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A hub is killed at each place of a webhook's way where a crash could do harm, while one of its
 * threads stands there. All tests of a database share its hub, which each of them kills once.
 */
@Tag("slow")
class CrashPointTest {

  @Nested
  class OnH2 extends OnStore {
    /** A file of the journal has 16 MB. */
    private static final int PAD = 900_000;

    OnH2() {
      super(Store.H2);
    }

    @Test
    void a_crash_at_the_change_to_the_next_file_of_the_journal_loses_nothing() throws Exception {
      assertThat(send(50)).isTrue();
      Debugger.Place changes = hub.hold("io.bellhop.journal.Journal", "forceFolder");
      CompletableFuture<?> sender =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 40; i++) {
                  load.send(50, listener(), PAD);
                }
              });
      changes.await();

      crash();

      assertThatThrownBy(sender::join).hasCauseInstanceOf(UncheckedIOException.class);
      assertThat(again(50)).isTrue();
      check();
    }

    @Test
    void a_failed_fsync_stops_the_hub_with_the_reason_and_what_was_acknowledged_is_there()
        throws Exception {
      assertThat(send(60)).isTrue();
      hub.fail("io.bellhop.journal.Segment", "force", "input/output error");

      assertThat(send(61)).isFalse();

      assertThat(hub.exitCode()).isEqualTo(1);
      assertThat(hub.logged())
          .containsPattern(
              "bellhop: it stops: the disk did not confirm a write to .*:" + " input/output error");
      hub.startWithDebugger();
      assertThat(again(61)).isTrue();
      check();
    }
  }

  @Nested
  class OnPostgres extends OnStore {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class OnStore {
    final Load load = new Load();
    final HubProcess hub;
    private CrashSubscriber subscriber;
    private HubClient.Account account;

    OnStore(Store store) {
      hub = new HubProcess(store, Load.PROVIDER, HubProcess.SHORT_LEASES);
    }

    @BeforeAll
    void begin() throws Exception {
      subscriber = CrashSubscriber.thatTakesAll();
      hub.startWithDebugger();
      subscriber.subscribe(hub.client());
      account = Load.makeAccount(hub.client());
    }

    @BeforeEach
    void startUnlessItRuns() throws Exception {
      if (!hub.isAlive()) {
        hub.startWithDebugger();
      }
    }

    @AfterEach
    void letGo() {
      hub.letGo();
    }

    @AfterAll
    void end() throws Exception {
      hub.close();
      subscriber.close();
    }

    @Test
    void a_crash_between_the_append_and_the_answer_loses_nothing_and_a_repeat_doubles_nothing()
        throws Exception {
      Debugger.Place appended = hub.hold("io.bellhop.inbox.Tail", "add");
      CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> send(10));
      appended.await();
      // An answer that came too early would be sent before this one.
      assertThat(hub.client().all("/inbox?status=pending")).isEmpty();
      assertThat(answer).isNotDone();

      crash();

      assertThatThrownBy(answer::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(UncheckedIOException.class);
      assertThat(hub.client().awaitSettled(Duration.ofSeconds(60))).isTrue();
      assertThat(versions()).contains(load.last(10));
      assertThat(again(10)).isTrue();
      check();
    }

    @Test
    void a_crash_between_the_answer_and_the_sequence_loses_nothing_and_it_is_shown_before()
        throws Exception {
      Debugger.Place sequences = hub.hold("io.bellhop.inbox.TailStore", "begin");
      for (int booking : List.of(20, 20, 20, 21)) {
        assertThat(send(booking)).isTrue();
      }
      sequences.await();
      assertThat(hub.client().all("/inbox?status=pending"))
          .extracting(row -> row.at("/attributes/order_key").asText())
          .hasSize(4)
          .allMatch(key -> key.startsWith("booking "));

      crash();

      check();
    }

    @Test
    void a_crash_between_the_settle_and_the_post_neither_loses_the_event_nor_makes_another()
        throws Exception {
      Debugger.Place settled = hub.hold("io.bellhop.inbox.Tail", "markStored");
      assertThat(send(30)).isTrue();
      settled.await();
      assertThat(versions()).contains(load.last(30));
      assertThat(subscriber.times(load.last(30))).isZero();

      crash();

      check();
      assertThat(subscriber.times(load.last(30))).isOne();
    }

    @Test
    void a_crash_between_the_post_and_its_outcome_repeats_the_post_before_what_follows()
        throws Exception {
      Debugger.Place posted = hub.hold("io.bellhop.delivery.AttemptOutcomes", "commit");
      assertThat(send(40)).isTrue();
      posted.await();
      Version first = load.last(40);
      assertThat(subscriber.times(first)).isOne();
      assertThat(send(40)).isTrue();
      Awaitility.await().until(() -> versions().contains(load.last(40)));

      crash();

      check();
      assertThat(subscriber.times(first)).isEqualTo(2);
      assertThat(subscriber.times(load.last(40))).isOne();
      assertThat(subscriber.behind()).isEmpty();
    }

    final void crash() throws Exception {
      hub.kill();
      hub.startWithDebugger();
    }

    final URI listener() {
      return hub.at(account.listener());
    }

    final boolean send(int booking) {
      return load.send(booking, listener(), 0);
    }

    final boolean again(int booking) {
      return load.sendAgain(booking, listener());
    }

    private List<Version> versions() {
      return hub.client().events().stream().map(Version::of).toList();
    }

    /** What was acknowledged is one event each, in the log and at the subscriber. */
    final void check() {
      HubClient client = hub.client();
      assertThat(client.awaitSettled(Duration.ofSeconds(60))).isTrue();
      assertThat(versions())
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(load.acknowledged());
      subscriber.check(client);
    }
  }
}

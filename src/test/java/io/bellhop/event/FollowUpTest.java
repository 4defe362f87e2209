package io.bellhop.event;

import static io.bellhop.event.EventDrafts.finished;
import static io.bellhop.event.EventDrafts.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.monitor.Metrics;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is to be done after the commit is in the same commit, and is done once. */
class FollowUpTest {
  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private Deliveries make;
  private EventDrafts say;

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_follow_up_can_be_claimed_when_its_event_is_in_the_log(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");
    node.append(message);
    InboxMessage ack = make.followUp("ack");

    publish(with(finished(node.claimOne(), say.of("created", record("1", 2), message)), ack));

    assertThat(node.events()).hasSize(1);
    assertThat(node.status(message)).isEqualTo("done");
    InboxMessage claimed = node.claimOne().messages().get(0);
    assertThat(claimed.id()).isEqualTo(ack.id());
    assertThat(claimed.isFollowUp()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void work_whose_lease_was_lost_leaves_no_follow_up(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");
    node.append(message);
    Claim late = node.claimOne();
    clock.forward(TestNode.LEASE.plusSeconds(1));
    node.claimOne();

    publish(with(finished(late, say.of("created", record("1", 2), message)), make.followUp("ack")));

    assertThat(node.events()).isEmpty();
    assertThat(node.count("inbox")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_was_done_is_not_remembered_again(Store store) throws Exception {
    start(store);
    InboxMessage first = make.on("1");
    node.append(first);
    publish(
        with(
            finished(node.claimOne(), say.of("created", record("1", 2), first)),
            make.followUp("ack")));
    Claim ack = node.claimOne();
    publish(
        new ClaimOutcome(
            ack,
            List.of(),
            List.of(MessageOutcome.of(ack.messages().get(0), MessageStatus.DONE, null)),
            List.of(),
            null));
    InboxMessage second = make.on("1");
    node.append(second);

    publish(
        with(
            finished(node.claimOne(), say.of("updated", record("1", 3), second)),
            make.followUp("ack")));

    assertThat(node.claim()).isEmpty();
    assertThat(node.events()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_that_ends_in_the_transaction_that_remembers_it_again_leaves_none_behind(Store store)
      throws Exception {
    for (MessageStatus end : List.of(MessageStatus.DONE, MessageStatus.DEAD)) {
      start(store);
      InboxMessage first = make.on("1");
      node.append(first);
      publish(
          with(
              finished(node.claimOne(), say.of("created", record("1", 2), first)),
              make.followUp("ack")));
      Claim ack = node.claimOne();
      InboxMessage second = make.on("1");
      node.append(second);
      Claim claim = node.claimOne();

      togetherInOneTransaction(
          new ClaimOutcome(
              ack,
              List.of(),
              List.of(MessageOutcome.of(ack.messages().get(0), end, null)),
              List.of(),
              null),
          with(finished(claim, say.of("updated", record("1", 3), second)), make.followUp("ack")));

      // What was not done is remembered; done or not, nothing pends that no worker can claim.
      assertThat(node.claim()).hasSize(end == MessageStatus.DONE ? 0 : 1);
      assertThat(node.count("inbox where status = 'pending'"))
          .isEqualTo(end == MessageStatus.DONE ? 0 : 1);
      node.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_key_belongs_to_what_comes_after_its_window(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock, provider -> Duration.ofMinutes(10));
    prepare();
    List<String> statuses = new ArrayList<>();
    for (Duration later : List.of(Duration.ofMinutes(9), Duration.ofMinutes(2), Duration.ZERO)) {
      InboxMessage message = make.repeat("1", "body");
      node.append(message);
      publish(finished(node.claimOne(), say.of("updated", record("1", statuses.size()), message)));
      statuses.add(node.status(message));
      clock.forward(later);
    }

    assertThat(statuses).containsExactly("done", "duplicate", "done");
    assertThat(node.count("idempotency_key")).isEqualTo(1);
  }

  private static ClaimOutcome with(ClaimOutcome finished, InboxMessage followUp) {
    return new ClaimOutcome(
        finished.claim(),
        finished.drafts(),
        finished.outcomes(),
        List.of(followUp),
        finished.retryAt());
  }

  private void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
    prepare();
  }

  private void prepare() throws Exception {
    var account = node.account();
    make = new Deliveries(account.id(), clock);
    say = new EventDrafts(account);
  }

  /** A publisher takes all that waits when it starts. */
  private void togetherInOneTransaction(ClaimOutcome... all) throws Exception {
    try (EventPublisher another =
        new EventPublisher(
            node.inbox(),
            IdempotencyWindow.UNBOUNDED,
            node.accounts(),
            TestNode.MAPPER,
            clock,
            new EventPublisher.Participants(
                new Metrics(new SimpleMeterRegistry()),
                EventSubscribers.NONE,
                SyncSettlement.NONE))) {
      List<CompletableFuture<Void>> done = Stream.of(all).map(another::publish).toList();
      another.start();
      for (CompletableFuture<Void> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private void publish(ClaimOutcome finished) throws Exception {
    node.publisher().publish(finished).get(60, TimeUnit.SECONDS);
  }
}

package io.bellhop.inbox;

import static io.bellhop.support.TestNode.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Store;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user replays. */
class InboxReplayTest extends InboxOnStore {
  @ParameterizedTest
  @EnumSource(Store.class)
  void an_entry_of_a_sync_keeps_its_run_until_a_user_replays_it(Store store) throws Exception {
    start(store);
    SyncOrigin origin = new SyncOrigin(UUID.randomUUID(), "hash", true);
    InboxMessage entry = make.on("a").toBuilder().kind(MessageKind.SYNC_ENTRY).sync(origin).build();
    node.append(entry);

    InboxMessage claimed = node.claimOne().messages().get(0);
    assertThat(claimed.sync()).isEqualTo(origin);
    assertThat(claimed.isOfRun(origin.run())).isTrue();
    assertThat(claimed.isFirstSeen()).isTrue();

    assertThat(node.inbox().replay(entry.id())).isTrue();
    clock.forward(LEASE.plusSeconds(1));

    InboxMessage replayed = node.claimOne().messages().get(0);
    assertThat(replayed.isOfRun(origin.run())).isFalse();
    assertThat(replayed.isFirstSeen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replayed_message_is_handled_as_if_it_came_now(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("a");
    node.append(message);
    node.settle(
        node.claimOne(),
        List.of(
            new MessageOutcome(message.id(), MessageStatus.DEAD, 24, "refused", null, List.of())),
        null);
    clock.forward(Duration.ofHours(1));

    assertThat(node.inbox().replay(message.id())).isTrue();

    InboxMessage again = node.claimOne().messages().get(0);
    assertThat(again.id()).isEqualTo(message.id());
    assertThat(again.kind()).isEqualTo(MessageKind.REPLAY);
    assertThat(again.attempts()).isZero();
    assertThat(again.dueAt()).isEqualTo(clock.instant());
    assertThat(node.error(message)).isNull();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_during_work_on_its_key_is_not_lost(Store store) throws Exception {
    start(store);
    InboxMessage first = make.on("a");
    node.append(first);
    node.settle(node.claimOne(), MessageStatus.DEAD);
    node.append(make.on("a"));
    Claim claim = node.claimOne();

    node.inbox().replay(first.id());
    node.settle(claim, MessageStatus.DONE);

    assertThat(ids(node.claimOne().messages())).containsExactly(first.id());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_not_there_cannot_be_replayed(Store store) throws Exception {
    start(store);

    assertThat(node.inbox().replay(UUID.randomUUID())).isFalse();
    assertThat(node.count("inbox_key")).isZero();
  }
}
